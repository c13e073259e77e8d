namespace Incidents.Tests.Subscriptions;

/// <summary>Reports that the tests of queues and subscriptions send.</summary>
internal static class LiveReports
{
    public const string Raised =
        "subscription($filter: LiveFilterInput, $after: Long) { alertRaised(filter: $filter, after: $after) "
        + "{ position missed { count after until } alert { id sourceId category } } }";

    /// <summary>A step of an alert.</summary>
    public static object Alert(
        string city, string id, string category = "fight", string? phase = null, string at = "2026-03-02T10:00:00+05:00",
        double longitude = 73.1, double latitude = 49.8) => new
        {
            source = city,
            id,
            kind = "alert",
            phase,
            city,
            category,
            longitude,
            latitude,
            occurredAt = at,
        };

    /// <summary>An incident.</summary>
    public static object Incident(string city, string id, string category, string at = "2026-03-02T10:00:00+05:00") =>
        new { source = city, id, kind = "incident", city, category, occurredAt = at };

    /// <summary>A call.</summary>
    public static object Call(string city, string id, string? phase = null, string at = "2026-03-02T10:00:00+05:00") =>
        new { source = city, id, kind = "sosCall", phase, city, by = phase is "answered" ? "op" : null, occurredAt = at };

    /// <summary>A violation.</summary>
    public static object Violation(string city, string id, string at = "2026-03-02T10:00:00+05:00") =>
        new { source = city, id, kind = "violation", city, article = "592", part = "1", occurredAt = at };

    /// <summary>What a device reports of itself a second ago.</summary>
    public static object Device(string city, string device, string phase, string reason) => new
    {
        source = city,
        id = device,
        kind = "device",
        phase,
        city,
        deviceId = device,
        reason,
        occurredAt = DateTimeOffset.UtcNow.AddSeconds(-1),
    };

    /// <summary>The filter of a town.</summary>
    public static object Of(string city) => new { cities = new[] { city } };
}
