using System.ComponentModel;
using Incidents.Api.GraphQL;
using Incidents.Api.Signals;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Projections;
using Incidents.Projections.Signals;
using NodaTime;

namespace Incidents.Api.Alerts;

/// <summary>What a camera alert is, now or as known at an earlier moment.</summary>
[ObjectType]
public abstract class AlertFields : SignalFields<Alert>
{
    private protected AlertFields(SignalRow row, StreamBatch<Alert> streams) : base(row, streams)
    {
    }

    /// <summary>Whether its beginning was reported.</summary>
    public bool IsBeginningReported => Row.IsBeginningReported;

    /// <summary>When what was seen was over, or null.</summary>
    public OffsetDateTime? EndedAt => Row.EndedAt;

    /// <summary>The operator who acknowledged it, or null.</summary>
    public string? AcknowledgedBy => Row.TakenBy;

    /// <summary>When it was acknowledged, or null.</summary>
    public OffsetDateTime? AcknowledgedAt => Row.TakenAt;

    /// <summary>Reason code for which it was dismissed as false; null where it was not.</summary>
    public string? DismissedReasonCode => Row.Reason;

    /// <summary>Last confidence reported, 0 to 1, or null.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<double?> Confidence() => (await State()).Confidence;

    /// <summary>What came of it, and what it cost; null where nobody has said so.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<AlertJudgementNode?> Judgement() => AlertJudgementNode.Of((await State()).Judgement);

    /// <summary>The last recording reported, or null.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<MediaReference?> Clip() => Row.IsSnapped ? null : (await State()).Clip;

    /// <summary>The last picture reported, or null.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<MediaReference?> Snapshot() => Row.IsSnapped ? null : (await State()).Snapshot;

    /// <summary>The last plate reported, normalised, or null.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<string?> Plate() => Row.IsSnapped ? null : (await State()).Plate;
}

/// <summary>A camera alert, as known now. What only its events hold is read when it is selected, and costs more.</summary>
[DisplayName("Alert")]
public sealed class AlertNode : AlertFields
{
    internal AlertNode(SignalRow row, StreamBatch<Alert> streams) : base(row, streams)
    {
    }

    /// <summary>Its id.</summary>
    public Guid Id => Row.Id;
}

/// <summary>A camera alert as it was known at an earlier moment.</summary>
public sealed class AlertAsKnown : AlertFields
{
    internal AlertAsKnown(SignalRow row, StreamBatch<Alert> streams, Instant asKnownAt) : base(row, streams) => AsKnownAt = asKnownAt;

    /// <summary>Unique for the alert and the moment.</summary>
    public string Id => AsKnownId.Of(Row.Id, AsKnownAt);

    /// <summary>Id of the alert.</summary>
    public Guid AlertId => Row.Id;

    /// <summary>The moment: what became known later is left out.</summary>
    public Instant AsKnownAt { get; }
}

/// <summary>Filter of alerts. Null means any, an empty list none.</summary>
/// <param name="Cities">City codes.</param>
/// <param name="Districts">Districts as the source names them.</param>
/// <param name="Categories">Category codes.</param>
/// <param name="Sources">The systems that reported them.</param>
/// <param name="DeviceIds">Cameras that reported them.</param>
/// <param name="From">The local day on which they occurred is this one or a later one.</param>
/// <param name="Until">The local day on which they occurred is before this one.</param>
/// <param name="IsCounted">Only those that are counted, i.e. not dismissed as false (true), or only those that are not (false).</param>
/// <param name="IsAcknowledged">Only those that an operator has acknowledged (true), or only the others (false).</param>
/// <param name="IsEnded">Only those that are over (true), or only those that go on (false).</param>
/// <param name="KnownFrom">They became known then or later.</param>
/// <param name="KnownUntil">They became known before.</param>
/// <param name="Bounds">They lie within.</param>
public sealed record AlertFilter(
    IReadOnlyList<string>? Cities = null, IReadOnlyList<string>? Districts = null, IReadOnlyList<string>? Categories = null,
    IReadOnlyList<string>? Sources = null, IReadOnlyList<string>? DeviceIds = null, LocalDate? From = null, LocalDate? Until = null,
    bool? IsCounted = null, bool? IsAcknowledged = null, bool? IsEnded = null, Instant? KnownFrom = null, Instant? KnownUntil = null,
    GeoBounds? Bounds = null)
{
    internal SignalFilter ToRows(RowSight sight) => new(
        Domain.Dispatch.SignalKind.Alert, Cities, Districts, Categories, Sources, DeviceIds, From, Until, IsCounted, KnownFrom, KnownUntil,
        Bounds)
    {
        Sight = sight,
        IsTaken = IsAcknowledged,
        IsEnded = IsEnded,
    };
}
