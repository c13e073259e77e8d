using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Projections;
using Incidents.Projections.Cases;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>Cases: the caller's own, and those that are shared with them. Any other is answered like one that does not exist.</summary>
[QueryType]
internal static class CaseQueries
{
    /// <summary>The list of cases, the one that changed last first.</summary>
    /// <param name="filter">Which cases; default all that the caller owns or that are shared with them.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static Task<Connection<CaseNode>> Cases(
        [FromServices] CaseFiles files, [Seen] RowSight rows, CaseFilter? filter = null, int? first = Page.DefaultSize,
        string? after = null, int? last = null, string? before = null, CancellationToken cancellation = default) =>
        files.List(filter ?? new(), rows, Page.Of("cases", first, after, last, before), cancellation);

    /// <summary>One case, or null. It is read from its events, so that it includes the client's own last mutation.</summary>
    /// <param name="id">The case.</param>
    public static async Task<CaseNode?> Case(
        [FromServices] CaseFiles files, [Seen] RowSight rows, Guid id, CancellationToken cancellation = default) =>
        await files.Open(id, null, cancellation) is { } found ? files.Node(id, found.Stream, rows) : null;

    /// <summary>One case as it was known at an earlier moment; null where nothing was known of it yet.</summary>
    /// <param name="id">The case.</param>
    /// <param name="asKnownAt">The moment.</param>
    public static async Task<CaseAsKnown?> CaseAsKnown(
        [FromServices] CaseFiles files, [Seen] RowSight rows, Guid id, Instant asKnownAt, CancellationToken cancellation = default) =>
        await files.Open(id, asKnownAt, cancellation) is { } found ? new(new(id, found.Stream, files, rows, asKnownAt)) : null;

    /// <summary>What changed in a case between two moments; null where nothing was known of it at the later one.</summary>
    /// <param name="id">The case.</param>
    /// <param name="from">The earlier moment.</param>
    /// <param name="until">The later moment; error `BAD_INPUT` where it is before that.</param>
    public static async Task<CaseChanges?> CaseChanges(
        [FromServices] CaseFiles files, Guid id, Instant from, Instant until, CancellationToken cancellation = default)
    {
        if (until < from)
            throw RefusedException.BadInput("until", "The later moment is not before the earlier one.");
        if (await files.Open(id, until, cancellation) is not { } then)
            return null;
        return Api.Cases.CaseChanges.Of(id, (await files.Open(id, from, cancellation))?.Stream.State, then.Stream, from, until);
    }
}
