using Incidents.Api.Analyses;
using Incidents.Api.AnalysisJobs;
using Incidents.Projections.Heatmaps;
using NodaTime;

namespace Incidents.Api.CellCubes;

/// <summary>A count of a cube, by the cell's number in its raster and the step of time.</summary>
internal readonly record struct CubeCount(int Cell, int Step, long N);

/// <summary>Cells × steps of time. Steps are counted back from the period's end, so that the last one is whole; days before the first whole one are left out.</summary>
/// <param name="Scope">What is counted.</param>
/// <param name="Cells">The cells.</param>
/// <param name="StepDays">Days in a step.</param>
internal sealed record CellCube(AnalysisScope Scope, CellRaster Cells, int StepDays)
{
    /// <summary>How many whole steps the period has.</summary>
    public int Steps => Period.DaysBetween(Scope.From, Scope.Until) / StepDays;

    /// <summary>First day of a step.</summary>
    public LocalDate FirstDay(int step) => Scope.Until.PlusDays((step - Steps) * StepDays);

    /// <summary>Reads the counts, by cell and step.</summary>
    public async Task<List<CubeCount>> Read(LedgerSnapshot snapshot, CancellationToken cancellation)
    {
        HeatmapRequest request = new(Scope.Measure, Cells.Bounds, Cells.Zoom, FirstDay(0), Scope.Until, Scope.Categories, Scope.KnownOn);
        var counts = await HeatmapReader.ReadSteps(request, StepDays, snapshot.Connection, cancellation);
        return [.. counts.Select(c => new CubeCount(Cells.IndexOf(c.Cell), c.Step, c.Count)).OrderBy(c => c.Cell).ThenBy(c => c.Step)];
    }
}
