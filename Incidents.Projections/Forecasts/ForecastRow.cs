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
/// <param name="OutsideArea">
/// Number of the city's incidents with a place outside the area, in the same period: they count as missed in PAI. Null in scores that were
/// made before this was counted.
/// </param>
/// <param name="Expected">Expected count in the area.</param>
/// <param name="LogScore">
/// Σ log P(count) over all cells, each Poisson with its expected count as mean; natural logarithm, closer to 0 is better. Null for minus
/// infinity: an incident occurred in a cell with the expected count 0.
/// </param>
/// <param name="Shares">Scores by share of the area.</param>
/// <param name="Dosage">How often cells were chosen and patrolled; null in scores that were made before this was kept.</param>
[DisplayName("ForecastScore")]
public sealed record ForecastScoreRow(
    LocalDate AsKnownOn, OffsetDateTime ScoredAt, long LedgerPosition, int Count, int? OutsideArea, double Expected, double? LogScore,
    IReadOnlyList<ForecastShare> Shares, ForecastDosageRow? Dosage)
{
    /// <summary>The score that an event recorded.</summary>
    /// <param name="scored">The event.</param>
    /// <param name="zoom">Zoom of the forecast's cells.</param>
    public static ForecastScoreRow Of(ForecastScored scored, int zoom) => new(
        scored.KnownOn, scored.KnownAt, scored.LedgerPosition, checked((int)scored.Figures.Observed),
        scored.Figures.Outside is { } outside ? checked((int)outside) : null, scored.Figures.Expected, scored.Figures.LogScore,
        scored.Figures.Shares, ForecastDosageRow.Of(scored.Figures.Dosage, zoom));
}

/// <summary>How often the cells that a forecast chose were chosen lately, and for how long they were patrolled.</summary>
/// <param name="Share">The cells chosen are those of highest expectation up to this share of the area.</param>
/// <param name="Forecasts">
/// Number of forecasts looked at: this one and those sealed before it for the same plan and method, at most 12.
/// </param>
/// <param name="Hours">Hours of the period.</param>
/// <param name="Cells">The cells chosen, and those of which a patrol is known.</param>
[DisplayName("ForecastDosage")]
public sealed record ForecastDosageRow(double Share, int Forecasts, double Hours, IReadOnlyList<CellDosageRow> Cells)
{
    /// <summary>Number of the chosen cells of which patrolled hours are known.</summary>
    public int KnownCells => Cells.Count(c => c is { IsChosen: true, PatrolledHours: not null });

    /// <summary>Patrolled share of the hours of the chosen cells of which it is known; null where it is known of none.</summary>
    public double? PatrolledShare => KnownCells == 0 ? null : Cells.Where(c => c.IsChosen).Average(c => c.PatrolledShare);

    internal static ForecastDosageRow? Of(ForecastDosage? dosage, int zoom) => dosage is null ? null : new(
        dosage.Share, dosage.Forecasts, dosage.Hours,
        [
            .. dosage.Cells.Select(c => (Cell: new GridCell(zoom, c.Code), Dosage: c)).Select(c => new CellDosageRow(
                c.Cell.X, c.Cell.Y, c.Dosage.IsChosen, c.Dosage.TimesChosen, c.Dosage.PatrolledHours,
                dosage.Hours > 0 ? c.Dosage.PatrolledHours / dosage.Hours : null)),
        ]);
}

/// <summary>The dosage of a cell.</summary>
/// <param name="X">Column at the forecast's zoom.</param>
/// <param name="Y">Row at the forecast's zoom.</param>
/// <param name="IsChosen">Whether this forecast chose it.</param>
/// <param name="TimesChosen">In how many of the forecasts looked at it was chosen.</param>
/// <param name="PatrolledHours">Hours in which it was patrolled; null where that is not known.</param>
/// <param name="PatrolledShare">The same as a share of the hours of the period.</param>
[DisplayName("CellDosage")]
public sealed record CellDosageRow(int X, int Y, bool IsChosen, int TimesChosen, double? PatrolledHours, double? PatrolledShare);

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
            [.. scores.Select(s => ForecastScoreRow.Of(s, terms.Zoom)).Select(s => s with { ScoredAt = Local(s.ScoredAt) })]);

        OffsetDateTime Local(OffsetDateTime moment) => cities.Local(moment.ToInstant(), terms.City);
    }
}
