using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Incidents.Domain.Forecasts;

/// <summary>Method of a forecast.</summary>
public enum ForecastMethod
{
    /// <summary>Self-exciting point process: an incident raises the rate of its cell for a time (Mohler et al. 2015).</summary>
    SelfExciting,

    /// <summary>The long-run share of the cell, shrunk toward the mean (Marshall 1991), times the seasonal rate.</summary>
    SeasonalCellRate,

    /// <summary>Baseline: the counts of the last period by cell.</summary>
    LastPeriod,

    /// <summary>Baseline: quartic kernel density of the incidents of the last year.</summary>
    KernelDensity,
}

/// <summary>Terms of a forecast: what is forecast, and how.</summary>
/// <param name="Plan">Code of the plan that it belongs to.</param>
/// <param name="Method">Method.</param>
/// <param name="City">City code: the period begins at midnight in its time zone.</param>
/// <param name="Category">Category code; null for all incidents.</param>
/// <param name="Zoom">Zoom of the cells.</param>
/// <param name="Area">All cells that touch this area.</param>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day no longer in it.</param>
public sealed record ForecastTerms(
    string Plan, ForecastMethod Method, string City, string? Category, int Zoom, GeoBounds Area, LocalDate From, LocalDate Until)
{
    /// <summary>The stream of the forecast: a plan has one for each period and method.</summary>
    public Guid StreamId => Identity.Stream("forecast", Plan, string.Create(CultureInfo.InvariantCulture, $"{From:uuuu-MM-dd}/{Method}"));

    /// <summary>Whether the cell in a column and row of the zoom touches the area.</summary>
    public bool HasCell(int x, int y)
    {
        var (first, last) = (GridCell.At(new(Area.West, Area.North), Zoom), GridCell.At(new(Area.East, Area.South), Zoom));
        return x >= first.X && x <= last.X && y >= first.Y && y <= last.Y;
    }

    /// <summary>Hours of the period until a moment, by the clocks on the wall; 0 before it, all of them after it.</summary>
    public double HoursUntil(OffsetDateTime now)
    {
        var moment = LocalDateTime.Max(From.AtMidnight(), LocalDateTime.Min(Until.AtMidnight(), now.LocalDateTime));
        return Period.Between(From.AtMidnight(), moment, PeriodUnits.Ticks).Ticks / (double)NodaConstants.TicksPerHour;
    }
}

/// <summary>
/// The expected counts of a forecast, as sealed: the highest cells one by one, and one value for all other cells. Scores use exactly these
/// numbers.
/// </summary>
/// <param name="Codes">Morton codes of the cells listed, highest expectation first.</param>
/// <param name="Expected">Their expected counts, in the same order.</param>
/// <param name="Others">Number of other cells.</param>
/// <param name="ExpectedOfOthers">The expected count of each of them.</param>
public sealed record ForecastCells(IReadOnlyList<long> Codes, IReadOnlyList<double> Expected, int Others, double ExpectedOfOthers)
{
    /// <summary>Expected count of all cells.</summary>
    public double Total => Expected.Sum() + Others * ExpectedOfOthers;
}

/// <summary>
/// Score of the cells with the highest expected counts, up to a share of the area. Where the share ends within cells of equal expected
/// count, they count in part.
/// </summary>
/// <param name="Share">Share of the area, from 0 to 1.</param>
/// <param name="Hits">Number of incidents in these cells.</param>
/// <param name="Pai">Prediction accuracy index: share of incidents / share of area; null where nothing occurred anywhere.</param>
/// <param name="Pei">
/// Prediction efficiency index: hits / the highest possible number of hits in the same area; null where that is 0.
/// </param>
/// <param name="Rri">Recapture-rate index: incidents expected there / hits; null without hits.</param>
public sealed record ForecastShare(double Share, double Hits, double? Pai, double? Pei, double? Rri);

/// <summary>Score of a forecast.</summary>
/// <param name="Observed">Observed count in the area.</param>
/// <param name="Expected">Expected count in the area.</param>
/// <param name="LogScore">
/// Σ log P(count) over all cells, each Poisson with its expected count as mean; natural logarithm, closer to 0 is better. Null for minus
/// infinity: an incident occurred in a cell with the expected count 0.
/// </param>
/// <param name="Shares">Scores by share of the area.</param>
/// <param name="Outside">
/// Observed count of the city outside the area in the same period, which counts as missed in PAI; null where it was not counted.
/// </param>
/// <param name="Dosage">How often cells were chosen and for how long they were patrolled; null where it was not kept.</param>
public sealed record ForecastFigures(
    long Observed, double Expected, double? LogScore, IReadOnlyList<ForecastShare> Shares, long? Outside = null,
    ForecastDosage? Dosage = null);

/// <summary>How often the cells that a forecast chose were chosen lately, and for how long they were patrolled.</summary>
/// <param name="Share">The cells chosen are those of highest expectation up to this share of the area.</param>
/// <param name="Forecasts">
/// Number of forecasts looked at: this one and those sealed before it for the same plan and method, at most 12.
/// </param>
/// <param name="Hours">Hours of the period.</param>
/// <param name="Cells">The cells chosen, and those of which a patrol is known.</param>
public sealed record ForecastDosage(double Share, int Forecasts, double Hours, IReadOnlyList<CellDosage> Cells);

