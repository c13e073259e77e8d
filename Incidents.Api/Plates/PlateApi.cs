using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Projections;
using Incidents.Projections.Plates;
using Incidents.Projections.Signals;
using NodaTime;

namespace Incidents.Api.Plates;

/// <summary>Searches for plates. Each needs a purpose and is on the access log.</summary>
[QueryType]
internal static class PlateQueries
{
    /// <summary>
    /// Reads of plates with alerts and violations, by pages. Rows come from a read model, a moment after the events. A blocked plate is
    /// refused by its name (`PERSON_BLOCKED`), and left out of what a pattern or distance finds. What finds more than 2,000 plates is
    /// refused (`PATTERN_TOO_WIDE`). Needs `@purpose`.
    /// </summary>
    /// <param name="filter">Which plates, and which reads of them.</param>
    /// <param name="order">In which order; default the latest occurrence first.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    [Cost(CostAttribute.Events)]
    public static Task<Connection<PlateRead>> PlateReads(
        [FromServices] PlateSearch search, [Seen(RowClasses.Vehicle)] RowSight sight, PlateReadFilter filter,
        SignalOrder order = SignalOrder.OccurredDescending, int? first = Page.DefaultSize, string? after = null, int? last = null,
        string? before = null, CancellationToken cancellation = default) =>
        search.List(filter, order, Page.Of($"plateReads/{order}", first, after, last, before), sight, cancellation);

    /// <summary>
    /// The plates themselves that a search finds, each once, with how often and when they were read: the fewest changes first, then in
    /// alphabetical order. Refused as `plateReads` is. Needs `@purpose`.
    /// </summary>
    /// <param name="filter">Which plates, and which reads of them are counted.</param>
    /// <param name="first">Number of plates at most, 1 to 1000.</param>
    [Cost(CostAttribute.Events)]
    public static Task<IEnumerable<FoundPlate>> Plates(
        [FromServices] PlateSearch search, [Seen(RowClasses.Vehicle)] RowSight sight, PlateReadFilter filter,
        int first = Page.DefaultSize, CancellationToken cancellation = default) =>
        search.Totals(filter, first, sight, cancellation);

    /// <summary>
    /// Where a plate was read, in order of time, with the speed from read to read and what is impossible of that. Of more than 5,000 reads
    /// it is refused (`TOO_MANY_POINTS`), and so is a blocked plate (`PERSON_BLOCKED`). Needs `@purpose`.
    /// </summary>
    /// <param name="plate">The plate, in any usual spelling.</param>
    /// <param name="from">First local day; default the first read.</param>
    /// <param name="until">The local day after the last; default the last read.</param>
    /// <param name="cities">City codes; default all that the caller sees, none of an empty list.</param>
    [Cost(CostAttribute.Related)]
    public static Task<PlateTrack> PlateTrack(
        [FromServices] PlateSearch search, [Seen(RowClasses.Vehicle)] RowSight sight, string plate, LocalDate? from = null,
        LocalDate? until = null, IEnumerable<string>? cities = null, CancellationToken cancellation = default) =>
        search.Track(plate, from, until, cities?.ToArray(), sight, cancellation);

    /// <summary>
    /// Vehicles that were read by the same devices within minutes of a plate, on how many days, and how unlikely that is if they have
    /// nothing to do with it and each of their days could have been another. Who goes the same way for one cause on one day (a closed road,
    /// snow, an event) looks like it, and who goes with it each day at the same minutes does not: it is a reason to look, and no proof.
    /// Refused are a blocked plate (`PERSON_BLOCKED`), and a period in which these devices have more than 3,000,000 reads or the plate more
    /// than 5,000 (`TOO_MUCH_WORK`). Blocked companions are left out. Needs `@purpose`.
    /// </summary>
    /// <param name="plate">The plate, in any usual spelling.</param>
    /// <param name="from">First day, from 4:00 on by the region's clock.</param>
    /// <param name="until">The day at whose 4:00 the last day ends; at most 92 days after the first. Few days say little.</param>
    /// <param name="minutes">How far apart two reads of a meeting are at most, 1 to 60.</param>
    /// <param name="fewestDays">Fewest days on which those that are listed met it, 1 to 92.</param>
    /// <param name="first">Number of vehicles at most, 1 to 100.</param>
    [Cost(CostAttribute.Related)]
    public static Task<PlateCompanions> PlateCompanions(
        [FromServices] PlateSearch search, [Seen(RowClasses.Vehicle)] RowSight sight, string plate, LocalDate from, LocalDate until,
        int minutes = 5, int fewestDays = 2, int first = 20, CancellationToken cancellation = default) =>
        search.Companions(plate, from, until, minutes, fewestDays, first, sight, cancellation);
}
