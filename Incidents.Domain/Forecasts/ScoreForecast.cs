using NodaTime;

namespace Incidents.Domain.Forecasts;

/// <summary>
/// Scores a forecast against the observed counts, as known at the end of a past day. The same figures for the same day change nothing;
/// other figures (a register was imported since) are added to the first.
/// </summary>
/// <param name="StreamId">The forecast.</param>
/// <param name="KnownOn">The counts are those known at the end of this day.</param>
/// <param name="LedgerPosition">Sequence of the last event that the counts include.</param>
/// <param name="Figures">The score.</param>
public sealed record ScoreForecast(Guid StreamId, LocalDate KnownOn, long LedgerPosition, ForecastFigures Figures) : ICommand<Forecast>
{
    /// <summary>The forecast was missed.</summary>
    public static readonly Refusal WasMissed = new(
        ErrorCode.ForecastMissed, "No forecast was sealed before this period; there is nothing to score.");

    /// <summary>The period is not over.</summary>
    public static readonly Refusal NotOver = new(
        ErrorCode.ForecastNotOver, "The period is not over at the end of the day as of which it is to be scored.", "asKnownOn");

    /// <inheritdoc/>
    public Decision Decide(Forecast? state, OffsetDateTime now) => state switch
    {
        null => Refusals.NotFound,
        _ when Objection(state, KnownOn, now) is { } refusal => refusal,
        _ when state.Scores.LastOrDefault(s => s.KnownOn == KnownOn) is { } before && Same(before.Figures) => Decision.Unchanged,
        _ => Decision.Of(new ForecastScored(KnownOn, LedgerPosition, Figures, now, now)),
    };

    /// <summary>The refusal to score a forecast as known on a day, or null.</summary>
    public static Refusal? Objection(Forecast forecast, LocalDate knownOn, OffsetDateTime now) =>
        forecast.Sealed is null ? WasMissed
        : knownOn < forecast.Terms.Until.PlusDays(-1) ? NotOver
        : now.Date <= knownOn ? Refusals.ImpossibleTime
        : null;

    private bool Same(ForecastFigures before) =>
        (before.Observed, before.Outside, before.Expected, before.LogScore)
            == (Figures.Observed, Figures.Outside, Figures.Expected, Figures.LogScore)
            && before.Shares.SequenceEqual(Figures.Shares) && Same(before.Dosage, Figures.Dosage);

    private static bool Same(ForecastDosage? before, ForecastDosage? now) =>
        before is null ? now is null
        : now is not null && (before.Share, before.Forecasts, before.Hours) == (now.Share, now.Forecasts, now.Hours)
            && before.Cells.SequenceEqual(now.Cells);
}
