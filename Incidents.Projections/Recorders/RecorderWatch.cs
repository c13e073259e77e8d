using Incidents.Domain;
using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Projections.Recorders;

/// <summary>A recorder was found to drift.</summary>
/// <param name="KmPerHour">By how much its speeds have moved against those of its neighbours; negative where they are lower.</param>
/// <param name="Captures">Number of captures since about which they have.</param>
/// <param name="Neighbours">Number of recorders that it was compared with.</param>
/// <param name="Suspect">The violations of these captures, at most the last <see cref="WatchedRecorder.MostSuspect"/>.</param>
public sealed record FoundDrift(double KmPerHour, int Captures, int Neighbours, IReadOnlyList<Guid> Suspect);

/// <summary>Watches the speeds of recorders against those of their neighbours.</summary>
/// <remarks>
/// A capture is compared with the median of its neighbours' last captures, as many of each: what slows all of them (snow, a jam) is no
/// drift, and one neighbour that drifts itself moves the median little. How much a recorder usually differs is learned; what has moved
/// since is found by a cumulative sum (<see cref="DriftChart"/>). Recorders under suspicion are nobody's neighbours.
/// </remarks>
/// <param name="known">The recorders known so far, each once.</param>
/// <param name="options">How a drift is looked for.</param>
/// <param name="neighbourMetres">How far a neighbour may be.</param>
public sealed class RecorderWatch(IEnumerable<WatchedRecorder> known, DriftOptions options, double neighbourMetres)
{
    /// <summary>Most neighbours of a recorder: the nearest ones.</summary>
    public const int MostNeighbours = 20;

    /// <summary>Fewest neighbours with enough captures; with fewer nothing is learned and nothing found.</summary>
    public const int FewestNeighbours = 5;

    /// <summary>Captures of all neighbours together, of which the median is taken: fewer neighbours give more each.</summary>
    public const int Compared = 100;

    /// <summary>A recorder with fewer captures is nobody's neighbour.</summary>
    public const int FewestCaptures = 20;

    // What a neighbour captured days ago says nothing of the weather of today.
    private static readonly Duration Recent = Duration.FromDays(3);

    private readonly Dictionary<(string City, string DeviceId), WatchedRecorder> recorders =
        known.ToDictionary(recorder => (recorder.City, recorder.DeviceId));

    /// <summary>All recorders.</summary>
    public IReadOnlyCollection<WatchedRecorder> All => recorders.Values;

    /// <summary>A recorder, or null.</summary>
    public WatchedRecorder? Find(string city, string deviceId) => recorders.GetValueOrDefault((city, deviceId));

    /// <summary>Takes a capture into account.</summary>
    /// <param name="capture">The capture; its speed is finite.</param>
    /// <returns>The recorder after it, and the drift where this capture showed one.</returns>
    public (WatchedRecorder Recorder, FoundDrift? Found) Take(SpeedCapture capture)
    {
        var key = (capture.City, capture.DeviceId);
        if (!recorders.TryGetValue(key, out var recorder))
            recorders.Add(key, recorder = new(capture.City, capture.DeviceId, capture.Point));
        var neighbours = Neighbours(recorder, capture);
        recorder.Add(capture);
        if (recorder.IsSuspected || neighbours.Length < FewestNeighbours)
            return (recorder, null);
        var each = Math.Min(FewestCaptures, Compared / neighbours.Length);
        var usual = Medians.Of(neighbours.SelectMany(other => other.Speeds.TakeLast(each)).ToArray());
        recorder.Compare(capture.Id, capture.ExcessKmPerHour - usual, options);
        if (recorder.Chart.Drift(options) is not { } drift)
            return (recorder, null);
        var captures = recorder.Chart.MovedSince(options);
        (recorder.IsSuspected, recorder.DriftKmPerHour) = (true, drift);
        return (recorder, new(drift, captures, neighbours.Length, [.. recorder.Ids.TakeLast(captures)]));
    }

    private WatchedRecorder[] Neighbours(WatchedRecorder recorder, SpeedCapture capture) =>
    [
        .. recorders.Values
            .Where(other => other != recorder && other.City == recorder.City && !other.IsSuspected
                && other.Speeds.Count >= FewestCaptures && other.LastAt >= capture.At - Recent)
            .Select(other => (Recorder: other, Metres: Wgs84.Metres(other.Point, capture.Point)))
            .Where(other => other.Metres <= neighbourMetres)
            .OrderBy(other => other.Metres).ThenBy(other => other.Recorder.DeviceId, StringComparer.Ordinal)
            .Take(MostNeighbours).Select(other => other.Recorder),
    ];
}
