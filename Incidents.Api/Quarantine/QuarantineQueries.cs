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
    /// <param name="first">How many, 1 to 1,000, default 50.</param>
    /// <param name="after">Cursor of the entry after which the page begins.</param>
    public static async Task<Connection<QuarantinedEvent>> Quarantine(
        [FromServices] QuarantineTable quarantine, string? readModel = null, int? first = null, string? after = null,
        CancellationToken cancellation = default)
    {
        CommandInput.Check(Texts.Name.CheckOptional(readModel, "readModel"));
        var page = Page.Of("quarantine", first, after);
        var rows = await quarantine.List(readModel, page.Key<(long, string)>(), page.Limit, cancellation);
        return Connection.Of(rows, page, row => (row.Sequence, row.ReadModel));
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
