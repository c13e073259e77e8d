using NodaTime;

namespace Incidents.Domain.Recorders;

/// <summary>A person says that a recorder was checked.</summary>
/// <remarks>Violations that are held stay so: each is looked at by itself.</remarks>
/// <param name="StreamId">The recorder (<see cref="RecorderSuspicion.StreamOf"/>).</param>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Reason code, e.g. <c>verified</c>, <c>recalibrated</c>, <c>limit-changed</c>.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record ClearRecorder(
    Guid StreamId, string By, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<RecorderSuspicion>
{
    /// <summary>It is not under suspicion.</summary>
    public static readonly Refusal NotSuspected = new(ErrorCode.RecorderNotSuspected, "The recorder is not under suspicion.");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by") ?? Texts.Reason.Check(Reason, "reasonCode");

    /// <inheritdoc/>
    public Decision Decide(RecorderSuspicion? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { SuspectedAt: null } => NotSuspected,
            { SuspectedAt: { } since } when !at.IsWithin(since, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new RecorderCleared(By, Reason, state.DeviceId, state.Place, at, now)),
        };
    }
}
