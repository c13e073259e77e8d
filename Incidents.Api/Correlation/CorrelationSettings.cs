namespace Incidents.Api.Correlation;

/// <summary>Settings of the correlation; configuration section <c>Correlation</c>.</summary>
public sealed class CorrelationSettings
{
    /// <summary>Whether rules link signals and open incidents, default yes; never on a host that simulates.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Path of a file of rules; default the one that comes with the program.</summary>
    public string? Rules { get; set; }
}
