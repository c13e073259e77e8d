namespace Incidents.Api.Backups;

/// <summary>Settings of the private PostgreSQL's backups, <c>Backups</c>.</summary>
internal sealed class BackupSettings
{
    /// <summary>
    /// The folder of backups, best on another disk; default none. With it the write-ahead log is copied all the time, and a base backup is
    /// made regularly.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>How often a base backup is made, default daily; zero makes none.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many base backups are kept, with the write-ahead log that they need; default 7.</summary>
    public int Keep { get; set; } = 7;

    /// <summary>The folder of backups that is set, or null.</summary>
    public static string? FolderOf(IConfiguration settings) =>
        settings["Backups:Folder"] is { } folder && !string.IsNullOrWhiteSpace(folder) ? Path.GetFullPath(folder) : null;
}
