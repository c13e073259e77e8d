using Incidents.Api.CommandLine;
using NodaTime;

namespace Incidents.Api.Units;

/// <summary>Settings of units; configuration section <c>Units</c>.</summary>
internal sealed class UnitSettings
{
    /// <summary>The speed by which travel times are estimated, in a straight line, default 30 km/h; 1 to 300.</summary>
    public double KilometresPerHour { get; set; } = 30;

    /// <summary>
    /// How long a unit counts as being where its phone reported it, default 15 minutes; then as being where it stands by.
    /// </summary>
    public TimeSpan PositionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The same as a duration.</summary>
    internal Duration LongestAge => Duration.FromTimeSpan(PositionAge);

    /// <summary>Checks the speed.</summary>
    /// <exception cref="HostOptionsException">Nothing drives like that.</exception>
    internal void Check()
    {
        if (KilometresPerHour is not (>= 1 and <= 300))
            throw new HostOptionsException($"Units:KilometresPerHour is from 1 to 300, not {KilometresPerHour}.");
    }
}
