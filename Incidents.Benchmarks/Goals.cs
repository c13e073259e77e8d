using Incidents.Benchmarks.Access;
using Incidents.Benchmarks.Analyses;
using Incidents.Benchmarks.BaseMaps;
using Incidents.Benchmarks.Cases;
using Incidents.Benchmarks.Correlation;
using Incidents.Benchmarks.Dispatch;
using Incidents.Benchmarks.Execution;
using Incidents.Benchmarks.Feeds;
using Incidents.Benchmarks.Heatmaps;
using Incidents.Benchmarks.HotSpots;
using Incidents.Benchmarks.Ingest;
using Incidents.Benchmarks.Ledgers;
using Incidents.Benchmarks.Outcomes;
using Incidents.Benchmarks.Plates;
using Incidents.Benchmarks.Proofs;
using Incidents.Benchmarks.Subscriptions;

namespace Incidents.Benchmarks;

/// <summary>All goals, in the order in which <c>all</c> runs them.</summary>
internal static class Goals
{
    public static readonly IReadOnlyList<IGoal> All =
    [
        new IngestHttp(), new IngestSingle(), new MqttIngest(), new StarvedIngest(), new LateBeginning(), new Dialects(), new Import(),
        new BaseMap(), new LedgerCatchup(), new HeatmapRead(), new HotSpotsRead(), new IngestMemory(), new LongStream(),
        new GraphQLRead(), new CompressedRead(), new AccessCost(), new RegisterPage(), new RegisterSearching(), new PlateSearching(),
        new RegisterExport(), new GraphQLJson(), new SubscriptionFanOut(), new LivePath(), new CorrelateGrowth(), new Replay(),
        new OutboxDelivery(), new CaseTimeline(), new EvidenceStream(), new ProofCost(), new GiStar(), new Kde(),
        new StlDecomposition(), new Scan(), new KnoxTest(), new NowcastRead(), new AnalysisGrowth(), new AlertPrecisions(),
    ];
}
