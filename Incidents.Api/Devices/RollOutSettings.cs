using Incidents.Domain.Devices;
using Incidents.Projections.Devices;

namespace Incidents.Api.Devices;

/// <summary>The plan of the programme; configuration section <c>RollOut</c>.</summary>
/// <remarks>The defaults are those of the contract of Karaganda region: three years, 4.6 milliard tenge with upkeep.</remarks>
public sealed class RollOutSettings
{
    /// <summary>The year whose first day is the first day of the programme.</summary>
    public int FirstYear { get; set; } = 2025;

    /// <summary>Number of years.</summary>
    public int Years { get; set; } = 3;

    /// <summary>Number of street cameras.</summary>
    public int Cameras { get; set; } = 3_223;

    /// <summary>Number of complexes that record traffic violations.</summary>
    public int Recorders { get; set; } = 100;

    /// <summary>Number of emergency terminals.</summary>
    public int SosTerminals { get; set; } = 33;

    /// <summary>Cost in tenge, with the upkeep of these years.</summary>
    public long BudgetTenge { get; set; } = 4_600_000_000;

    /// <summary>
    /// The share of the devices that is to be in service by the end of each year, from 0 to 1, the first year first: 0.2, 0.6 for three
    /// years. A year without one has its equal part, and the last one has all.
    /// </summary>
    public IReadOnlyList<double>? SharesByYear { get; set; }

    /// <summary>The plan that the settings describe.</summary>
    public RollOutPlan Plan()
    {
        // Years that no calendar has are those of the nearest one that it has.
        var first = Math.Clamp(FirstYear, 1990, 2100);
        return new(
            new(first, 1, 1), new(Math.Clamp(first + Math.Min(Years, 100), first + 1, 2200), 1, 1),
            new Dictionary<DeviceKind, int>
            {
                [DeviceKind.Camera] = Cameras,
                [DeviceKind.Recorder] = Recorders,
                [DeviceKind.SosTerminal] = SosTerminals,
            },
            BudgetTenge)
        {
            SharesByYear = SharesByYear ?? [],
        };
    }
}
