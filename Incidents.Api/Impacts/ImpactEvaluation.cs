using Incidents.Api.Analyses;
using Incidents.Api.Heatmaps;
using Incidents.Statistics.Spatial;
using NodaTime;

namespace Incidents.Api.Impacts;

/// <summary>The impact of devices or of another intervention: treated cells against similar control cells, before and after.</summary>
/// <param name="Basis">Method, parameters, observations (cells compared), the whole period and what was known.</param>
/// <param name="Verdict">The conclusion.</param>
/// <param name="Reasons">
/// Why there is no conclusion: `no-treated-area`, `too-few-incidents` (fewer than 5 in the treated cells), `too-few-control-areas`,
/// `too-few-periods`, `interval-holds-zero`, `placebo-areas-do-as-well`, `effect-before-the-cause`. Empty otherwise.
/// </param>
/// <param name="Zoom">Zoom of the cells.</param>
/// <param name="CellMetres">A cell's side on the ground, in metres, at the middle latitude.</param>
/// <param name="StepDays">Days in a period.</param>
/// <param name="Before">First local day of each period before.</param>
/// <param name="After">First local day of each period after.</param>
/// <param name="Installed">Number of places, or placements of devices, of the intervention.</param>
/// <param name="LeftOut">
/// Number of cells with a device that are left out: another device was there before or came later, or the device was removed before the
/// end.
/// </param>
/// <param name="Candidates">Number of possible control cells.</param>
/// <param name="Treated">The treated cells with their controls.</param>
/// <param name="Effect">Difference in differences, in incidents for each cell and period; null where there is nothing to compare.</param>
/// <param name="Ratio">The same as a ratio of totals; null where a total is 0.</param>
/// <param name="PlaceboInSpaceP">
/// Share of ways to choose the treated cells among those compared whose effect is at least as large; null where there is nothing to
/// compare.
/// </param>
/// <param name="PlaceboInTime">
/// The effect of a placebo intervention halfway through the time before; null where that has fewer than four periods.
/// </param>
/// <param name="Displacement">Displacement of incidents to the cells around; null without a buffer or without enough controls.</param>
public sealed record ImpactEvaluation(
    AnalysisBasis Basis, ImpactVerdict Verdict, IReadOnlyList<string> Reasons, int Zoom, double CellMetres, int StepDays,
    IReadOnlyList<LocalDate> Before, IReadOnlyList<LocalDate> After, int Installed, int LeftOut, int Candidates,
    IReadOnlyList<TreatedCell> Treated, ImpactEffect? Effect, ImpactTotals? Ratio, double? PlaceboInSpaceP, ImpactEffect? PlaceboInTime,
    ImpactDisplacement? Displacement);

/// <summary>A treated cell.</summary>
/// <param name="X">Column at the zoom, from 180° W.</param>
/// <param name="Y">Row at the zoom, from the north edge.</param>
/// <param name="Before">Count of the cell in all periods before.</param>
/// <param name="After">Count in all periods after.</param>
/// <param name="Controls">Its control cells, the most similar first.</param>
public sealed record TreatedCell(int X, int Y, int Before, int After, IReadOnlyList<ControlCell> Controls) : MapCell(X, Y);

/// <summary>A control cell.</summary>
/// <param name="X">Column at the zoom, from 180° W.</param>
/// <param name="Y">Row at the zoom, from the north edge.</param>
/// <param name="Before">Count of the cell in all periods before.</param>
/// <param name="After">Count in all periods after.</param>
public sealed record ControlCell(int X, int Y, int Before, int After) : MapCell(X, Y);

/// <summary>An effect in incidents for each cell and period.</summary>
/// <param name="Estimate">Change of treated less change of control cells; negative where incidents fell.</param>
/// <param name="Low">Lower confidence bound; null where it cannot be computed.</param>
/// <param name="High">Upper confidence bound; null where it cannot be computed.</param>
/// <param name="P">Two-sided p; null where it cannot be computed.</param>
public sealed record ImpactEffect(double Estimate, double? Low, double? High, double? P)
{
    internal static ImpactEffect? Of(ImpactEstimate? effect) =>
        effect is { } e && double.IsFinite(e.Estimate) ? new(e.Estimate, Known(e.Low), Known(e.High), Known(e.P)) : null;

    internal static double? Known(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>Totals before and after, and the ratio of their ratios.</summary>
/// <param name="TreatedBefore">Count of the treated cells, all periods before.</param>
/// <param name="TreatedAfter">Count of the treated cells, all periods after.</param>
/// <param name="ControlsBefore">Count of the control cells, before.</param>
/// <param name="ControlsAfter">Count of the control cells, after.</param>
/// <param name="Ratio">(treated after / before) / (controls after / before).</param>
/// <param name="Low">Lower confidence bound for Poisson totals: too narrow where cells differ by more than that.</param>
/// <param name="High">Upper bound.</param>
public sealed record ImpactTotals(
    int TreatedBefore, int TreatedAfter, int ControlsBefore, int ControlsAfter, double Ratio, double Low, double High);

/// <summary>Whether incidents moved to the cells around (Bowers and Johnson 2003; Wheeler and Ratcliffe 2018).</summary>
/// <param name="Periods">Number of periods compared on either side.</param>
/// <param name="BufferCells">Number of buffer cells.</param>
/// <param name="Success">
/// Change of treated / control totals; negative where the treated cells did better. The quotient is meaningful only then. Null where a
/// total is 0.
/// </param>
/// <param name="Quotient">
/// Weighted displacement quotient. Above 1: the buffer gained more than the treated cells; 0 to 1: some benefit spread; −1 to 0: some
/// incidents moved; below −1: more moved than were prevented. Null where it cannot be computed.
/// </param>
/// <param name="QuotientLow">2.5 % point over Poisson draws of all counts.</param>
/// <param name="QuotientHigh">97.5 % point.</param>
/// <param name="Difference">
/// Weighted displacement difference: incidents fewer (negative) or more in treated cells and buffer together, against their controls.
/// </param>
/// <param name="DifferenceError">Its standard error.</param>
/// <param name="P">Its two-sided p; null where nothing was counted.</param>
public sealed record ImpactDisplacement(
    int Periods, int BufferCells, double? Success, double? Quotient, double? QuotientLow, double? QuotientHigh, double Difference,
    double DifferenceError, double? P);
