using Incidents.Domain;
using NodaTime;

namespace Incidents.Tests.Counts;

/// <summary>An incident of <see cref="FilteredTowns"/>.</summary>
internal sealed record TownIncident(string City, string? District, string Category, GeoPoint Point, LocalDate Day, int Hour)
{
    /// <summary>0 (Monday, 00:00 to 01:00) to 167.</summary>
    public int HourOfWeek => ((int)Day.DayOfWeek - 1) * 24 + Hour;
}

/// <summary>Two towns whose districts have the same names, with incidents at random places, days and hours.</summary>
internal sealed class FilteredTowns
{
    /// <summary>Name of a district in both towns.</summary>
    public const string Shared = "Город";

    /// <summary>Where all incidents lie, as an argument.</summary>
    public const string Around = "bounds: { west: 73, south: 49.7, east: 73.3, north: 49.9 }";

    /// <summary>Their period, as arguments.</summary>
    public const string Period = "from: \"2026-01-01\", until: \"2026-04-01\"";

    private static readonly string[] Categories = ["theft", "robbery", "assault", "fire"];
    private static readonly LocalDate First = new(2026, 1, 1);

    private FilteredTowns(string one, string other, IReadOnlyList<TownIncident> incidents) =>
        (One, Other, Incidents) = (one, other, incidents);

    public string One { get; }

    public string Other { get; }

    public IReadOnlyList<TownIncident> Incidents { get; }

    /// <summary>Reports the incidents and waits until they are counted.</summary>
    public static async Task<FilteredTowns> In(RunningHost host, int count)
    {
        var (one, other, random) = (await host.NewCity(), await host.NewCity(), new Random(17));
        await host.Covers(one);
        await host.Covers(other);
        string?[] districts = [Shared, "Север", null];
        TownIncident[] incidents =
        [
            .. Enumerable.Range(0, count).Select(_ => new TownIncident(
                random.Next(3) == 0 ? other : one, districts[random.Next(3)], Categories[random.Next(4)],
                // In the middle of cells of zoom 18, so that bounds at other places cut none in two.
                GridCell.At(new(73.02 + random.Next(260) * 1e-3, 49.72 + random.Next(160) * 1e-3)).Centre(),
                // Whole weeks before and after a day on which something is installed.
                First.PlusDays(random.Next(84) is var day && day >= 49 ? day + 1 : day), random.Next(24))),
        ];
        var answer = await host.PostLines(incidents.Select((incident, i) => new
        {
            source = one,
            id = $"{i}",
            kind = "incident",
            city = incident.City,
            district = incident.District,
            category = incident.Category,
            longitude = incident.Point.Longitude,
            latitude = incident.Point.Latitude,
            occurredAt = $"{incident.Day:uuuu-MM-dd}T{incident.Hour:00}:30:00",
        }));
        Xunit.Assert.All(answer.Statuses, status => Xunit.Assert.Equal("accepted", status));
        await host.CaughtUp();
        return new(one, other, incidents);
    }
}
