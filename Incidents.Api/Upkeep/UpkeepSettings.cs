namespace Incidents.Api.Upkeep;

/// <summary>Settings of municipal property; configuration section <c>Upkeep</c>.</summary>
/// <remarks>Kinds, hours and classes of streets are in <c>Data/upkeep.json</c>.</remarks>
public sealed class UpkeepSettings
{
    /// <summary>How often it is looked for observations of the same thing; 0 for never.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);
}
