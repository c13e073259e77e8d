using Incidents.Api.Analyses;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.CellCubes;
using Incidents.Api.GraphQL;
using Incidents.Api.Sources;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Projections.Devices;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using NodaTime;

namespace Incidents.Api.Impacts;

/// <summary>A place of an intervention.</summary>
/// <param name="Longitude">In degrees.</param>
/// <param name="Latitude">In degrees.</param>
/// <param name="RadiusMetres">
/// Radius of the intervention: cells whose middles lie within it are treated, and the cell of the place itself always is.
/// </param>
public sealed record TreatedPlace(double Longitude, double Latitude, double RadiusMetres = 0);

/// <summary>A kind of devices and its assumed range.</summary>
internal sealed record WatchingKind(DeviceKind Kind, double Metres);

/// <summary>Request of an impact evaluation: of given places, or of the places where devices of some kinds were installed.</summary>
internal sealed record ImpactRequest(
    CountScope Scope, GeoBounds Bounds, int Zoom, LocalDate InstalledFrom, LocalDate InstalledUntil, int StepDays,
    IReadOnlyList<TreatedPlace>? Places, IReadOnlyList<WatchingKind>? Devices, int BufferCells, int ControlsEach, double Confidence,
    int Placebos, long Seed)
{
    /// <summary>City codes of the towns whose devices the caller sees; null for all towns.</summary>
    public IReadOnlyList<string>? DeviceTowns { get; init; }

    internal CellRaster Asked => CellRaster.Touching(Bounds, Zoom);

    /// <summary>The cells within the bounds, and those around them that may be buffer.</summary>
    internal CellRaster Cells => Asked.With(BufferCells);

    internal int PeriodsBefore => Period.DaysBetween(Scope.From, InstalledFrom) / StepDays;

    internal int PeriodsAfter => Period.DaysBetween(InstalledUntil, Scope.Until) / StepDays;

    /// <summary>
    /// First day of a period: periods before are counted back from the first day of installation, periods after on from the last.
    /// </summary>
    internal LocalDate FirstDay(int period) =>
        period < PeriodsBefore
            ? InstalledFrom.PlusDays((period - PeriodsBefore) * StepDays)
            : InstalledUntil.PlusDays((period - PeriodsBefore) * StepDays);
}

/// <summary>Counts from the ledger and placements from the device registry.</summary>
internal sealed record ImpactFigures(List<CubeCount> Counts, List<DevicePlacement> Placements);

/// <summary>Compares treated cells with similar control cells.</summary>
internal sealed class ImpactAnalysis : AnalysisDefinition<ImpactRequest, ImpactFigures, ImpactEvaluation>
{
    private const int MostTreated = 1_000;
    private const double MostComparisons = 500_000_000;
    private const int TooFewBelow = 5;

    public override AnalysisKind Kind => AnalysisKind.Impact;

    public override IReadOnlyCollection<string>? Towns(ImpactRequest request) =>
        SourceCoverages.CitiesOf(request.Scope) is { } counted && (request.Devices is null || request.DeviceTowns is not null)
            ? [.. counted.Union(request.DeviceTowns ?? [])]
            : null;

    public override IReadOnlyList<string> ReadModels => [.. base.ReadModels, DeviceRegistry.ProjectionName];

    protected override async Task<ImpactFigures> Read(ImpactRequest request, LedgerSnapshot snapshot, CancellationToken cancellation)
    {
        var (cells, before) = (request.Cells, request.PeriodsBefore);
        List<CubeCount> counts = [];
        foreach (var (first, periods) in new[] { (0, before), (before, request.PeriodsAfter) })
        {
            var from = request.FirstDay(first);
            HeatmapRequest part = new(
                request.Scope with { From = from, Until = from.PlusDays(periods * request.StepDays) }, cells.Bounds, cells.Zoom);
            var read = await HeatmapReader.ReadSteps(part, request.StepDays, snapshot.Connection, cancellation);
            counts.AddRange(read.Select(c => new CubeCount(cells.IndexOf(c.Cell), first + c.Step, c.Count)));
        }

        var placements = request.Devices is { } kinds
            ? await PlacementReader.Read(snapshot.Connection, request.Bounds, [.. kinds.Select(k => k.Kind)], request.DeviceTowns,
                cancellation)
            : [];
        return new([.. counts.OrderBy(c => c.Cell).ThenBy(c => c.Step)], placements);
    }

