using System.Globalization;
using Incidents.Domain;
using Incidents.Domain.Forecasts;
using Incidents.Projections.Forecasts;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.FileAnalyses;

/// <summary>
/// How forecasts would have done: each period of a time is forecast by every method, from what occurred before it and nothing else, and
/// scored, by the same functions as those of the running service.
/// </summary>
internal static class BacktestAnalyses
{
    /// <summary>The share of the area by which methods are compared.</summary>
    private const double Share = 0.01;

    public static AnalysisAnswer Forecasts(AnalyseInput input)
    {
        var zoom = input.Whole("zoom", 16);
        if (zoom is < 0 or > GridCell.FineZoom)
            throw new AnalyseException($"--zoom is from 0 to {GridCell.FineZoom}.");
        var grain = input.Choice("grain", ("month", ForecastPeriod.Month), ("week", ForecastPeriod.Week));
        var (train, test) = (Span("train", input.Text("train")), Span("test", input.Text("test")));
        if (test.From < train.Until)
            throw new AnalyseException("--test begins after --train has ended: a forecast is tried on what it has not seen.");

        var (incidents, summary) = Incidents(input);
        var cells = Cells(input, zoom, incidents.Where(i => i.Day >= train.From && i.Day < train.Until).Select(i => i.Point));
        var numbers = cells.Select((cell, i) => (cell.Code, i)).ToDictionary(c => c.Code, c => c.i);
        var placed = incidents.Where(i => i.Day >= train.From && i.Day < test.Until)
            .Select(i => (Cell: numbers.GetValueOrDefault(GridCell.At(i.Point, zoom).Code, -1), i.Day)).ToArray();
        CellDay[] days = [.. placed.Where(p => p.Cell >= 0).GroupBy(p => p).Select(g => new CellDay(g.Key.Cell, g.Key.Day, g.Count()))];
        var history = new CellHistory(cells, train.From, days);

        var begins = new List<LocalDate>();
        for (var begin = grain.Begin(test.From); grain.Later(begin) <= test.Until; begin = grain.Later(begin))
        {
            if (begin >= test.From)
                begins.Add(begin);
        }
        if (begins.Count == 0)
            throw new AnalyseException("--test holds no whole period.");

        Tried[] tried = [.. begins.SelectMany(begin => ForecastPlan.Methods.Select(method => Try(history, method, grain, begin)))];
        return new(input.Method.Name, summary, new
        {
            Basis = new Statistics.MethodBasis(
                "forecast-backtest", "the methods' own sources; Chainey et al. 2008; Hunt 2016; Levine 2008; Good 1952", incidents.Count,
                new Dictionary<string, object?>
                {
                    ["zoom"] = zoom,
                    ["grain"] = grain.ToString(),
                    ["train"] = $"{LocalDatePattern.Iso.Format(train.From)} to before {LocalDatePattern.Iso.Format(train.Until)}",
                    ["test"] = $"{LocalDatePattern.Iso.Format(test.From)} to before {LocalDatePattern.Iso.Format(test.Until)}",
                    ["area"] = input.Has("bounds") ? "cells that touch the bounds" : "cells with an incident in the training time",
                    ["cells"] = cells.Count,
                    ["squareKilometres"] = cells.Sum(c => c.SquareKilometres()),
                    ["category"] = input.Has("category") ? input.Text("category") : null,
                    ["comparedAtShare"] = Share,
                }),
            OutsideArea = placed.Count(p => p.Cell < 0 && p.Day >= test.From),
            Methods = ForecastPlan.Methods.Select(method => Whole(method, tried)).ToArray(),
            Periods = tried,
        });
    }

    private static Tried Try(CellHistory history, ForecastMethod method, ForecastPeriod grain, LocalDate begin)
    {
        var model = ForecastModel.Of(method, history, grain, begin);
        var figures = ForecastLists.Scored(
            history.Cells, ForecastLists.Sealed(history.Cells, model.Expected), history.Counts(begin, grain.Later(begin)));
        return new(
            LocalDatePattern.Iso.Format(begin), method, figures.Observed, figures.Expected, At(figures).Hits, At(figures).Pai,
            At(figures).Pei, At(figures).Rri, figures.LogScore, figures.Shares, model.Parameters);
    }

    private static ForecastShare At(ForecastFigures figures) => figures.Shares.Single(s => s.Share == Share);

