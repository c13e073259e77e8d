using NodaTime;

namespace Incidents.Domain.SosCalls;

/// <summary>A terminal, or a register of calls, reports a call.</summary>
/// <param name="Origin">The sending system and its own id for the call.</param>
/// <param name="Category">Category code.</param>
/// <param name="Terminal">The terminal's device id, or null.</param>
/// <param name="Place">Where the call came from.</param>
/// <param name="OccurredAt">When it began.</param>
/// <param name="KnownAt">The date of the historic batch that it comes from; null for a live report.</param>
/// <param name="Assumed">Whether only a later step is reported, from which the beginning is assumed.</param>
/// <param name="Precision">How precisely <paramref name="OccurredAt"/>, the beginning of the unit, is known.</param>
public sealed record PlaceSosCall(
    Origin Origin, string Category, string? Terminal, Place Place, OffsetDateTime OccurredAt,
    OffsetDateTime? KnownAt = null, bool Assumed = false, TimePrecision Precision = TimePrecision.Minute) : ICommand<SosCall>
{
    /// <summary>What the streams of calls are called in <see cref="Identity"/>.</summary>
    public const string Kind = "sosCall";

    /// <inheritdoc/>
    public Guid StreamId => Identity.Stream(Kind, Origin.Source, Origin.Id);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Origin.Check() ?? CategoryCode.Check(Category, "category") ?? Texts.DeviceId.CheckOptional(Terminal, "terminal")
        ?? Place.Check("place");

    /// <inheritdoc/>
    public Decision Decide(SosCall? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var terminal = Texts.OrNull(Terminal);
        if (state is null)
            return Decision.Of(new SosCallPlaced(
                Origin, Category, terminal, Place, OccurredAt, KnownAt ?? now, Assumed ? true : null, Precision.Stored()));
        if (Assumed || !state.BeginningAssumed)
            return Decision.Unchanged;
        if (state.FirstStepAt is { } step && step.IsBefore(OccurredAt))
            return Refusals.ImpossibleTime;
        return Decision.Of(new SosCallBeginningReported(
            state.CountKey, new(Category, Place, OccurredAt, Precision: Precision.Stored()), terminal, state.Terminal, state.AnsweredAt,
            state.WasAbandoned, OccurredAt, state.KnownAt(KnownAt, now)));
    }
}
