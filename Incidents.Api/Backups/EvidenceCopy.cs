using Incidents.Postgres;

namespace Incidents.Api.Backups;

/// <summary>Copies evidence into the folder of backups, and back: files that are named by their SHA-256 and never change.</summary>
/// <remarks>
/// Only what is missing is copied, and nothing is removed: where the folder of evidence is lost, its copy stays. What retention removed
/// stays in the copy too.
/// </remarks>
/// <param name="From">The folder that is copied; where there is none, there is nothing to copy.</param>
/// <param name="To">The folder that gets the copy.</param>
internal sealed record EvidenceCopy(string From, string To)
{
    private const int CharactersOfHash = 64;
    private const string Name = "evidence";

    /// <summary>From where evidence is kept to a folder of backups; null where it is in an object store.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="postgresFolder">The private PostgreSQL's folder, which is in the data folder.</param>
    /// <param name="backups">The folder of backups.</param>
    public static EvidenceCopy? Into(IConfiguration settings, string postgresFolder, BackupFolder backups) =>
        settings["Evidence:S3:Endpoint"] is { Length: > 0 } ? null : new(FolderOf(settings, postgresFolder), InBackups(backups.Path));

    /// <summary>From a folder of backups to where evidence is kept; null where it is in an object store.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="postgresFolder">The private PostgreSQL's folder, which is in the data folder.</param>
    /// <param name="from">The folder of backups, or of one base backup in it.</param>
    public static EvidenceCopy? Back(IConfiguration settings, string postgresFolder, string from)
    {
        if (settings["Evidence:S3:Endpoint"] is { Length: > 0 })
            return null;
        from = Path.GetFullPath(from);
        var backups = Directory.Exists(InBackups(from)) ? from : Path.GetFullPath(Path.Combine(from, "..", ".."));
        return new(InBackups(backups), FolderOf(settings, postgresFolder));
    }

    /// <summary>Copies what is missing.</summary>
    /// <returns>How many files, and how many bytes.</returns>
    public async Task<(int Files, long Bytes)> Run(CancellationToken cancellation)
    {
        var (files, bytes) = (0, 0L);
        if (!Directory.Exists(From))
            return (files, bytes);
        foreach (var file in new DirectoryInfo(From).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            // Not what is being taken in.
            if (file.Name.Length != CharactersOfHash)
                continue;
            var target = Path.Combine(To, Path.GetRelativePath(From, file.FullName));
            if (File.Exists(target))
                continue;
            try
            {
                await Copy(file.FullName, target, cancellation);
            }
            catch (FileNotFoundException)
            {
                // Its time was over in between.
                continue;
            }
            (files, bytes) = (files + 1, bytes + file.Length);
        }
        return (files, bytes);
    }

    private static async Task Copy(string source, string target, CancellationToken cancellation)
    {
        BackupFolder.MakePrivate(Path.GetDirectoryName(target)!);
        var unfinished = target + ".unfinished";
        await using (var from = File.OpenRead(source))
        {
            await using var to = File.Create(unfinished);
            await from.CopyToAsync(to, 1 << 20, cancellation);
            to.Flush(flushToDisk: true);
        }
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(unfinished, UnixFileMode.UserRead);
        File.Move(unfinished, target, overwrite: true);
    }

    private static string InBackups(string backups) => Path.Combine(backups, Name);

    private static string FolderOf(IConfiguration settings, string postgresFolder) =>
        Path.GetFullPath(settings["Evidence:Folder"] is { Length: > 0 } folder ? folder : Path.Combine(postgresFolder, "..", Name));
}
