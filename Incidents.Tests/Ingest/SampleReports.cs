namespace Incidents.Tests.Ingest;

/// <summary>Reports that the intake's tests send.</summary>
internal static class SampleReports
{
    public const string Then = "2026-01-05T10:00:00+05:00";

    public static object Report(string city, string id) =>
        new { source = city, id, kind = "incident", city, category = "theft", occurredAt = Then };

    public static string Incident(string city, string id, string? description = null, string? source = null)
    {
        var more = $",\"occurredAt\":\"{Then}\"" + (description is null ? "" : $",\"description\":\"{description}\"");
        return $$"""{"source":"{{source ?? city}}","id":"{{id}}","kind":"incident","city":"{{city}}","category":"theft"{{more}}}""";
    }
}
