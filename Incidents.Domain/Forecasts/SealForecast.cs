using NodaTime;

namespace Incidents.Domain.Forecasts;

/// <summary>Seals a forecast, only once and before its period begins in the city's time zone.</summary>
/// <param name="Terms">What is forecast, and how.</param>
/// <param name="Parameters">The method's parameters.</param>
/// <param name="Cells">The forecast.</param>
/// <param name="LedgerPosition">Sequence of the last event in its input.</param>
public sealed record SealForecast(
    ForecastTerms Terms, IReadOnlyDictionary<string, double> Parameters, ForecastCells Cells, long LedgerPosition) : ICommand<Forecast>
{
    /// <summary>The period has begun.</summary>
    public static readonly Refusal TooLate = new(
        ErrorCode.ForecastTooLate, "The period has begun; a forecast is sealed before it or not at all.", "from");

    /// <summary>A different forecast is sealed already.</summary>
    public static readonly Refusal SealedOtherwise = new(
        ErrorCode.ForecastSealedOtherwise, "Another forecast of this plan, period and method is sealed already.");

    /// <summary>The period is recorded as missed.</summary>
    public static readonly Refusal NotedAsMissed = new(
        ErrorCode.ForecastNotedAsMissed, "The period is recorded as missed: by the clock of another host it had begun.", "from");

    /// <inheritdoc/>
    public Guid StreamId => Terms.StreamId;

    /// <inheritdoc/>
    public string? City => Terms.City;

    /// <inheritdoc/>
    public Decision Decide(Forecast? state, OffsetDateTime now)
    {
        var hash = ForecastSealed.HashOf(Terms, Parameters, Cells, LedgerPosition);
        return state switch
        {
            { Sealed: { } before } => before.ContentHash == hash ? Decision.Unchanged : SealedOtherwise,
            _ when now.Date >= Terms.From => TooLate,
            { Sealed: null } => NotedAsMissed,
            _ => Decision.Of(new ForecastSealed(Terms, Parameters, Cells, hash, LedgerPosition, now, now)),
        };
    }
}
