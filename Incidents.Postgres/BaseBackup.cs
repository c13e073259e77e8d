using System.Text.Json.Serialization;

namespace Incidents.Postgres;

/// <summary>A finished base backup, as its file <c>backup.json</c> describes it.</summary>
/// <param name="FinishedAt">From this moment on it can be restored to.</param>
/// <param name="PostgresVersion">The release that can open it.</param>
/// <param name="SystemIdentifier">The server's identity, the same for all that was restored from it.</param>
/// <param name="Timeline">The server's timeline; a restored server begins a new one.</param>
/// <param name="StartPosition">Where in the write-ahead log it begins.</param>
/// <param name="StopPosition">From this position on it is consistent.</param>
/// <param name="Log">The folder of the write-ahead log that continues it; null for one without continuation.</param>
/// <param name="Bytes">What it takes on the disk.</param>
public sealed record BaseBackup(
    DateTimeOffset FinishedAt, int PostgresVersion, string SystemIdentifier, uint Timeline, string StartPosition, string StopPosition,
    string? Log, long Bytes)
{
    /// <summary>The name of the file that describes it.</summary>
    public const string FileName = "backup.json";

    /// <summary>The folder that holds it.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = "";

    /// <summary>The folder's own name.</summary>
    [JsonIgnore]
    public string Name => Path.GetFileName(Folder);

    /// <summary>The server's files in it.</summary>
    internal string Cluster => Path.Combine(Folder, "cluster");
}
