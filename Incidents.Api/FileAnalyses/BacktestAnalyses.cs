using System.Globalization;
using Incidents.Api.Forecasts;
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
    public static AnalysisAnswer Forecasts(AnalyseInput input)
    {
        var zoom = input.Whole("zoom", 16);
        if (zoom is < 0 or > GridCell.FineZoom)
            throw new AnalyseException($"--zoom is from 0 to {GridCell.FineZoom}.");
        var grain = input.Choice("grain", ("month", ForecastPeriod.Month), ("week", ForecastPeriod.Week));
        var (train, test) = (Span("train", input.Text("train")), Span("test", input.Text("test")));
        if (test.From < train.Until)
            throw new AnalyseException("--test begins after --train has ended: a forecast is tried on what it has not seen.");

        var (incidents, everything, summary) = Incidents(input);
        var cells = Cells(input, zoom, everything.Where(i => i.Day >= train.From && i.Day < train.Until).Select(i => i.Point));
        var numbers = cells.Select((cell, i) => (cell.Code, i)).ToDictionary(c => c.Code, c => c.i);
        var placed = incidents.Where(i => i.Day >= train.From && i.Day < test.Until)
            .Select(i => (Cell: numbers.GetValueOrDefault(GridCell.At(i.Point, zoom).Code, -1), i.Day)).ToArray();
        CellDay[] days = [.. placed.Where(p => p.Cell >= 0).GroupBy(p => p).Select(g => new CellDay(g.Key.Cell, g.Key.Day, g.Count()))];
        var outside = placed.Where(p => p.Cell < 0).CountBy(p => p.Day).ToDictionary();

        var begins = new List<LocalDate>();
        for (var begin = grain.Begin(test.From); grain.Later(begin) <= test.Until; begin = grain.Later(begin))
        {
            if (begin >= test.From)
                begins.Add(begin);
        }
        if (begins.Count == 0)
            throw new AnalyseException("--test holds no whole period.");

        var found = ForecastBacktest.Of(new(cells, train.From, days), outside, grain, begins, Options(input));
        return new(input.Method.Name, summary, Answer(input, found, train, test));
    }

    private static BacktestOptions Options(AnalyseInput input) => new()
    {
        Models = new()
        {
            SelfExcitingDays = input.Whole("self-exciting-days", 1095),
            KernelDays = input.Whole("kernel-days", 365),
            KernelSides = input.Number("kernel-cells", 2),
            SeasonYears = input.Whole("season-years", 10),
            EvenShare = input.Number("even-share", 0.01),
        },
        Share = input.Number("share", 0.01),
        Draws = input.Replications(999),
        Seed = input.Seed,
        Confidence = input.Number("confidence", 0.95),
    };

    private static object Answer(
        AnalyseInput input, BacktestResult found, (LocalDate From, LocalDate Until) train, (LocalDate From, LocalDate Until) test)
    {
        Dictionary<string, object?> parameters = new(found.Basis.Parameters)
        {
            ["train"] = $"{LocalDatePattern.Iso.Format(train.From)} to before {LocalDatePattern.Iso.Format(train.Until)}",
            ["test"] = $"{LocalDatePattern.Iso.Format(test.From)} to before {LocalDatePattern.Iso.Format(test.Until)}",
            ["area"] = input.Has("bounds")
                ? "cells that touch the bounds"
                : "cells with anything counted in the training time, whatever its category",
            ["category"] = input.Has("category") ? input.Text("category") : null,
        };
        var comparison = found.Comparison;
        return new
        {
            Basis = found.Basis with { Parameters = parameters },
            IsTooFew = comparison.TooFew.Count > 0,
            comparison.TooFew,
            comparison.Events,
            OutsideArea = comparison.Methods[0].Outside,
            found.Chosen,
            ChosenBecause = comparison.Reason,
            Methods = MethodRecord.Of(comparison),
            Periods = found.Periods.Select(p => new Tried(
                LocalDatePattern.Iso.Format(p.Begin), p.Method, p.Figures.Observed, p.Figures.Outside ?? 0, p.Figures.Expected,
                p.AtShare.Hits, p.AtShare.Pai, p.AtShare.Pei, p.AtShare.Rri, p.Figures.LogScore, p.Figures.Shares, p.Parameters)).ToArray(),
        };
    }

    // An exact copy of a row, or a second one of the same id, is one incident, as in an import.
    // Everything counted, of any category, says which cells belong to the town.
    private static (
        List<(GeoPoint Point, LocalDate Day)> Incidents, List<(GeoPoint Point, LocalDate Day)> Everything, InputSummary Summary) Incidents(
        AnalyseInput input)
    {
        var mapped = PointsFile.Mapped(
            input.Text("points"),
            input.Has("map")
            ? input.Text("map") : throw new AnalyseException("--map is needed: it says where place, time and identity are."), byDay: true);
        var leftOut = mapped.LeftOut;
        var seen = new HashSet<(string?, string?)>();
        var (incidents, everything) = (new List<(GeoPoint, LocalDate)>(), new List<(GeoPoint, LocalDate)>());
        foreach (var row in mapped.Rows)
        {
            if (PointsFile.Point(row) is not { } point)
                throw new AnalyseException("Cells need degrees: the map's coordinates are planar.");
            if (!seen.Add((row.Report!.Source, row.Report.Id)))
                Leave("DUPLICATE");
            else if ((row.Report.OccurredAt?.Moment?.LocalDateTime ?? row.Report.OccurredAt?.Local) is not { } local)
                Leave("NO_TIME");
            else
            {
                everything.Add((point, local.Date));
                if (input.Has("category") && row.Report.Category != input.Text("category"))
                    Leave("OTHER_CATEGORY");
                else
                    incidents.Add((point, local.Date));
            }
        }
        return (
            incidents, everything,
            new(Path.GetFileName(input.Text("points")), mapped.Read, incidents.Count, leftOut, "quadtree cells, WGS 84"));

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
        string Begin, ForecastMethod Method, long Observed, long OutsideArea, double Expected, double Hits, double? Pai, double? Pei,
        double? Rri, double? LogScore, IReadOnlyList<ForecastShare> Shares, IReadOnlyDictionary<string, double> Parameters);
}
