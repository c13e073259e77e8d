namespace Incidents.Api.Dialects;

/// <summary>What the events of Dahua are, by their codes.</summary>
internal static class DahuaCodes
{
    /// <summary>The code of a fault of the device; null for what is none.</summary>
    public static string? FaultOf(string code) => code.ToLowerInvariant() switch
    {
        "videoblind" or "scenechange" or "videounfocus" or "defocusdetection" or "videotamper" or "chassisintruded" => "tampering",
        "storagefailure" or "storagenotexist" or "storagelowspace" or "storageerror" or "harddiskabsent" or "sdcardabnormal"
            or "raidstateexception" => "storage",
        "netabort" or "ipconflict" or "macconflict" => "network",
        "videoloss" or "fanspeed" or "temperature" => "other",
        "batterylowpower" or "lowbattery" or "powerfault" => "power",
        _ => null,
    };

    /// <summary>Whether it is a state, a count or a service message: nothing to report.</summary>
    public static bool IsState(string code) => code.ToLowerInvariant() is
        "timechange" or "ntpadjusttime" or "videoabnormaldetection" or "newfile" or "rtspsessiondisconnect" or "userlogin" or "loginout"
            or "configmodified" or "intelliframe" or "systemstate" or "interloginsuccess" or "login" or "logout" or "lefunctionstatussync"
            or "videomotioninfo" or "numberstat" or "mannumdetection" or "heatmapdata" or "sipregisterresult" or "reboot" or "upgrade"
            or "recordchange" or "alarmoutput" or "profilealarmtransmit" or "netmonitorabort" or "clienttoken" or "newsnap";

    /// <summary>The category of an alert of the camera; null for what nobody knows.</summary>
    public static string? CategoryOf(string code) => code.ToLowerInvariant() switch
    {
        "videomotion" or "smartmotionhuman" or "smartmotionvehicle" or "motiondetect" => "motion",
        "crosslinedetection" => "line-crossing",
        "crossregiondetection" or "takenawaydetection" => "intrusion",
        "wanderdetection" or "staydetection" => "loitering",
        "leftdetection" => "unattended-baggage",
        "fightdetection" => "fight",
        "crowddetection" or "rioterdetection" => "crowd",
        "firedetection" or "smokedetection" or "firewarning" => "fire",
        "alarmlocal" or "alarm" => "digital-input",
        "audiomutation" or "audioanomaly" => "audio",
        "facedetection" or "facerecognition" => "face",
        "parkingdetection" => "parking",
        "movedetection" or "rapidmove" => "running",
        "tumbledetection" or "falldetection" => "fall",
        "climbdetection" => "climbing",
        "heatimagingtemper" or "heatimagingdiffer" => "temperature",
        "loginfailure" => "illegal-access",
        "trafficaccident" => "traffic-accident",
        "trafficjam" => "traffic-jam",
        "trafficpedestrian" => "pedestrian",
        "trafficthrow" or "trafficobject" => "road-debris",
        "trafficroadblock" or "trafficroadconstruction" => "road-works",
        _ => null,
    };
}