    protected override ImpactEvaluation Compute(ImpactRequest request, ImpactFigures figures, long ledgerPosition, RunControl control)
    {
        var (asked, cells, periods) = (request.Asked, request.Cells, request.PeriodsBefore + request.PeriodsAfter);
        var counts = new double[periods][];
        for (var p = 0; p < periods; p++)
            counts[p] = new double[cells.Count];
        foreach (var (cell, step, n) in figures.Counts)
            counts[step][cell] = n;

        var (treated, unfit, installed, leftOut) = request.Devices is null
            ? Given(request, cells)
            : Installed(request, figures.Placements, cells);
        int[] candidates =
        [
            .. Enumerable.Range(0, (int)cells.Count).Where(c => asked.IndexOf(cells[c]) >= 0 && !unfit.Contains(c) && !treated.Contains(c)),
        ];
        Bound(treated.Count, candidates.Length, periods, request);
        var result = CellImpact.Evaluate(
            counts, cells.Columns, [.. treated], candidates, request.PeriodsBefore, request.BufferCells, request.ControlsEach,
            request.Confidence, request.Placebos, request.Seed, control);

        int Sum(int cell, bool after) =>
            (int)Enumerable.Range(0, periods).Where(p => p >= request.PeriodsBefore == after).Sum(p => counts[p][cell]);
        var few = treated.Count > 0 && treated.Sum(c => Sum(c, false) + Sum(c, true)) < TooFewBelow;
        var (impact, verdict) = (result.Impact, few ? ImpactVerdict.CannotTell : result.Impact.Verdict);
        return new(
            AnalysisBasis.Of(
                impact.Basis with { N = treated.Count + result.Controls.Sum(c => c.Count) }, request.Scope, figures.Counts.Sum(c => c.N),
                ledgerPosition, ("bounds", request.Bounds), ("zoom", request.Zoom), ("stepDays", request.StepDays),
                ("installedFrom", request.InstalledFrom),
                ("installedUntil", request.InstalledUntil), ("bufferCells", request.BufferCells),
                ("controlsEach", request.ControlsEach),
                ("watchedMetres", request.Devices?.Select(d => new { d.Kind, d.Metres }))),
            verdict, few ? ["too-few-incidents", .. impact.Reasons] : impact.Reasons, request.Zoom, cells.CellMetres, request.StepDays,
            [.. Enumerable.Range(0, request.PeriodsBefore).Select(request.FirstDay)],
            [.. Enumerable.Range(request.PeriodsBefore, request.PeriodsAfter).Select(request.FirstDay)],
            installed, leftOut, candidates.Except(result.Buffer).Count(),
            [.. treated.Zip(result.Controls, Treated)],
            ImpactEffect.Of(impact.Effect), Totals(impact.Ratio), ImpactEffect.Known(impact.PlaceboInSpaceP),
            ImpactEffect.Of(impact.PlaceboInTime), Displaced(result));

        TreatedCell Treated(int cell, IReadOnlyList<int> controls)
        {
            var at = cells[cell];
            return new(at.X, at.Y, Sum(cell, false), Sum(cell, true), [.. controls.Select(Control)]) { Zoom = at.Zoom };
        }

        ControlCell Control(int cell) =>
            new(cells[cell].X, cells[cell].Y, Sum(cell, false), Sum(cell, true)) { Zoom = request.Zoom };
    }

