namespace Incidents.Statistics.Spatial;

/// <summary>A local statistic at one place, with its uncertainty. Where it is undetermined every number but the counts is NaN.</summary>
/// <param name="Neighbours">Number of neighbours of the place, itself not counted.</param>
/// <param name="Value">The statistic: Gi or Gi* as a share of the total, or local Moran's I.</param>
/// <param name="Expectation">Its expectation when values are shuffled over the places.</param>
/// <param name="Variance">Its variance when values are shuffled over the places.</param>
/// <param name="Z">Its distance from the expectation in standard deviations.</param>
/// <param name="PNormal">Two-sided p of z under the normal distribution. A one-sided p, as PySAL prints it, is half of it.</param>
/// <param name="PSkewCorrected">
/// Two-sided p of the neighbours' sum under a shuffle of all other places' values: twice the smaller tail, at most 1. A sum that cannot
/// vary, such as that of no neighbours, has 1.
/// </param>
/// <param name="PPermutation">
/// Two-sided p by conditional permutation, null without permutations: twice the smaller tail, (extreme + 1) / (permutations + 1), at most
/// 1.
/// </param>
/// <param name="Q">The Benjamini-Hochberg q-value of the chosen p.</param>
/// <param name="QNormal">The q-value of <paramref name="PNormal"/>, for comparison with other programs.</param>
/// <param name="Class">The class at the chosen false-discovery rate.</param>
public readonly record struct LocalStatistic(
    int Neighbours, double Value, double Expectation, double Variance, double Z, double PNormal, double PSkewCorrected,
    double? PPermutation, double Q, double QNormal, SpotClass Class);

/// <summary>A local statistic at every place.</summary>
/// <param name="Basis">Method, parameters and n.</param>
/// <param name="Places">One for each place, in the order given.</param>
public sealed record LocalStatistics(MethodBasis Basis, IReadOnlyList<LocalStatistic> Places);
