using NodaTime;

namespace Incidents.Domain.SosCalls;

/// <summary>The call is passed on to another service; it may be passed on again.</summary>
/// <param name="StreamId">The call.</param>
/// <param name="To">The service: <c>101</c>, <c>102</c>, <c>103</c>, <c>104</c>, <c>112</c> or another.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the sender saw, or null.</param>
/// <param name="KnownAt">The date of the historic batch that says so; null for a live report.</param>
public sealed record EscalateSosCall(
    Guid StreamId, string To, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null,
    OffsetDateTime? KnownAt = null)
    : ICommand<SosCall>
{
    /// <inheritdoc/>
    public Refusal? Check() => Texts.Service.Check(To, "service") ?? Texts.Reason.Check(Reason, "reasonCode");

    /// <inheritdoc/>
    public Decision Decide(SosCall? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            _ when state.IsOverBefore(OccurredAt) => AnswerSosCall.Over,
            _ when !state.CanHappen(at, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new SosCallEscalated(To, Reason, state.CountKey, at, state.KnownAt(KnownAt, now))),
        };
    }
}
