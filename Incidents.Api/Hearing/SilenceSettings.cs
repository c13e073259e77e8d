namespace Incidents.Api.Hearing;

/// <summary>How silent devices are found; configuration section <c>Silence</c>.</summary>
public sealed class SilenceSettings
{
    /// <summary>How often it is looked for devices that have fallen silent; 0 for never.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How many suspicions a device and day may be false, above 0: 0.001 is one a day among 1,000 devices. Fewer take longer to find.
    /// </summary>
    public double FalseSuspicionsPerDeviceDay { get; set; } = 0.001;

    /// <summary>Fewer devices that fall silent together are told one by one.</summary>
    public int LeastOfTown { get; set; } = 5;

    /// <summary>The share of a town's devices that fall silent together from which on it is told as the town's link.</summary>
    public double ShareOfTown { get; set; } = 0.5;

    /// <summary>The level, not so low that no silence is long enough.</summary>
    internal double Level => Math.Max(FalseSuspicionsPerDeviceDay, 1e-9);
}
