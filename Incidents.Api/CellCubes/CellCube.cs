using Incidents.Api.AnalysisJobs;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Api.CellCubes;

/// <summary>A count in a cube.</summary>
/// <param name="Cell">Number of the cell in its raster.</param>
/// <param name="Step">Number of the step.</param>
/// <param name="N">The count.</param>
internal readonly record struct CubeCount(int Cell, int Step, long N);

/// <summary>The counts of a cube.</summary>
/// <param name="Counts">The counts.</param>
/// <param name="NotKnownToDay">Number of those left out because they are known to the month or year only.</param>
internal sealed record CubeFigures(List<CubeCount> Counts, long NotKnownToDay)
{
    /// <summary>Name of this number among the parameters of an analysis.</summary>
    public const string LeftOut = "notKnownToDay";
}

/// <summary>A cube of cells and steps of time.</summary>
/// <remarks>
/// Steps are counted back from the end of the period, so that the last one is whole; days before the first whole step are left out.
/// </remarks>
/// <param name="Scope">What is counted.</param>
/// <param name="Cells">The cells.</param>
/// <param name="StepDays">Days in a step.</param>
internal sealed record CellCube(CountScope Scope, CellRaster Cells, int StepDays)
{
    /// <summary>Number of whole steps in the period.</summary>
    public int Steps => Period.DaysBetween(Scope.From, Scope.Until) / StepDays;

    /// <summary>First day of a step.</summary>
    public LocalDate FirstDay(int step) => Scope.Until.PlusDays((step - Steps) * StepDays);

    /// <summary>Reads the counts, by cell and step.</summary>
    public async Task<CubeFigures> Read(LedgerSnapshot snapshot, CancellationToken cancellation)
    {
        HeatmapRequest request = new(Scope with { From = FirstDay(0) }, Cells.Bounds, Cells.Zoom);
        var counts = await HeatmapReader.ReadSteps(request, StepDays, snapshot.Connection, cancellation);
        return new(
            [.. counts.Select(c => new CubeCount(Cells.IndexOf(c.Cell), c.Step, c.Count)).OrderBy(c => c.Cell).ThenBy(c => c.Step)],
            await HeatmapReader.NotKnownToDay(request, snapshot.Connection, cancellation));
    }
}
