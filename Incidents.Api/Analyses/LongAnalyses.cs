using Incidents.Api.HotSpots;
using Incidents.Api.Trends;

namespace Incidents.Api.Analyses;

/// <summary>The long computations that there are.</summary>
public sealed class LongAnalyses
{
    internal NearRepeatsAnalysis NearRepeats { get; } = new();

    internal SpaceTimeScanAnalysis SpaceTimeScan { get; } = new();

    internal EmergingAnalysis EmergingHotSpots { get; } = new();

    internal DecompositionAnalysis Decomposition { get; } = new();

    internal ImpactAnalysis Impact { get; } = new();

    /// <summary>All of them, by kind.</summary>
    internal IReadOnlyDictionary<string, LongAnalysis> ByKind => new LongAnalysis[] { NearRepeats, SpaceTimeScan, EmergingHotSpots, Decomposition, Impact }.ToDictionary(a => a.Kind);
}
