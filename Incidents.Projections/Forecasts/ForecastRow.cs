using System.ComponentModel;
using Incidents.Domain;
using Incidents.Domain.Forecasts;
using NodaTime;

namespace Incidents.Projections.Forecasts;

/// <summary>A score of a forecast.</summary>
/// <param name="AsKnownOn">The counts are those known at the end of this day.</param>
/// <param name="ScoredAt">When it was scored.</param>
/// <param name="LedgerPosition">Sequence of the last event that the counts include.</param>
/// <param name="Count">Number of incidents counted in the area.</param>
/// <param name="Expected">Expected count in the area.</param>
/// <param name="LogScore">
/// Σ log P(count) over all cells, each Poisson with its expected count as mean; natural logarithm, closer to 0 is better. Null for minus
/// infinity: an incident occurred in a cell with the expected count 0.
/// </param>
/// <param name="Shares">Scores by share of the area.</param>
[DisplayName("ForecastScore")]
public sealed record ForecastScoreRow(
    LocalDate AsKnownOn, OffsetDateTime ScoredAt, long LedgerPosition, int Count, double Expected, double? LogScore,
    IReadOnlyList<ForecastShare> Shares)
{
    /// <summary>The score that an event recorded.</summary>
    public static ForecastScoreRow Of(ForecastScored scored) => new(
        scored.KnownOn, scored.KnownAt, scored.LedgerPosition, checked((int)scored.Figures.Observed), scored.Figures.Expected,
        scored.Figures.LogScore, scored.Figures.Shares);
}

/// <summary>A forecast that was sealed before its period, or missed, without what only its events hold.</summary>
/// <param name="Id">The forecast.</param>
/// <param name="Version">Number of events.</param>
/// <param name="Terms">What is forecast, and how.</param>
/// <param name="IsMissed">Whether the period began without it; then there is no forecast.</param>
/// <param name="NotedAt">When it was sealed, or recorded as missed.</param>
/// <param name="LedgerPosition">Sequence of the last event in its input; null where missed.</param>
/// <param name="ContentHash">SHA-256 of its content; null where missed.</param>
/// <param name="Expected">Total expected count; null where missed.</param>
/// <param name="CellCount">Number of cells; null where missed.</param>
/// <param name="Scores">Its scores, oldest first; none while its period goes on.</param>
public sealed record ForecastRow(
    Guid Id, long Version, ForecastTerms Terms, bool IsMissed, OffsetDateTime NotedAt, long? LedgerPosition, string? ContentHash,
    double? Expected, int? CellCount, IReadOnlyList<ForecastScoreRow> Scores)
{
    /// <summary>The row to which the events of a forecast lead, as in the register.</summary>
    /// <param name="id">The forecast.</param>
    /// <param name="version">Number of its events.</param>
    /// <param name="notedAt">When the first of them became known.</param>
    /// <param name="forecast">Its state.</param>
    /// <param name="cities">The cities with their clocks.</param>
    public static ForecastRow Of(Guid id, long version, OffsetDateTime notedAt, Forecast forecast, Cities cities)
    {
        var (terms, content, scores) = forecast;
        return new(
            id, version, terms, content is null, Local(notedAt), content?.LedgerPosition, content?.ContentHash, content?.Cells.Total,
            content is null ? null : content.Cells.Codes.Count + content.Cells.Others,
            [.. scores.Select(ForecastScoreRow.Of).Select(s => s with { ScoredAt = Local(s.ScoredAt) })]);

        OffsetDateTime Local(OffsetDateTime moment) => cities.Local(moment.ToInstant(), terms.City);
    }
}
