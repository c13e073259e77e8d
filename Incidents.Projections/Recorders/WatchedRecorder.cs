using Incidents.Domain;
using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Projections.Recorders;

/// <summary>A capture with a speed.</summary>
/// <param name="Id">The violation.</param>
/// <param name="City">City code.</param>
/// <param name="DeviceId">The recorder.</param>
/// <param name="Point">Where it stands.</param>
/// <param name="ExcessKmPerHour">Measured speed less the allowed one: recorders with other limits compare.</param>
/// <param name="At">When.</param>
public sealed record SpeedCapture(Guid Id, string City, string DeviceId, GeoPoint Point, double ExcessKmPerHour, Instant At);

/// <summary>What is known of the speeds of one recorder.</summary>
/// <param name="city">City code.</param>
/// <param name="deviceId">The recorder.</param>
/// <param name="point">Where it stands.</param>
public sealed class WatchedRecorder(string city, string deviceId, GeoPoint point)
{
    /// <summary>Number of its last speeds that are kept.</summary>
    public const int Kept = 50;

    /// <summary>The most captures that come under suspicion with it: a drift of a few km/h is found after more than a hundred.</summary>
    public const int MostSuspect = 500;

    /// <summary>City code.</summary>
    public string City => city;

    /// <summary>Its device id.</summary>
    public string DeviceId => deviceId;

    /// <summary>Where it stood at its last capture.</summary>
    public GeoPoint Point { get; private set; } = point;

    /// <summary>Excesses of its last captures, the latest last.</summary>
    public List<double> Speeds { get; init; } = [];

    /// <summary>The violations of the captures since about which it may have moved, the latest last.</summary>
    public List<Guid> Ids { get; init; } = [];

    /// <summary>How its speeds differ from those of its neighbours.</summary>
    public DriftChart Chart { get; set; } = DriftChart.Start;

    /// <summary>Whether it drifts, and nobody has checked it.</summary>
    public bool IsSuspected { get; set; }

    /// <summary>By how much it drifts, in km/h; null where it does not.</summary>
    public double? DriftKmPerHour { get; set; }

    /// <summary>Number of its captures.</summary>
    public long Captures { get; set; }

    /// <summary>When its latest capture was made.</summary>
    public Instant LastAt { get; set; } = Instant.MinValue;

    /// <summary>Adds a capture to the last ones.</summary>
    internal void Add(SpeedCapture capture)
    {
        Speeds.Add(capture.ExcessKmPerHour);
        if (Speeds.Count > Kept)
            Speeds.RemoveAt(0);
        (Captures, Point, LastAt) = (Captures + 1, capture.Point, Instant.Max(LastAt, capture.At));
    }

    /// <summary>Compares a capture with what is usual.</summary>
    /// <param name="id">Its violation.</param>
    /// <param name="difference">By how much its speed differs from those of the neighbours.</param>
    /// <param name="options">How a drift is looked for.</param>
    internal void Compare(Guid id, double difference, DriftOptions options)
    {
        Chart = Chart.And(difference, options);
        Ids.Add(id);
        var kept = Math.Min(MostSuspect, Math.Max(Chart.Sum.HighSince, Chart.Sum.LowSince));
        Ids.RemoveRange(0, Math.Max(0, Ids.Count - kept));
    }

    /// <summary>It was checked: what is usual of it is learned anew.</summary>
    public void Clear()
    {
        (IsSuspected, DriftKmPerHour, Chart) = (false, null, DriftChart.Start);
        Ids.Clear();
    }
}
