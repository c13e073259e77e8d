namespace Incidents.Api.Dialects;

/// <summary>What the events of Hikvision are, by their types in small letters.</summary>
internal static class HikvisionCodes
{
    /// <summary>The code of a fault of the device; null for what is none.</summary>
    public static string? FaultOf(string kind) => kind switch
    {
        "shelteralarm" or "tamperdetection" or "tamper" or "scenechangedetection" or "defocus" or "defocusdetection" => "tampering",
        "diskfull" or "diskerror" or "diskunformat" or "hdfull" or "hderror" or "hdbadblock" or "raidexception" or "storagedetection"
            or "nostorage" => "storage",
        "nicbroken" or "ipconflict" or "networkbroken" => "network",
        "videoloss" or "videomismatch" or "badvideo" or "recordexception" or "videoexception" => "other",
        "lowbattery" or "powerexception" => "power",
        _ => null,
    };

    /// <summary>Whether it is a state, a count or a service message: nothing to report.</summary>
    public static bool IsState(string kind) => kind is
        "duration" or "pdc" or "peoplecounting" or "framespeoplecounting" or "personqueuecounting" or "personqueuedetection" or "heatmap"
            or "timesync" or "timechange" or "tps" or "devicestatus" or "upgrade" or "statuschange" or "accesscontrollerevent";

    /// <summary>The category of an alert of the camera; null for what nobody knows.</summary>
    public static string? CategoryOf(string kind) => kind switch
    {
        "vmd" or "pir" or "motiondetection" or "motion" => "motion",
        "linedetection" or "linecrossing" or "linecrossingdetection" or "crossline" => "line-crossing",
        "fielddetection" or "regionentrance" or "regionexiting" or "intrusion" or "intrusiondetection" => "intrusion",
        "loitering" or "loiteringdetection" => "loitering",
        "fight" or "fightdetection" or "violentmotion" => "fight",
        "group" or "groupdetection" or "peoplegathering" => "crowd",
        "unattendedbaggage" => "unattended-baggage",
        "attendedbaggage" => "object-removed",
        "parking" or "parkingdetection" => "parking",
        "rapidmove" => "running",
        "falldown" => "fall",
        "advreachheight" or "climb" => "climbing",
        "leaveposition" => "post-left",
        "firedetection" or "smokedetection" or "smokeandfiredetection" or "fireescapedetection" => "fire",
        "tma" or "temperaturealarm" or "thermometry" => "temperature",
        "io" or "externalalarm" or "emergencyalarm" => "digital-input",
        "audioexception" or "audiodetection" => "audio",
        "facedetection" or "facesnap" or "alarmresult" => "face",
        "aid" => "traffic-incident",
        "illaccess" => "illegal-access",
        _ => null,
    };
}