/// <summary>The dosage of a cell.</summary>
/// <param name="Code">Morton code of the cell.</param>
/// <param name="IsChosen">Whether this forecast chose it.</param>
/// <param name="TimesChosen">In how many of the forecasts looked at it was chosen.</param>
/// <param name="PatrolledHours">Hours in which it was patrolled; null where that is not known.</param>
public sealed record CellDosage(long Code, bool IsChosen, int TimesChosen, double? PatrolledHours);

/// <summary>A forecast was sealed before its period began.</summary>
/// <param name="Terms">What is forecast, and how.</param>
/// <param name="Parameters">The method's parameters, given and fitted, by name with their unit in the name where they have one.</param>
/// <param name="Cells">The forecast.</param>
/// <param name="ContentHash">SHA-256 of terms, parameters and cells, 64 lower-case hexadecimal digits.</param>
/// <param name="LedgerPosition">Sequence of the last event in its input.</param>
/// <param name="OccurredAt">When it was sealed.</param>
/// <param name="KnownAt">The same.</param>
public sealed record ForecastSealed(
    ForecastTerms Terms, IReadOnlyDictionary<string, double> Parameters, ForecastCells Cells, string ContentHash, long LedgerPosition,
    OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IStreamBeginning
{
    string IStreamBeginning.StreamType => "forecast";

    /// <summary>
    /// The hash of a content: of its lines, numbers in the shortest form that reads back the same, joined by line feeds, in UTF-8.
    /// </summary>
    public static string HashOf(
        ForecastTerms terms, IReadOnlyDictionary<string, double> parameters, ForecastCells cells, long ledgerPosition)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{terms.Plan}\n{terms.Method}\n{terms.City}\n{terms.Category}\n{terms.Zoom}\n");
        text.Append(CultureInfo.InvariantCulture, $"{terms.Area.West:R} {terms.Area.South:R} {terms.Area.East:R} {terms.Area.North:R}\n");
        text.Append(CultureInfo.InvariantCulture, $"{terms.From:uuuu-MM-dd}\n{terms.Until:uuuu-MM-dd}\n{ledgerPosition}\n");
        foreach (var (name, value) in parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{name}={value:R}\n");
        for (var i = 0; i < cells.Codes.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"{cells.Codes[i]} {cells.Expected[i]:R}\n");
        text.Append(CultureInfo.InvariantCulture, $"{cells.Others} {cells.ExpectedOfOthers:R}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

/// <summary>A period began without its forecast.</summary>
/// <param name="Terms">What was to be forecast, and how.</param>
/// <param name="OccurredAt">When that was recorded.</param>
/// <param name="KnownAt">The same.</param>
public sealed record ForecastMissed(ForecastTerms Terms, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IStreamBeginning
{
    string IStreamBeginning.StreamType => "forecast";
}

/// <summary>A forecast was scored against the observed counts. A later score, which includes late reports, does not replace it.</summary>
/// <param name="KnownOn">The counts are those known at the end of this day.</param>
/// <param name="LedgerPosition">Sequence of the last event that the counts include.</param>
/// <param name="Figures">The score.</param>
/// <param name="OccurredAt">When it was scored.</param>
/// <param name="KnownAt">The same.</param>
public sealed record ForecastScored(
    LocalDate KnownOn, long LedgerPosition, ForecastFigures Figures, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>It was recorded for how many hours of the period a cell was patrolled. A later record of the cell replaces it.</summary>
/// <param name="Cell">Morton code of the cell at the forecast's zoom.</param>
/// <param name="Hours">The hours.</param>
/// <param name="OccurredAt">When it was recorded.</param>
/// <param name="KnownAt">The same.</param>
public sealed record ForecastPatrolled(long Cell, double Hours, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>One forecast.</summary>
/// <param name="Terms">What is forecast, and how.</param>
/// <param name="Sealed">The forecast; null where it was missed.</param>
/// <param name="Scores">Its scores, oldest first.</param>
public sealed record Forecast(ForecastTerms Terms, ForecastSealed? Sealed, IReadOnlyList<ForecastScored> Scores)
    : StreamState, IState<Forecast>
{
    /// <summary>Hours in which cells were patrolled, by Morton code, as far as that was recorded.</summary>
    public ImmutableSortedDictionary<long, double> PatrolledHours { get; init; } = ImmutableSortedDictionary<long, double>.Empty;

    /// <inheritdoc/>
    public Place Place => new(Terms.City);

    /// <inheritdoc/>
    public static Forecast? Evolve(Forecast? state, object @event) => (state, @event) switch
    {
        (null, ForecastSealed e) => new(e.Terms, e, []),
        (null, ForecastMissed e) => new(e.Terms, null, []),
        ({ } forecast, ForecastScored e) => forecast with { Scores = [.. forecast.Scores, e] },
        ({ } forecast, ForecastPatrolled e) => forecast with { PatrolledHours = forecast.PatrolledHours.SetItem(e.Cell, e.Hours) },
        _ => state,
    };
}
