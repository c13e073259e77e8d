namespace Incidents.Api.Dialects;

/// <summary>Settings of the dialects of devices; configuration section <c>Dialects</c>.</summary>
internal sealed class DialectSettings
{
    /// <summary>Folder of maps for <c>webhook.NAME</c>, beside those of the build; default none.</summary>
    public string Maps { get; set; } = "";

    /// <summary>Most bytes of a message with its pictures, by HTTP; default 16 MiB. Code <c>BODY_TOO_LARGE</c>.</summary>
    public int MostBytes { get; set; } = 16 << 20;

    /// <summary>How long the place of a device is taken as known, default 10 seconds.</summary>
    public TimeSpan PlacesKept { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long an alert lasts that a device says again and again, from one time to the next, default 1 minute: where it is said after a
    /// longer pause, the one before was over when it was last said.
    /// </summary>
    public TimeSpan LastsUnsaid { get; set; } = TimeSpan.FromMinutes(1);
}
