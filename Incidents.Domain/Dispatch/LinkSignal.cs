using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A signal is linked to an incident.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="Signal">The signal.</param>
/// <param name="By">Who links it.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
/// <param name="IsKnown">Whether there is such a signal; the host fills it in when it decides.</param>
/// <param name="Rule">The rule that links it, and why; null where a person does.</param>
public sealed record LinkSignal(
    Guid StreamId, Signal Signal, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null, bool IsKnown = true,
    RuleMatch? Rule = null)
    : ILinkingCommand<Incident>
{
    /// <summary>Nothing of that kind has that id: it is unknown, or something else.</summary>
    public static readonly Refusal Unknown = new(
        ErrorCode.SignalUnknown, "No alert, call or violation of that kind has that id.", "signal");

    /// <summary>It is linked already.</summary>
    public static readonly Refusal AlreadyLinked = new(
        ErrorCode.SignalAlreadyLinked, "The signal is linked to the incident already.", "signal");

    /// <summary>A person has said that the two have nothing to do with each other: only a person says otherwise.</summary>
    public static readonly Refusal Separated = new(
        ErrorCode.SignalSeparated, "A person has separated the signal from the incident; no rule joins them again.", "signal");

    /// <inheritdoc/>
    public Guid? LinkedStreamId => Signal.Id;

    /// <inheritdoc/>
    public ICommand<Incident> GivenType(string? streamType) => this with { IsKnown = streamType == Signal.StreamType() };

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by") ?? Rule?.Check("rule");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessCounted() is { } refusal)
            return refusal;
        if (!IsKnown)
            return Unknown;
        if (state.Signals.Contains(Signal))
            return AlreadyLinked;
        if (Rule is not null && state.IsSeparated(Signal))
            return Separated;
        // What is over waits for nobody: the signal would be seen by no one.
        if (Rule is not null && state.RefuseUnlessOpen() is { } over)
            return over;
        return at.IsWithin(state.NotBefore, now) ? Decision.Of(new SignalLinked(Signal, By, at, now, Rule)) : Refusals.ImpossibleTime;
    }
}
