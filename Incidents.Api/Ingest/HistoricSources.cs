namespace Incidents.Api.Ingest;

/// <summary>The sources that may say from when something was known; setting <c>Sources:Historic</c>.</summary>
/// <remarks>
/// A report without <c>knownAt</c> is known when it is taken. One with it changes figures as known on past days, which only the register of
/// a past time may do. The map of an import, which declares the days of its source, needs no setting.
/// </remarks>
internal sealed class HistoricSources
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly List<string> beginnings = [];

    /// <summary>Reads the setting: names with semicolons between; <c>*</c> at the end of a name stands for any end.</summary>
    public static HistoricSources From(IConfiguration settings)
    {
        var sources = new HistoricSources();
        var listed = settings["Sources:Historic"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var name in listed ?? [])
        {
            if (name[^1] == '*')
                sources.beginnings.Add(name[..^1]);
            else
                sources.names.Add(name);
        }
        return sources;
    }

    /// <summary>Whether a source is one of them.</summary>
    public bool Contains(string source) =>
        names.Contains(source) || beginnings.Exists(beginning => source.StartsWith(beginning, StringComparison.Ordinal));
}