    private static object Whole(ForecastMethod method, Tried[] tried)
    {
        var own = tried.Where(t => t.Method == method).ToArray();
        var last = tried.Where(t => t.Method is ForecastMethod.LastPeriod).ToDictionary(t => t.Begin);
        var (hits, observed) = (own.Sum(t => t.Hits), own.Sum(t => t.Observed));
        return new
        {
            Method = method,
            Observed = observed,
            Hits = hits,
            PooledPai = observed > 0 ? hits / observed / Share : (double?)null,
            MeanPai = own.Average(t => t.Pai),
            MeanPei = own.Average(t => t.Pei),
            LogScore = own.Any(t => t.LogScore is null) ? null : own.Sum(t => t.LogScore),
            Periods = own.Length,
            BetterThanLastPeriod = own.Count(t => t.Hits > last[t.Begin].Hits),
            WorseThanLastPeriod = own.Count(t => t.Hits < last[t.Begin].Hits),
        };
    }

    // An exact copy of a row, or a second one of the same id, is one incident, as in an import.
    private static (List<(GeoPoint Point, LocalDate Day)> Incidents, InputSummary Summary) Incidents(AnalyseInput input)
    {
        var mapped = PointsFile.Mapped(
            input.Text("points"),
            input.Has("map")
            ? input.Text("map") : throw new AnalyseException("--map is needed: it says where place, time and identity are."), byDay: true);
        var leftOut = mapped.LeftOut;
        var seen = new HashSet<(string?, string?)>();
        var incidents = new List<(GeoPoint, LocalDate)>();
        foreach (var row in mapped.Rows)
        {
            if (PointsFile.Point(row) is not { } point)
                throw new AnalyseException("Cells need degrees: the map's coordinates are planar.");
            if (input.Has("category") && row.Report!.Category != input.Text("category"))
                Leave("OTHER_CATEGORY");
            else if (!seen.Add((row.Report!.Source, row.Report.Id)))
                Leave("DUPLICATE");
            else if ((row.Report.OccurredAt?.Moment?.LocalDateTime ?? row.Report.OccurredAt?.Local) is { } local)
                incidents.Add((point, local.Date));
            else
                Leave("NO_TIME");
        }
        return (incidents, new(Path.GetFileName(input.Text("points")), mapped.Read, incidents.Count, leftOut, "quadtree cells, WGS 84"));

        void Leave(string why) => leftOut[why] = leftOut.GetValueOrDefault(why) + 1;
    }

    private static IReadOnlyList<GridCell> Cells(AnalyseInput input, int zoom, IEnumerable<GeoPoint> seen)
    {
        GridCell[] cells;
        if (!input.Has("bounds"))
            cells = [.. seen.Select(p => GridCell.At(p, zoom)).Distinct().OrderBy(c => c.Code)];
        else
        {
            var bounds = input.Numbers("bounds") is [var west, var south, var east, var north]
                && new GeoBounds(west, south, east, north) is var given && given.IsValid()
                ? given
                : throw new AnalyseException("--bounds wants west,south,east,north in degrees.");
            cells = [.. ForecastPlan.Cells(bounds, zoom)];
        }
        return cells.Length is > 0 and <= ForecastPlan.MostCells
            ? cells
            : throw new AnalyseException($"A forecast is of 1 to {ForecastPlan.MostCells} cells, not {cells.Length}.");
    }

    private static (LocalDate From, LocalDate Until) Span(string name, string text)
    {
        string[] ends = text.Split("..");
        if (ends.Length is 1 or 2 && Parsed(ends[0]) is { } first && Parsed(ends[^1]) is { } last && first.From <= last.From)
            return (first.From, last.Until);
        throw new AnalyseException($"--{name} wants years or months, the last one included: 2019, 2010..2018 or 2019-01..2019-06.");

        static (LocalDate From, LocalDate Until)? Parsed(string text)
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1800 and <= 9000)
                return (new(year, 1, 1), new(year + 1, 1, 1));
            return YearMonthPattern.Iso.Parse(text) is { Success: true, Value: var month }
                ? (month.OnDayOfMonth(1), month.OnDayOfMonth(1).PlusMonths(1)) : null;
        }
    }

    private sealed record Tried(
        string Begin, ForecastMethod Method, long Observed, double Expected, double Hits, double? Pai, double? Pei, double? Rri,
        double? LogScore,
        IReadOnlyList<ForecastShare> Shares, IReadOnlyDictionary<string, double> Parameters);
}
