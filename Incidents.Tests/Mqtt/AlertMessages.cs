using System.Text.Json;
using System.Text.Json.Nodes;

namespace Incidents.Tests.Mqtt;

/// <summary>Alerts of cameras in Karaganda, as they publish them in the product's own dialect.</summary>
internal static class AlertMessages
{
    /// <summary>The beginning of an alert.</summary>
    public static (string Topic, string Payload) Raised(int number) =>
        (Topic(number), Json(number, new { deviceId = $"cam-{number % 10}" }));

    /// <summary>Beginning, change and end of an alert, in the order of their times.</summary>
    public static IEnumerable<(string Topic, string Payload)> Steps(int number)
    {
        yield return Raised(number);
        yield return (Topic(number), Json(number, new { phase = "updated", occurredAt = "2026-03-02T10:00:20+05:00", confidence = 0.9 }));
        yield return (Topic(number), Json(number, new { phase = "ended", occurredAt = "2026-03-02T10:01:00+05:00" }));
    }

    /// <summary>A report, with other fields or values where they are given.</summary>
    public static string Json(int number, object other)
    {
        var report = new JsonObject
        {
            ["id"] = $"{number}",
            ["kind"] = "alert",
            ["category"] = "fight",
            ["occurredAt"] = "2026-03-02T10:00:00+05:00",
        };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(other)!.AsObject())
            report[name] = value?.DeepClone();
        return report.ToJsonString();
    }

    /// <summary>The ids of the alerts that are in the store, each as often as it is there.</summary>
    public static async Task<List<string>> Ids(RunningHost host) =>
    [
        .. (await host.Query(
            $"""
             select data #>> '{Origin}' from store.mt_events where type = 'alert_raised' order by (data #>> '{Origin}')::int
             """)).Select(row => (string)row[0]),
    ];

    private const string Origin = "{origin,id}";

    private static string Topic(int number) => $"incidents/karaganda/reports/cam-{number % 10}";
}
