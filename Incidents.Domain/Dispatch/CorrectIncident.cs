using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>Place or time of an incident are corrected; also long after it was closed.</summary>
/// <remarks>
/// What was published stays as it was: the incident counts at its new place and time from the day on which the correction becomes known.
/// A correction that was made later stays where an earlier one is entered after it; place and time are corrected apart.
/// </remarks>
/// <param name="StreamId">The incident.</param>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Why.</param>
/// <param name="Place">Where it occurred, or null where the place stays.</param>
/// <param name="IncidentOccurredAt">When it occurred, or the earliest moment; null where the time stays.</param>
/// <param name="IncidentOccurredUntil">The latest moment at which it may have occurred, or null where the moment is known.</param>
/// <param name="OccurredAt">When they say so, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
/// <param name="Precision">How precisely <paramref name="IncidentOccurredAt"/>, the beginning of the unit, is known.</param>
public sealed record CorrectIncident(
    Guid StreamId, string By, string Reason, Place? Place = null, OffsetDateTime? IncidentOccurredAt = null,
    OffsetDateTime? IncidentOccurredUntil = null, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null,
    TimePrecision Precision = TimePrecision.Minute) : ICommand<Incident>
{
    /// <summary>Neither place nor time is given.</summary>
    public static readonly Refusal NothingToCorrect =
        new(ErrorCode.NothingToCorrect, "Give the place or the earliest moment at which it occurred.", "place");

    /// <summary>It would have occurred in the future, or after something was done about it.</summary>
    public static readonly Refusal Impossible = new(
        ErrorCode.ImpossibleOccurrence, "It cannot have occurred in the future, or after something was done about it.",
        "incidentOccurredAt");

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Person.Check(By, "by") ?? Texts.Reason.Check(Reason, "reason") ?? Place?.Check("place");

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
        if (Place is null && IncidentOccurredAt is null)
            return NothingToCorrect;
        if (!at.IsWithin(state.NotBefore, now))
            return Refusals.ImpossibleTime;
        if (CheckTime(state, now) is { } impossible)
            return impossible;
        CorrectedTime? time = IncidentOccurredAt is { } occurred
            ? new(
                occurred, IncidentOccurredUntil is { } until && until.ToInstant() > occurred.ToInstant() ? until : null, Precision.Stored())
            : null;
        var (place, moment) = (state.LatestPlace(Place, at), state.LatestTime(time, at));
        var after = new CountKey(state.CountKey.Category, place, moment.OccurredAt, moment.OccurredUntil, moment.Precision);
        if (state.IsCorrected(Place, time, at) || (OccurredAt is null && after == state.CountKey))
            return Decision.Unchanged;
        var corrected = new IncidentCorrected(state.CountKey, after, By, Reason, Place, time, at, now, Offences: state.Tally);
        return Decision.Of(corrected with { Response = state.ChangeBy(corrected, out _) });
    }

    private Refusal? CheckTime(Incident state, OffsetDateTime now)
    {
        if (IncidentOccurredAt is not { } occurred)
            return IncidentOccurredUntil is null ? null : NothingToCorrect;
        if (RegisterIncident.CheckInterval(occurred, IncidentOccurredUntil) is { } fault)
            return fault with { Field = "incidentOccurredUntil" };
        var known = state.ReportedAt ?? state.KnownSince;
        var notBefore = occurred.ToInstant() < known.ToInstant() ? occurred : known;
        return occurred.IsInFuture(now) || (state.FirstStepAt is { } step && step.IsBefore(notBefore)) ? Impossible : null;
    }
}
