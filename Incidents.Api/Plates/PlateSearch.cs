using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Plates;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Plates;
using Incidents.Projections.Signals;
using NodaTime;
using PlateRead = Incidents.Projections.Plates.PlateRead;

namespace Incidents.Api.Plates;

/// <summary>Checks what is searched for, leaves out what is blocked, and reads.</summary>
internal sealed class PlateSearch(
    PlateReader reader, CompanionReader companions, IBlockedPersons blocked, PlateSettings settings)
{
    /// <summary>Most reads of a track.</summary>
    public const int MostReadsOfTrack = 5_000;

    private const int MostDays = 92, MostMinutes = 60, MostCompanions = 100;

    // Before and after all moments that a database can hold.
    private static readonly LocalDate First = new(1, 1, 2), Last = new(9999, 12, 30);

    /// <summary>The plates that a filter names.</summary>
    /// <exception cref="RefusedException">The filter is not valid, its plate is blocked, or it finds too many.</exception>
    public async Task<List<PlateMatch>> Find(PlateReadFilter filter, RowSight sight, CancellationToken cancellation)
    {
        Check(filter);
        List<PlateMatch> found;
        if (filter.Pattern is { } written)
        {
            var pattern = PlatePattern.Of(written, "filter.pattern", out var fault);
            found = await reader.Find(pattern ?? throw new RefusedException(fault!), sight, cancellation);
        }
        else
        {
            var plate = Asked(filter.Plate!, "filter.plate");
            if (filter.MaxDistance is not { } distance)
                return [new(plate, null)];
            if (plate.Length < PlateLikeness.FewestLetters(distance))
            {
                throw new RefusedException(new(
                    ErrorCode.PatternTooWide,
                    $"A search with {distance} changes needs {PlateLikeness.FewestLetters(distance)} letters and digits.", "filter.plate"));
            }
            found = await reader.Find(plate, distance, sight, cancellation);
        }
        if (found.Count > PlateReader.MostPlates)
        {
            throw new RefusedException(new(
                ErrorCode.PatternTooWide, $"It finds more than {PlateReader.MostPlates} plates.",
                filter.Pattern is null ? "filter.plate" : "filter.pattern"));
        }
        if (blocked.Any)
            found.RemoveAll(match => blocked.IsBlocked(match.Plate));
        return found;
    }

    /// <summary>A page of reads.</summary>
    public async Task<Connection<PlateRead>> List(
        PlateReadFilter filter, SignalOrder order, Page page, RowSight sight, CancellationToken cancellation)
    {
        var plates = await Find(filter, sight, cancellation);
        var rows = await reader.Read(
            plates, filter, order, page.Key<(Instant, Guid)>(), page.IsBackward, page.Limit, sight, cancellation);
        var byKnown = order is SignalOrder.KnownAscending or SignalOrder.KnownDescending;
        return Connection.Of(
            rows, page, read => ((byKnown ? read.KnownAt : read.OccurredAt).ToInstant(), read.Id),
            token => reader.Count(plates, filter, sight, token));
    }

    /// <summary>Plates with the number of their reads.</summary>
    public async Task<IEnumerable<FoundPlate>> Totals(
        PlateReadFilter filter, int first, RowSight sight, CancellationToken cancellation)
    {
        if (first is < 1 or > Page.MaxSize)
            throw new RefusedException(new(ErrorCode.PageSizeOutOfRange, $"'first' is from 1 to {Page.MaxSize}.", "first"));
        var plates = await Find(filter, sight, cancellation);
        return (await reader.Totals(plates, filter, sight, cancellation)).Take(first);
    }

    /// <summary>The track of a plate.</summary>
    /// <exception cref="RefusedException">It has too many reads.</exception>
    public async Task<PlateTrack> Track(
        string plate, LocalDate? from, LocalDate? until, IReadOnlyList<string>? towns, RowSight sight, CancellationToken cancellation)
    {
        if (from is { } start && until is { } end)
            Checks.Period(start, end);
        var asked = Asked(plate, "plate");
        var reads = await reader.Read(
            [new(asked, null)], new(Cities: towns, From: from, Until: until), SignalOrder.OccurredAscending, null, backward: false,
            MostReadsOfTrack + 1, sight, cancellation);
        if (reads.Count > MostReadsOfTrack)
            throw new RefusedException(new(ErrorCode.TooManyPoints, $"A track has at most {MostReadsOfTrack} reads.", "from"));
        return PlateTrack.Of(
            asked, reads, settings.ImpossibleKmPerHour, Duration.FromTimeSpan(settings.ClockUncertainty));
    }

    /// <summary>Vehicles that travelled together with one.</summary>
    /// <exception cref="RefusedException">An argument is out of range, or there are too many reads.</exception>
    public async Task<PlateCompanions> Companions(
        string plate, LocalDate from, LocalDate until, int minutes, int fewestDays, int first, RowSight sight,
        CancellationToken cancellation)
    {
        Checks.Period(from, until);
        if (Period.DaysBetween(from, until) > MostDays)
            throw RefusedException.BadInput("until", $"The period has at most {MostDays} days.");
        if (minutes is < 1 or > MostMinutes)
            throw RefusedException.BadInput("minutes", $"The minutes are 1 to {MostMinutes}.");
        if (fewestDays is < 1 or > MostDays)
            throw RefusedException.BadInput("fewestDays", $"The days are 1 to {MostDays}.");
        if (first is < 1 or > MostCompanions)
            throw RefusedException.BadInput("first", $"'first' is from 1 to {MostCompanions}.");
        var asked = Asked(plate, "plate");
        var found = await companions.Find(
            asked, Held(from), Held(until), minutes, fewestDays, sight.Towns, cancellation)
            ?? throw new RefusedException(new(
                ErrorCode.TooMuchWork, "The devices that read the plate have too many reads in the period; shorten it.", "from"));
        return found with
        {
            Companions = [.. found.Companions.Where(companion => !blocked.IsBlocked(companion.Plate)).Take(first)],
        };
    }

    private static LocalDate Held(LocalDate day) => LocalDate.Min(LocalDate.Max(day, First), Last);

    private string Asked(string plate, string field)
    {
        var asked = Plate.Normalise(plate) ?? throw new RefusedException(Plate.Malformed(field));
        return blocked.IsBlocked(asked)
            ? throw new RefusedException(new(ErrorCode.PersonBlocked, "The data of this plate are blocked.", field))
            : asked;
    }

    private static void Check(PlateReadFilter filter)
    {
        if (filter.Plate is null == filter.Pattern is null)
            throw RefusedException.BadInput("filter.plate", "Name a plate or a pattern, and not both.");
        if (filter.MaxDistance is not (null or (>= 0 and <= PlateLikeness.MostDistance)))
            throw RefusedException.BadInput("filter.maxDistance", $"The distance is 0 to {PlateLikeness.MostDistance}.");
        if (filter is { MaxDistance: not null, Pattern: not null })
            throw RefusedException.BadInput("filter.maxDistance", "A pattern is found as it is; a distance is from a plate.");
        if (filter.Kinds?.Contains(SignalKind.SosCall) is true)
            throw RefusedException.BadInput("filter.kinds", "Plates are read with alerts and violations, and by plate readers.");
        if (filter.Bounds is { } bounds && !bounds.IsValid())
            throw RefusedException.BadInput("filter.bounds", "Bounds are degrees, west before east and south before north.");
        if (filter.Near is not { } near)
            return;
        if (new GeoPoint(near.Longitude, near.Latitude).Check("filter.near.") is { } fault)
            throw new RefusedException(fault with { Code = ErrorCode.BadInput });
        if (near.RadiusMetres is not (> 0 and <= Near.MostMetres))
            throw RefusedException.BadInput("filter.near.radiusMetres", $"A distance is above 0 and at most {Near.MostMetres:0} metres.");
    }
}
