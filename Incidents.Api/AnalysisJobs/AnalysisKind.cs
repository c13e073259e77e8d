using System.Text.Json;

namespace Incidents.Api.AnalysisJobs;

/// <summary>Which analysis a job computes.</summary>
public enum AnalysisKind
{
    /// <summary>Near repeats (Knox), started by `startNearRepeats`; the result is in `nearRepeats`.</summary>
    NearRepeats,

    /// <summary>A space-time permutation scan, started by `startSpaceTimeScan`; the result is in `spaceTimeScan`.</summary>
    SpaceTimeScan,

    /// <summary>Emerging hot spots, started by `startEmergingHotSpots`; the result is in `emergingHotSpots`.</summary>
    EmergingHotSpots,

    /// <summary>Spots of shuffled maps, started by `startShuffledHotSpots`; the result is in `shuffledHotSpots`.</summary>
    ShuffledHotSpots,

    /// <summary>A decomposition of daily counts, started by `startDecomposition`; the result is in `decomposition`.</summary>
    Decomposition,

    /// <summary>The impact of an intervention, started by `startImpact`; the result is in `impact`.</summary>
    Impact,

    /// <summary>A backtest of forecasts, started by `startForecastBacktest`; the result is in `forecastBacktest`.</summary>
    ForecastBacktest,

    /// <summary>Past nowcasts judged, started by `startNowcastScore`; the result is in `nowcastScore`.</summary>
    NowcastScore,
}

/// <summary>Kinds as they are stored.</summary>
internal static class AnalysisKinds
{
    /// <summary>The text in the table, such as <c>nearRepeats</c>.</summary>
    public static string Stored(this AnalysisKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    /// <summary>The kind of a text in the table.</summary>
    public static AnalysisKind Read(string stored) => Enum.Parse<AnalysisKind>(stored, ignoreCase: true);
}
