using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A register withdrew something that it had not reported; it is kept on a stream of its own until that is reported.</summary>
/// <param name="Origin">The source and its own id for the withdrawal.</param>
/// <param name="Reference">What the source calls the incident that it withdraws.</param>
/// <param name="Withdrawn">Category, place and time as the withdrawal gives them.</param>
/// <param name="OccurredAt">When it was withdrawn.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Reason">Reason code; null in old events.</param>
public sealed record WithdrawalUnmatched(
    Origin Origin, string Reference, CountKey Withdrawn, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, string? Reason = null)
    : IStreamBeginning, IWithoutState
{
    string IStreamBeginning.StreamType => "unmatched_withdrawal";

    /// <summary>Whether it can mean an incident that is reported afterwards.</summary>
    /// <remarks>
    /// What had not occurred yet was not withdrawn. Nor was what a register published only later, in the same batch or after it: there the
    /// withdrawal comes first by the register's own order, and means something else of that reference.
    /// </remarks>
    public bool CanMean(IncidentOpened opened) =>
        !opened.OccurredAt.IsInFuture(KnownAt) && (!opened.Historic || opened.KnownAt.ToInstant() < KnownAt.ToInstant());
}

/// <summary>The incident that an unmatched withdrawal means was reported, and is withdrawn.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Withdrawn">Category, place and time as the withdrawal gave them.</param>
/// <param name="OccurredAt">When both were known.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record WithdrawalMatched(Guid Incident, CountKey Withdrawn, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : IWithoutState;
