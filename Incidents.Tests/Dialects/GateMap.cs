namespace Incidents.Tests.Dialects;

/// <summary>A map for the reads of a gate, as an installation would write it.</summary>
internal static class GateMap
{
    private const string Map =
        """
        {
          "kind": "plateRead",
          "occurredAt": { "column": "event_time_local" },
          "plate": "plate_masked",
          "identity": { "columns": ["plate_masked", "event_time_local"] },
        }
        """;

    /// <summary>The folder with it, as <c>gate.json</c>.</summary>
    public static string Folder { get; } = Make();

    private static string Make()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"maps-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "gate.json"), Map);
        return folder;
    }
}
