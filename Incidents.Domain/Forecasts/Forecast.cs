using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Incidents.Domain.Forecasts;

/// <summary>How a forecast is made.</summary>
public enum ForecastMethod
{
    /// <summary>Incidents beget incidents in their own cell (Mohler et al. 2015).</summary>
    SelfExciting,

    /// <summary>The cell's long-run share, drawn toward the mean, times what the season promises (Marshall 1991).</summary>
    SeasonalCellRate,

    /// <summary>A baseline: what the last period brought, cell by cell.</summary>
    LastPeriod,

    /// <summary>A baseline: quartic kernel density of the last year's incidents.</summary>
    KernelDensity,
}

/// <summary>What is forecast, and how.</summary>
/// <param name="Plan">Code of the plan that it belongs to.</param>
/// <param name="Method">How.</param>
/// <param name="City">City code: its clocks say when the period begins.</param>
/// <param name="Category">Category code; null for all incidents.</param>
/// <param name="Zoom">Zoom of the cells.</param>
/// <param name="Area">Where: every cell that touches it.</param>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day no longer in it.</param>
public sealed record ForecastTerms(
    string Plan, ForecastMethod Method, string City, string? Category, int Zoom, GeoBounds Area, LocalDate From, LocalDate Until)
{
    /// <summary>The stream of the forecast: a plan has one for each period and method.</summary>
    public Guid StreamId => Identity.Stream("forecast", Plan, string.Create(CultureInfo.InvariantCulture, $"{From:uuuu-MM-dd}/{Method}"));
}

/// <summary>
/// The expected counts of a forecast, as sealed: the highest cells one by one, and every other cell alike. It is these numbers, and no
/// others, that are scored.
/// </summary>
/// <param name="Codes">Morton codes of the cells listed, highest expectation first.</param>
/// <param name="Expected">Their expected counts, in the same order.</param>
/// <param name="Others">How many further cells there are.</param>
/// <param name="ExpectedOfOthers">The expected count of each of them.</param>
public sealed record ForecastCells(IReadOnlyList<long> Codes, IReadOnlyList<double> Expected, int Others, double ExpectedOfOthers)
{
    /// <summary>Expected count of all cells.</summary>
    public double Total => Expected.Sum() + Others * ExpectedOfOthers;
}

/// <summary>What a share of the area, the cells of highest expectation, caught. Where the share ends within cells expected alike, they count in part.</summary>
/// <param name="Share">Share of the area, from 0 to 1.</param>
/// <param name="Hits">Incidents that occurred there.</param>
/// <param name="Pai">Prediction accuracy index: share of incidents / share of area; null where nothing occurred anywhere.</param>
/// <param name="Pei">Prediction efficiency index: hits / the most that as large an area could have caught; null where that is 0.</param>
/// <param name="Rri">Recapture-rate index: incidents expected there / hits; null without hits.</param>
public sealed record ForecastShare(double Share, double Hits, double? Pai, double? Pei, double? Rri);

/// <summary>How good a forecast was.</summary>
/// <param name="Observed">How many occurred in the area.</param>
/// <param name="Expected">How many were expected.</param>
/// <param name="LogScore">
/// Σ log P(count) over all cells, each Poisson about its expectation; natural logarithm, nearer to 0 is better. Null for minus infinity: something occurred where nothing
/// at all was expected.
/// </param>
/// <param name="Shares">What shares of the area caught.</param>
public sealed record ForecastFigures(long Observed, double Expected, double? LogScore, IReadOnlyList<ForecastShare> Shares);

/// <summary>A forecast was sealed before its period began.</summary>
/// <param name="Terms">What is forecast, and how.</param>
/// <param name="Parameters">The method's parameters, given and fitted, by name with their unit in the name where they have one.</param>
/// <param name="Cells">The forecast.</param>
/// <param name="ContentHash">SHA-256 of terms, parameters and cells, 64 lower-case hexadecimal digits.</param>
/// <param name="LedgerPosition">Sequence of the last event that it knew.</param>
/// <param name="OccurredAt">When it was sealed.</param>
/// <param name="KnownAt">The same.</param>
public sealed record ForecastSealed(
    ForecastTerms Terms, IReadOnlyDictionary<string, double> Parameters, ForecastCells Cells, string ContentHash, long LedgerPosition,
    OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent
{
    /// <summary>The hash of a content: of its lines, numbers in the shortest form that reads back the same, joined by line feeds, in UTF-8.</summary>
    public static string HashOf(ForecastTerms terms, IReadOnlyDictionary<string, double> parameters, ForecastCells cells, long ledgerPosition)
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

/// <summary>A period began without its forecast: there is none, and never will be.</summary>
/// <param name="Terms">What was to be forecast, and how.</param>
/// <param name="OccurredAt">When that was noted.</param>
/// <param name="KnownAt">The same.</param>
public sealed record ForecastMissed(ForecastTerms Terms, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A forecast was compared with what occurred. A later comparison, which knows of late reports, stands beside it.</summary>
/// <param name="KnownOn">The counts are those known at the end of this day.</param>
/// <param name="LedgerPosition">Sequence of the last event that the counts include.</param>
/// <param name="Figures">How good it was.</param>
/// <param name="OccurredAt">When it was scored.</param>
/// <param name="KnownAt">The same.</param>
public sealed record ForecastScored(LocalDate KnownOn, long LedgerPosition, ForecastFigures Figures, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>One forecast.</summary>
/// <param name="Terms">What is forecast, and how.</param>
/// <param name="Sealed">The forecast; null where it was missed.</param>
/// <param name="Scores">Its scores, oldest first.</param>
public sealed record Forecast(ForecastTerms Terms, ForecastSealed? Sealed, IReadOnlyList<ForecastScored> Scores) : IState<Forecast>
{
    /// <inheritdoc/>
    public Place Place => new(Terms.City);

    /// <inheritdoc/>
    public static Forecast? Evolve(Forecast? state, object @event) => (state, @event) switch
    {
        (null, ForecastSealed e) => new(e.Terms, e, []),
        (null, ForecastMissed e) => new(e.Terms, null, []),
        ({ } forecast, ForecastScored e) => forecast with { Scores = [.. forecast.Scores, e] },
        _ => state,
    };
}
