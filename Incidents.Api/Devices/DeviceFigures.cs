using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections.Devices;
using NodaTime;

namespace Incidents.Api.Devices;

/// <summary>Key figures of devices: how long they worked, and how far the roll-out is.</summary>
[QueryType]
internal static class DeviceFigures
{
    private const int MostYears = 10;

    /// <summary>
    /// How long the accepted devices of each town and kind were neither silent nor faulted. A silence begins when the device was last
    /// heard; a device that is silent with its town counts as silent. Time of which nothing is known is in no share.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day after the period, at most ten years later; what lies ahead is not counted.</param>
    /// <param name="cities">City codes; default all.</param>
    public static async Task<IEnumerable<DeviceAvailability>> DeviceAvailability(
        [FromServices] AvailabilityReader reader, [FromServices] IClock clock, LocalDate from, LocalDate until,
        IEnumerable<string>? cities = null, CancellationToken cancellation = default)
    {
        if (from >= until)
            throw RefusedException.BadInput("until", "The period is at least one day long.");
        if (until.Year - from.Year > MostYears)
            throw RefusedException.BadInput("until", $"The period has at most {MostYears} years.");
        return await reader.Read(cities?.ToArray(), from, until, clock.GetCurrentInstant(), cancellation);
    }

    /// <summary>The roll-out of devices against the plan of the programme, by kind, town and month, with money and upkeep.</summary>
    /// <param name="cities">City codes; default all. The targets and the budget are those of the whole programme.</param>
    public static async Task<RollOut> RollOut(
        [FromServices] RollOutReader reader, [FromServices] RollOutSettings settings, [FromServices] Cities clocks,
        [FromServices] IClock clock, IEnumerable<string>? cities = null, CancellationToken cancellation = default)
    {
        var (plan, today) = (settings.Plan(), clocks.Local(clock.GetCurrentInstant(), null).Date);
        return Incidents.Projections.Devices.RollOut.Of(plan, await reader.Read(plan, cities?.ToArray(), cancellation), today);
    }
}
