using System.ComponentModel;
using Incidents.Api.GraphQL;
using Incidents.Api.Signals;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.SosCalls;
using Incidents.Projections;
using Incidents.Projections.Signals;
using Incidents.Projections.SosCalls;
using NodaTime;

namespace Incidents.Api.SosCalls;

/// <summary>What an SOS call is, now or as known at an earlier moment.</summary>
[ObjectType]
public abstract class SosCallFields : SignalFields<SosCall>
{
    private protected SosCallFields(SignalRow row, StreamBatch<SosCall> streams) : base(row, streams)
    {
    }

    /// <summary>How far it has come.</summary>
    public SosCallStatus Status => SosCallRows.Status(Row.Status!);

    /// <summary>Whether its beginning was reported.</summary>
    public bool IsBeginningReported => Row.IsBeginningReported;

    /// <summary>The operator who answered it, or null.</summary>
    public string? AnsweredBy => Row.TakenBy;

    /// <summary>When it was answered, or null.</summary>
    public OffsetDateTime? AnsweredAt => Row.TakenAt;

    /// <summary>
    /// Seconds from its beginning to its answer, not negative; null where it is not answered, nobody reported when it began, or
    /// that is not known to the minute.
    /// </summary>
    public double? WaitedSeconds => Row is { TakenAt: { } answered, IsBeginningReported: true, TimePrecision: TimePrecision.Minute }
        ? EventTime.Between(Row.OccurredAt, answered).TotalSeconds
        : null;

    /// <summary>The service that it was last passed on to, or null.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<string?> EscalatedTo() => (await State()).EscalatedTo;
}

/// <summary>An SOS call, as known now. What only its events hold is read when it is selected, and costs more.</summary>
[DisplayName("SosCall")]
public sealed class SosCallNode : SosCallFields
{
    internal SosCallNode(SignalRow row, StreamBatch<SosCall> streams) : base(row, streams)
    {
    }

    /// <summary>Its id.</summary>
    public Guid Id => Row.Id;
}

/// <summary>An SOS call as it was known at an earlier moment.</summary>
public sealed class SosCallAsKnown : SosCallFields
{
    internal SosCallAsKnown(SignalRow row, StreamBatch<SosCall> streams, Instant asKnownAt) : base(row, streams) => AsKnownAt = asKnownAt;

    /// <summary>Unique for the call and the moment.</summary>
    public string Id => AsKnownId.Of(Row.Id, AsKnownAt);

    /// <summary>Id of the call.</summary>
    public Guid SosCallId => Row.Id;

    /// <summary>The moment: what became known later is left out.</summary>
    public Instant AsKnownAt { get; }
}

/// <summary>Filter of SOS calls. Null means any, an empty list none.</summary>
/// <param name="Cities">City codes.</param>
/// <param name="Districts">Districts as the source names them.</param>
/// <param name="Categories">Category codes.</param>
/// <param name="Statuses">Statuses.</param>
/// <param name="Sources">The systems that reported them.</param>
/// <param name="DeviceIds">Terminals that they came from.</param>
/// <param name="From">The local day on which they began is this one or a later one.</param>
/// <param name="Until">The local day on which they began is before this one.</param>
/// <param name="IsCounted">Only those that are counted (true), which all calls are, or only those that are not (false).</param>
/// <param name="IsAnswered">Only those that an operator has answered (true), or only the others (false).</param>
/// <param name="KnownFrom">They became known then or later.</param>
/// <param name="KnownUntil">They became known before.</param>
/// <param name="Bounds">They lie within.</param>
public sealed record SosCallFilter(
    IReadOnlyList<string>? Cities = null, IReadOnlyList<string>? Districts = null, IReadOnlyList<string>? Categories = null,
    IReadOnlyList<SosCallStatus>? Statuses = null, IReadOnlyList<string>? Sources = null, IReadOnlyList<string>? DeviceIds = null,
    LocalDate? From = null, LocalDate? Until = null, bool? IsCounted = null, bool? IsAnswered = null, Instant? KnownFrom = null,
    Instant? KnownUntil = null, GeoBounds? Bounds = null)
{
    internal SignalFilter ToRows(RowSight sight) => new(
        Domain.Dispatch.SignalKind.SosCall, Cities, Districts, Categories, Sources, DeviceIds, From, Until, IsCounted, KnownFrom,
        KnownUntil, Bounds)
    {
        Sight = sight,
        Statuses = Statuses?.Select(SosCallRows.StatusName).ToArray(),
        IsTaken = IsAnswered,
    };
}
