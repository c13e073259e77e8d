using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Quarantine;

/// <summary>Events that read models could not apply.</summary>
[QueryType]
internal static class QuarantineQueries
{
    /// <summary>Events that wait for their release, in the order in which they were stored.</summary>
    /// <param name="readModel">Only those of this read model.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static async Task<Connection<QuarantinedEvent>> Quarantine(
        [FromServices] QuarantineTable quarantine, string? readModel = null, int? first = Page.DefaultSize, string? after = null,
        int? last = null, string? before = null, CancellationToken cancellation = default)
    {
        CommandInput.Check(Texts.Name.CheckOptional(readModel, "readModel"));
        var page = Page.Of("quarantine", first, after, last, before);
        var rows = await quarantine.List(readModel, page.Key<(long, string)>(), page.IsBackward, page.Limit, cancellation);
        return Connection.Of(rows, page, row => (row.Sequence, row.ReadModel), token => quarantine.Count(readModel, token));
    }
}

/// <summary>Release of quarantined events.</summary>
[MutationType]
internal static class QuarantineMutations
{
    /// <summary>
    /// Gives quarantined events to their read model once more, after a fix. What they count for is known from today: figures published
    /// before stay as they are.
    /// </summary>
    /// <param name="by">Who releases them.</param>
    /// <param name="readModel">Only those of this read model.</param>
    public static async Task<ReleaseResult> ReleaseQuarantined(
        [FromServices] QuarantineService quarantine, string by, string? readModel = null, CancellationToken cancellation = default)
    {
        CommandInput.Check(Texts.Person.Check(by, "by") ?? Texts.Name.CheckOptional(readModel, "readModel"));
        return await quarantine.Release(readModel, by, cancellation);
    }
}
