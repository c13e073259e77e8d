namespace Incidents.Api.Dialects;

/// <summary>What an ONVIF topic is about.</summary>
internal enum OnvifSubject
{
    /// <summary>Something happened before the camera.</summary>
    Alert,

    /// <summary>The device has a fault.</summary>
    Fault,

    /// <summary>A setting, a schedule or a measured value: nothing to report.</summary>
    State,
}

/// <summary>A topic without the prefixes of its names, e.g. <c>VideoSource/GlobalSceneChange/ImagingService</c>.</summary>
/// <param name="Path">Its names with slashes between.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Code">Category code of an alert, code of a fault; null for a state.</param>
internal sealed record OnvifTopic(string Path, OnvifSubject Subject, string? Code)
{
    private const int MostCharacters = 400;
    private const int MostKnown = 2_000;

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, OnvifTopic> Known = new(StringComparer.Ordinal);

    // The first that a topic contains decides; capitals do not matter.
    private static readonly (string Part, OnvifSubject Subject, string? Code)[] Rules =
    [
        ("DayNightVision", OnvifSubject.State, null), ("Configuration", OnvifSubject.State, null), ("Profile/", OnvifSubject.State, null),
        ("LiveStreamAccessed", OnvifSubject.State, null), ("SystemInitializing", OnvifSubject.State, null),
        ("ProcessorUsage", OnvifSubject.State, null), ("OperatingTime", OnvifSubject.State, null), ("PTZ", OnvifSubject.State, null),
        ("RecordingJob", OnvifSubject.State, null), ("Counter", OnvifSubject.State, null), ("CountAggregation", OnvifSubject.State, null),
        ("Occupancy", OnvifSubject.State, null), ("VideoEncoder", OnvifSubject.State, null), ("ScheduledEvent", OnvifSubject.State, null),
        ("ClockSynchronization", OnvifSubject.State, null), ("Trigger/Relay", OnvifSubject.State, null),
        ("GlobalSceneChange", OnvifSubject.Fault, "tampering"), ("Tamper", OnvifSubject.Fault, "tampering"),
        ("ImageTooBlurry", OnvifSubject.Fault, "tampering"), ("ImageTooDark", OnvifSubject.Fault, "tampering"),
        ("ImageTooBright", OnvifSubject.Fault, "tampering"), ("SceneChange", OnvifSubject.Fault, "tampering"),
        ("Storage", OnvifSubject.Fault, "storage"), ("RecordingError", OnvifSubject.Fault, "storage"),
        ("Power", OnvifSubject.Fault, "power"), ("Battery", OnvifSubject.Fault, "power"), ("Network", OnvifSubject.Fault, "network"),
        ("SignalLoss", OnvifSubject.Fault, "other"), ("VideoLoss", OnvifSubject.Fault, "other"),
        ("HardwareFailure", OnvifSubject.Fault, "other"), ("Temperature", OnvifSubject.Fault, "other"),
        ("Fan/", OnvifSubject.Fault, "other"),
        ("Loitering", OnvifSubject.Alert, "loitering"), ("LineDetector", OnvifSubject.Alert, "line-crossing"),
        ("Crossed", OnvifSubject.Alert, "line-crossing"), ("CrossLine", OnvifSubject.Alert, "line-crossing"),
        ("FenceGuard", OnvifSubject.Alert, "intrusion"), ("FieldDetector", OnvifSubject.Alert, "intrusion"),
        ("ObjectsInside", OnvifSubject.Alert, "intrusion"), ("Intrusion", OnvifSubject.Alert, "intrusion"),
        ("ObjectAnalytics", OnvifSubject.Alert, "object"), ("MotionGuard", OnvifSubject.Alert, "motion"),
        ("PIR", OnvifSubject.Alert, "motion"), ("VMD", OnvifSubject.Alert, "motion"), ("Motion", OnvifSubject.Alert, "motion"),
        ("Face", OnvifSubject.Alert, "face"), ("Fire", OnvifSubject.Alert, "fire"), ("Smoke", OnvifSubject.Alert, "fire"),
        ("Audio", OnvifSubject.Alert, "audio"), ("Sound", OnvifSubject.Alert, "audio"), ("IO/Port", OnvifSubject.Alert, "digital-input"),
        ("DigitalInput", OnvifSubject.Alert, "digital-input"),
    ];

    /// <summary>The topic as a notification writes it; prefixes of namespaces are left out.</summary>
    public static OnvifTopic Of(string written)
    {
        if (Known.TryGetValue(written, out var known))
            return known;
        var names = written[..Math.Min(written.Length, MostCharacters)].Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(name => name[(name.LastIndexOf(':') + 1)..].Trim()).Where(name => name.Length > 0).ToArray();
        var topic = Of(names);
        if (Known.Count < MostKnown)
            Known.TryAdd(written, topic);
        return topic;
    }

    /// <summary>The topic in a topic of MQTT: what follows <c>onvif-ej</c> or <c>onvif-mj</c>, or the dialect and the device.</summary>
    public static OnvifTopic OfPath(string path)
    {
        foreach (var marker in (string[])["onvif-ej/", "onvif-mj/"])
        {
            if (path.IndexOf(marker, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
                return Of(path[(at + marker.Length)..]);
        }
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["incidents", _, _, ..] ? Of(string.Join('/', parts.Skip(4))) : Of(path);
    }

    private static OnvifTopic Of(string[] names)
    {
        var path = string.Join('/', names);
        var ended = path + "/";
        foreach (var (part, subject, code) in Rules)
        {
            if (ended.Contains(part, StringComparison.OrdinalIgnoreCase))
                return new(path, subject, code);
        }
        return new(path, OnvifSubject.Alert, DialectValues.Category(names.Length > 0 ? names[^1] : null));
    }
}