    private static void Bound(int treated, int candidates, int periods, ImpactRequest request)
    {
        if (treated > MostTreated)
            throw Checks.TooManyCells(treated, MostTreated, "are treated");
        var around = Math.Pow(2 * request.BufferCells + 1, 2) - 1;
        var comparisons = treated * (request.ControlsEach + around) * candidates * periods;
        if (comparisons > MostComparisons)
            throw new RefusedException(new(
                ErrorCode.TooMuchWork,
                $"{comparisons:0} counts would be compared; at most {MostComparisons:0} are. Ask for a coarser zoom or a smaller part.",
                "zoom"));
    }

    private static (SortedSet<int> Treated, HashSet<int> Unfit, int Installed, int LeftOut) Given(ImpactRequest request, CellRaster cells)
    {
        SortedSet<int> treated =
        [
            .. request.Places!.SelectMany(p => Reached(request, cells, new(p.Longitude, p.Latitude), p.RadiusMetres)),
        ];
        return (treated, [], request.Places!.Count, 0);
    }

    // A cell is treated where a device was installed in the time of installation and stayed, and no other was there before or came later.
    // Cells of other devices are left out.
    private static (SortedSet<int> Treated, HashSet<int> Unfit, int Installed, int LeftOut) Installed(
        ImpactRequest request, List<DevicePlacement> placements, CellRaster cells)
    {
        var (treated, unfit, installed) = (new SortedSet<int>(), new HashSet<int>(), 0);
        var (first, last) = (request.FirstDay(0), request.FirstDay(request.PeriodsBefore + request.PeriodsAfter));
        foreach (var placement in placements.Where(
            s => s.Since < last && (s.Until is not { } until || until > first) && s.Until != s.Since))
        {
            var reached = Reached(request, cells, placement.Point, request.Devices!.First(d => d.Kind == placement.Kind).Metres);
            if (placement.Since >= request.InstalledFrom && placement.Since < request.InstalledUntil
                && (placement.Until is not { } gone || gone >= last))
            {
                installed++;
                treated.UnionWith(reached);
            }
            else
                unfit.UnionWith(reached);
        }

        var leftOut = treated.Count(unfit.Contains);
        treated.ExceptWith(unfit);
        return (treated, unfit, installed, leftOut);
    }

    private static IEnumerable<int> Reached(ImpactRequest request, CellRaster cells, GeoPoint place, double metres)
    {
        var (asked, own) = (request.Asked, GridCell.At(place, request.Zoom));
        // The place on the plane of the cells: the middle of its cell at the finest zoom, which is precise enough.
        var middle = cells.Middle(GridCell.At(place, GridCell.MaxZoom));
        var reach = (int)Math.Ceiling(metres / cells.CellMetres);
        for (var y = own.Y - reach; y <= own.Y + reach; y++)
        {
            for (var x = own.X - reach; x <= own.X + reach; x++)
            {
                var cell = GridCell.Of(x, y, request.Zoom);
                if (x >= 0 && y >= 0 && asked.IndexOf(cell) >= 0 && (cell == own || cells.Middle(cell).DistanceTo(middle) <= metres))
                    yield return cells.IndexOf(cell);
            }
        }
    }

    private static ImpactTotals? Totals(ImpactRatio r) => double.IsFinite(r.Ratio)
        ? new((int)r.TreatedBefore, (int)r.TreatedAfter, (int)r.ControlsBefore, (int)r.ControlsAfter, r.Ratio, r.Low, r.High)
        : null;

    private static ImpactDisplacement? Displaced(CellImpactResult result) => result.Displacement is { } d
        ? new(
            result.DisplacementPeriods, result.Buffer.Count, ImpactEffect.Known(d.Success), ImpactEffect.Known(d.Quotient),
            ImpactEffect.Known(d.QuotientLow), ImpactEffect.Known(d.QuotientHigh), d.Difference, d.DifferenceError, ImpactEffect.Known(d.P))
        : null;
}
