using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Quarantine;

/// <summary>An event that a read model could not apply: the model's figures are without it until it is released.</summary>
/// <param name="ReadModel">Name of the read model: `register`, `devices`, `ledger` or `forecasts`.</param>
/// <param name="Sequence">Number of the event in the store.</param>
/// <param name="StreamId">Id of the alert, call, violation, incident, device or forecast that it belongs to.</param>
/// <param name="Version">That thing's version after it.</param>
/// <param name="Type">What happened, e.g. `alert_raised`.</param>
/// <param name="Reason">Why it could not be applied.</param>
/// <param name="QuarantinedAt">When that was.</param>
public sealed record QuarantinedEvent(
    string ReadModel, long Sequence, Guid StreamId, long Version, string Type, string Reason, Instant QuarantinedAt);

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
        return Connection.Of(
            [.. rows.Select(r => new QuarantinedEvent(r.ReadModel, r.Sequence, r.StreamId, r.Version, r.Type, r.Reason, r.QuarantinedAt))],
            page, row => (row.Sequence, row.ReadModel));
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
