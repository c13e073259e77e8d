namespace Incidents.Api.Pictures;

/// <summary>Settings of the pictures and clips that alerts name; configuration section <c>Pictures</c>.</summary>
public sealed class PictureSettings
{
    /// <summary>
    /// Origins that pictures and clips are fetched from, as <c>https://vms.example:8443</c>, with <c>;</c> between; default none: then no
    /// picture has a link.
    /// </summary>
    public string? AllowedOrigins { get; set; }

    /// <summary>
    /// Networks outside of the public Internet that the names of the origins may resolve to, as <c>10.20.0.0/16</c>, with <c>;</c>
    /// between; default none. An origin that is written as an address needs none.
    /// </summary>
    public string? Networks { get; set; }

    /// <summary>
    /// Address of the live picture of a camera in the video system, with <c>{city}</c>, <c>{deviceId}</c> and <c>{from}</c> in its path
    /// or query; default none.
    /// </summary>
    public string? LivePattern { get; set; }

    /// <summary>How long a link can be used, default 15 minutes; up to 5 minutes longer.</summary>
    public TimeSpan LinkLife { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Greatest size of a picture, default 10 MB. Error <c>PICTURE_TOO_LARGE</c>.</summary>
    /// <remarks>A picture is held in memory until it is known to be the one that was reported.</remarks>
    public long MostPictureBytes { get; set; } = 10_000_000;

    /// <summary>Greatest size of a clip, default 1 GB. Error <c>PICTURE_TOO_LARGE</c>.</summary>
    public long MostClipBytes { get; set; } = 1_000_000_000;

    /// <summary>Greatest number of pictures and clips on their way at once, default 32. Error <c>TOO_BUSY</c>.</summary>
    public int MostAtOnce { get; set; } = 32;

    /// <summary>The same of one caller, default 8.</summary>
    public int MostAtOnceOfCaller { get; set; } = 8;

    /// <summary>Longest time for which the video system, or the client, does nothing, default 10 s.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest duration of an answer, default 10 minutes.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromMinutes(10);
}
