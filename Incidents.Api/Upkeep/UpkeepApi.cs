using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Upkeep;
using Incidents.Projections;
using Incidents.Projections.Upkeep;
using NodaTime;

namespace Incidents.Api.Upkeep;

/// <summary>Tasks of municipal property and their figures.</summary>
[QueryType]
internal static class UpkeepQueries
{
    private const int MostYears = 10;

    /// <summary>Tasks of municipal property, by pages. Rows come from a read model, a moment after the events.</summary>
    /// <param name="filter">Which tasks; default all that are not joined to another.</param>
    /// <param name="order">In which order; default what was observed last first.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static Task<Connection<UpkeepTaskNode>> UpkeepTasks(
        [FromServices] UpkeepFiles files, [Seen(RowClasses.Upkeep)] RowSight sight, UpkeepTaskFilter? filter = null,
        UpkeepOrder order = UpkeepOrder.OccurredDescending, int? first = Page.DefaultSize, string? after = null, int? last = null,
        string? before = null, CancellationToken cancellation = default) =>
        files.List(filter, order, sight, Page.Of($"upkeepTasks/{order}", first, after, last, before), cancellation);

    /// <summary>One task, or null. It is read from its events, so that it includes the client's own last mutation.</summary>
    /// <param name="id">The task, or an observation that is joined to one.</param>
    public static Task<UpkeepTaskNode?> UpkeepTask(
        [FromServices] UpkeepFiles files, [Seen(RowClasses.Upkeep)] RowSight sight, Guid id,
        CancellationToken cancellation = default) =>
        files.Open(id, sight, cancellation);

    /// <summary>
    /// What was observed of municipal property in a period, and what came of it, for each town and each of its districts. What is overdue
    /// is so at the moment of `asKnownAt`: the same question gives the same answer on any later day.
    /// </summary>
    /// <param name="from">First local day of the observations.</param>
    /// <param name="until">First local day after them, at most ten years later.</param>
    /// <param name="cities">City codes; default all.</param>
    /// <param name="categories">Codes of kinds; default all.</param>
    /// <param name="streetClasses">Classes of streets; default all, and those that are not known.</param>
    /// <param name="asKnownAt">As known at this moment; default as known now.</param>
    public static async Task<IEnumerable<UpkeepFigures>> UpkeepFigures(
        [FromServices] UpkeepFigureReader reader, [FromServices] IClock clock, LocalDate from, LocalDate until,
        IEnumerable<string>? cities = null, IEnumerable<string>? categories = null, IEnumerable<StreetClass>? streetClasses = null,
        Instant? asKnownAt = null, CancellationToken cancellation = default)
    {
        if (from >= until)
            throw RefusedException.BadInput("until", "The period is at least one day long.");
        if (until.Year - from.Year > MostYears)
            throw RefusedException.BadInput("until", $"The period has at most {MostYears} years.");
        var now = clock.GetCurrentInstant();
        var known = asKnownAt is { } asked ? Instant.Min(asked, now) : now;
        return await reader.Read(
            cities?.ToArray(), categories?.ToArray(), streetClasses?.ToArray(), from, until, known, cancellation);
    }
}

/// <summary>Mutations of tasks of municipal property.</summary>
[MutationType]
internal sealed class UpkeepMutations(
    Commands commands, EventReader events, UpkeepFiles files, CommandInput input, UpkeepRules rules)
{
    /// <summary>Enters an observation of municipal property. The same console and key again change nothing.</summary>
    /// <param name="console">The console or application that enters it, a name of its own.</param>
    /// <param name="key">The console's own id of the observation.</param>
    /// <param name="category">Code of the kind: a category of the group `municipal`.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="occurredAt">When it was observed: the hours until the deadline run from then.</param>
    /// <param name="by">Who observed it.</param>
    /// <param name="streetClass">Class of the street; default as the list of streets says.</param>
    /// <param name="snapshot">A picture.</param>
    /// <param name="description">What is said of it in words.</param>
    public async Task<UpkeepTaskNode> ObserveUpkeep(
        string console, string key, string category, Place place, Instant occurredAt, string by, StreetClass? streetClass = null,
        MediaReference? snapshot = null, string? description = null, CancellationToken cancellation = default)
    {
        input.CheckPlace(place, "place");
        var command = new ObserveUpkeep(
            new Origin(console, key), category, null, by, place, streetClass, snapshot, description, rules,
            input.Moment(occurredAt, place.City)!.Value);
        var id = await commands.Send(command, cancellation);
        return files.Sent(id, (await events.Open<UpkeepTask>(id, null, cancellation))!, cancellation);
    }

    /// <summary>Says that a task is done.</summary>
    /// <param name="id">The task.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="snapshot">A picture of it.</param>
    /// <param name="occurredAt">When it was done, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<UpkeepTaskNode> CompleteUpkeep(
        Guid id, string by, MediaReference? snapshot = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new CompleteUpkeep(id, by, snapshot, at, expectedVersion), cancellation);

    /// <summary>
    /// Says what was found when a task was looked at again: one that is done is confirmed, or open again; one that nobody reported as done
    /// and is found put right is done.
    /// </summary>
    /// <param name="id">The task.</param>
    /// <param name="by">Who looked.</param>
    /// <param name="cleared">Whether it is put right.</param>
    /// <param name="snapshot">A picture of it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<UpkeepTaskNode> CheckUpkeep(
        Guid id, string by, bool cleared, MediaReference? snapshot = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new CheckUpkeep(id, cleared, by, null, snapshot, at, expectedVersion), cancellation);

    /// <summary>Says that there is nothing to do.</summary>
    /// <param name="id">The task.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="reasonCode">Why, as a code or in words.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<UpkeepTaskNode> CancelUpkeep(
        Guid id, string by, string reasonCode, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new CancelUpkeep(id, by, reasonCode, at, expectedVersion), cancellation);

    /// <summary>Says that an observation is of the same thing as another task, with which it is done from now on.</summary>
    /// <param name="id">The task that goes.</param>
    /// <param name="targetId">The task that stays.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version of the task that goes which they saw.</param>
    public Task<UpkeepTaskNode> JoinUpkeep(
        Guid id, Guid targetId, string by, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new JoinUpkeep(id, targetId, null, by, null, at, expectedVersion), cancellation);

    /// <summary>
    /// Undoes a joining: the observation is an open task of its own again, with its deadline. No rule joins the two again.
    /// </summary>
    /// <param name="id">The observation that was joined to another task.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public async Task<UpkeepTaskNode> SeparateUpkeep(
        Guid id, string by, Instant? occurredAt = null, long? expectedVersion = null, CancellationToken cancellation = default)
    {
        var from = (await events.Open<UpkeepTask>(id, null, cancellation))?.State.JoinedInto ?? Guid.Empty;
        return await Send(id, occurredAt, at => new SeparateUpkeep(id, by, at, expectedVersion, from), cancellation);
    }

    private async Task<UpkeepTaskNode> Send(
        Guid id, Instant? moment, Func<OffsetDateTime?, ICommand<UpkeepTask>> command, CancellationToken cancellation) =>
        files.Sent(id, await commands.Send(id, moment, command, cancellation), cancellation);
}
