using NodaTime;

namespace Incidents.Domain.Forecasts;

/// <summary>Records that a period began without its forecast. Where there is a forecast, nothing changes.</summary>
/// <param name="Terms">What was to be forecast, and how.</param>
public sealed record NoteMissedForecast(ForecastTerms Terms) : ICommand<Forecast>
{
    /// <summary>The period has not begun.</summary>
    public static readonly Refusal NotYetMissed = new(
        ErrorCode.ForecastNotYetMissed, "The period has not begun; its forecast can still be sealed.", "from");

    /// <inheritdoc/>
    public Guid StreamId => Terms.StreamId;

    /// <inheritdoc/>
    public string? City => Terms.City;

    /// <inheritdoc/>
    public Decision Decide(Forecast? state, OffsetDateTime now) => state switch
    {
        not null => Decision.Unchanged,
        _ when now.Date < Terms.From => NotYetMissed,
        _ => Decision.Of(new ForecastMissed(Terms, now, now)),
    };
}
