using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections;
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
    /// heard; while the link of a town is silent, all of its devices are.
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
        [FromServices] IClock clock, IEnumerable<string>? cities = null, CancellationToken cancellation = default) =>
        Incidents.Projections.Devices.RollOut.Of(
            settings.Plan(), await reader.Read(cities?.ToArray(), cancellation), clocks.Local(clock.GetCurrentInstant(), null).Date);
}

/// <summary>Figures of one device.</summary>
[ExtendObjectType(typeof(DeviceRow))]
internal static class DeviceRowFigures
{
    private static readonly Duration Reached = Duration.FromDays(30);

    /// <summary>
    /// Share of the last 30 days, from its acceptance on, in which it was neither silent nor faulted, 0 to 1; null where it is not
    /// accepted, and where it is retired. `outages` has what it is computed from.
    /// </summary>
    public static double? AvailableShare(
        [Parent] DeviceRow device, [FromServices] Cities cities, [FromServices] IClock clock,
        [Seen(RowClasses.Device)] RowSight sight)
    {
        if (!sight.SeesTown(device.City) || device.IsRetired || device.Details.AcceptedOn is not { } accepted)
            return null;
        var now = clock.GetCurrentInstant();
        var from = Instant.Max(now - Reached, cities.ZoneOf(device.City).AtStartOfDay(accepted).ToInstant());
        var (whole, silent, faulted) = Availability.Seconds(
            from, now, device.Outages.Select(o => (o.BeganAt.ToInstant(), o.EndedAt?.ToInstant(), o.Fault is null)));
        return whole > 0 ? 1 - (silent + faulted) / whole : null;
    }
}
