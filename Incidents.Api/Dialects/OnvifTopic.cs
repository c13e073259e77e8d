using System.Collections.Frozen;

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

    /// <summary>Nobody knows.</summary>
    Unknown,
}

/// <summary>A topic without the prefixes of its names, e.g. <c>VideoSource/GlobalSceneChange/ImagingService</c>.</summary>
/// <param name="Path">Its names with slashes between.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Code">Category code of an alert, code of a fault; else null.</param>
internal sealed record OnvifTopic(string Path, OnvifSubject Subject, string? Code)
{
    private const int MostCharacters = 400;
    private const int MostKnown = 2_000;

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, OnvifTopic> Known = new(StringComparer.Ordinal);

    // Whole levels of a topic, without numbers at their ends; the first line of which it has one decides. Capitals do not matter.
    private static readonly (OnvifSubject Subject, string? Code, string[] Levels)[] Rules =
    [
        (OnvifSubject.State, null,
        [
            "DayNightVision", "Configuration", "ConfigurationChanged", "Profile", "ProfileChanged", "LiveStreamAccessed",
            "SystemInitializing", "ProcessorUsage", "OperatingTime", "PTZ", "PTZController", "PTZPresets", "RecordingJob",
            "RecordingConfig", "RecordingHistory", "JobState", "Counter", "CountAggregation", "OccupancyCounter", "Occupancy",
            "VideoEncoder", "ScheduledEvent", "Schedule", "ClockSynchronization", "Relay", "Monitoring", "Media", "LightControl",
            "Imaging", "UserAccess", "Certificate", "AdvancedSecurity", "SystemReady", "Light",
            // Of a temperature it is said here that it is within its limits.
            "Inside",
        ]),
        (OnvifSubject.Fault, "tampering",
        [
            "GlobalSceneChange", "Tamper", "TamperDetector", "Tampering", "TamperDetection", "ImageTooBlurry", "ImageTooDark",
            "ImageTooBright", "SceneChange", "SceneChangeDetector", "ShockDetected", "Casing",
        ]),
        (OnvifSubject.Fault, "storage", ["Storage", "StorageFailure", "StorageAlert", "RecordingError"]),
        (OnvifSubject.Fault, "power",
            ["Power", "PowerSupply", "PowerSupplyFailure", "PowerFailure", "Battery", "BatteryLow", "BatteryFailure"]),
        (OnvifSubject.Fault, "network", ["Network", "NetworkFailure", "NetworkLost", "NetworkDisconnected"]),
        (OnvifSubject.Fault, "other",
        [
            "SignalLoss", "VideoLoss", "HardwareFailure", "Temperature", "TemperatureCritical", "Fan", "FanFailure", "HeaterFailure",
        ]),
        (OnvifSubject.Alert, "loitering", ["LoiteringDetector", "LoiteringGuard", "Loitering", "ObjectIsLoitering"]),
        (OnvifSubject.Alert, "line-crossing",
            ["LineDetector", "LineCrossDetector", "LineCrossing", "Crossed", "CrossLine", "CrossLineDetector", "LineCross"]),
        (OnvifSubject.Alert, "intrusion",
        [
            "FenceGuard", "FieldDetector", "ObjectsInside", "Intrusion", "IntrusionDetector", "IntrusionDetection", "RegionDetector",
            "CrossRegion", "CrossRegionDetector", "IntrusionAlarm", "EnteringRegion", "ExitingRegion", "RegionEntrance", "RegionExiting",
        ]),
        (OnvifSubject.Alert, "object", ["ObjectAnalytics", "ObjectDetector", "ObjectDetection", "TPSmartEvent"]),
        (OnvifSubject.Alert, "person", ["PeopleDetect", "PeopleDetector", "HumanShapeDetect", "HumanDetect", "PersonDetect"]),
        (OnvifSubject.Alert, "vehicle", ["VehicleDetect", "VehicleDetector", "Non_Motor_VehicleDetect", "CarDetect"]),
        (OnvifSubject.Alert, "animal", ["DogCatDetect", "AnimalDetector", "PetDetector"]),
        (OnvifSubject.Alert, "package", ["Package"]),
        (OnvifSubject.Alert, "motion",
        [
            "MotionGuard", "PIR", "VMD", "Motion", "MotionAlarm", "MotionDetector", "CellMotionDetector", "MotionRegionDetector",
            "MotionDetection",
        ]),
        (OnvifSubject.Alert, "face", ["Face", "FaceDetect", "FaceDetector", "FaceDetection"]),
        (OnvifSubject.Alert, "unattended-baggage", ["UnattendedBaggage", "AbandonedObject", "LeftObject", "UnattendedObject"]),
        (OnvifSubject.Alert, "object-removed", ["ObjectRemoval", "RemovedObject", "MissingObject"]),
        (OnvifSubject.Alert, "crowd", ["CrowdDetector", "Crowd", "CrowdDetection"]),
        (OnvifSubject.Alert, "fall", ["FallDetector", "FallDetection"]),
        (OnvifSubject.Alert, "doorbell", ["Visitor", "DoorBell"]),
        (OnvifSubject.Alert, "fire",
        [
            "Fire", "FireDetector", "FireDetection", "FireAlarm", "Smoke", "SmokeDetector", "SmokeDetection",
        ]),
        (OnvifSubject.Alert, "audio",
            ["Audio", "AudioAnalytics", "AudioDetection", "Sound", "SoundDetector", "DetectedSound", "AudioSource"]),
        (OnvifSubject.Alert, "digital-input", ["SupervisedPort", "Port", "DigitalInput", "VirtualInput", "VirtualPort", "InputPort"]),
    ];

    private static readonly FrozenDictionary<string, int> RuleOf = Rules
        .SelectMany((rule, place) => rule.Levels.Select(level => (level, place)))
        .ToFrozenDictionary(known => known.level, known => known.place, StringComparer.OrdinalIgnoreCase);

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
        var best = Rules.Length;
        foreach (var name in names)
        {
            if (RuleOf.TryGetValue(name.TrimEnd("0123456789".ToCharArray()), out var place))
                best = Math.Min(best, place);
        }
        return best < Rules.Length ? new(path, Rules[best].Subject, Rules[best].Code) : new(path, OnvifSubject.Unknown, null);
    }
}
