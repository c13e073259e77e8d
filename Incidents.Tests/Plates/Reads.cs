using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Incidents.Tests.Plates;

/// <summary>Reports with plates, and what a search for them finds.</summary>
internal static class Reads
{
    public const string Query =
        """
        query($f: PlateReadFilterInput!) @purpose(reason: INVESTIGATION, reference: "7") {
          plateReads(filter: $f, first: 1000) { totalCount nodes { id kind plate distance deviceId occurredAt category } } }
        """;

    /// <summary>A violation of a day of January.</summary>
    public static object Violation(string city, int day, string? plate) => Report(city, $"{day}", "violation", plate, day);

    /// <summary>An alert of a day of January.</summary>
    public static object Alert(string city, int day, string? plate) => Report(city, $"{day}", "alert", plate, day);

    /// <summary>What the analytics say of the alert so many seconds later.</summary>
    public static object Update(string city, int day, string plate, int seconds) => new
    {
        source = city,
        id = $"{day}",
        kind = "alert",
        phase = "updated",
        city,
        category = "fight",
        plate,
        occurredAt = $"2026-01-{day:00}T10:00:{seconds:00}+05:00",
    };

    /// <summary>A violation at a moment and place.</summary>
    public static object At(string city, int id, string plate, string at, string device, double longitude, double latitude) => new
    {
        source = city,
        id = $"at-{id}",
        kind = "violation",
        city,
        article = "592",
        part = "1",
        plate,
        deviceId = device,
        longitude,
        latitude,
        occurredAt = at.Length > 10 ? $"{at}+05:00" : at,
    };

    /// <summary>The days of the reads that a filter finds in a city, in order.</summary>
    public static async Task<List<int>> Found(RunningHost host, string city, object filter)
    {
        var members = JsonSerializer.SerializeToNode(filter)!.AsObject();
        members["cities"] = new JsonArray(city);
        var reads = (await host.Ask(Query, new { f = members })).GetProperty("plateReads");
        List<int> days =
        [
            .. reads.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("occurredAt").GetDateTimeOffset().Day).Order(),
        ];
        Assert.Equal(days.Count, reads.GetProperty("totalCount").GetInt32());
        return days;
    }

    private static object Report(string city, string id, string kind, string? plate, int day) => new
    {
        source = city,
        id,
        kind,
        city,
        category = kind == "alert" ? "fight" : null,
        article = kind == "alert" ? null : "592",
        part = kind == "alert" ? null : "1",
        plate,
        deviceId = $"cam-{day}",
        longitude = 73 + day / 100.0,
        latitude = 49.8,
        occurredAt = $"2026-01-{day:00}T10:00:00+05:00",
    };
}
