using System.Globalization;
using System.Text.Json;

namespace Incidents.Postgres;

/// <summary>
/// The folder of backups: <c>base</c> holds a folder for each base backup, <c>wal</c> the write-ahead log that continues them.
/// </summary>
/// <remarks>
/// A base backup is made in a folder whose name begins with a dot, verified, and renamed as the last step: one that was interrupted is
/// never taken for a whole one, and the next backup deletes it. The write-ahead log of each server, timeline and uninterrupted copy has a
/// folder of its own.
/// </remarks>
/// <param name="path">The folder.</param>
public sealed class BackupFolder(string path)
{
    private const string Beginning = ".unfinished-";
    private const string Ending = ".deleted-";
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>The full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    private string BaseFolder => System.IO.Path.Combine(Path, "base");

    private string LogFolder => System.IO.Path.Combine(Path, "wal");

    /// <summary>The finished base backups, the oldest first.</summary>
    public IReadOnlyList<BaseBackup> Bases() => !Directory.Exists(BaseFolder) ? []
        : [.. Directory.EnumerateDirectories(BaseFolder).Select(Read).OfType<BaseBackup>().OrderBy(b => b.FinishedAt)];

    /// <summary>The base backup in a folder, or null where there is no finished one.</summary>
    /// <exception cref="EmbeddedPostgresException">Its description is damaged.</exception>
    internal static BaseBackup? Read(string folder)
    {
        var file = System.IO.Path.Combine(folder, BaseBackup.FileName);
        if (System.IO.Path.GetFileName(folder).StartsWith('.') || !File.Exists(file))
            return null;
        try
        {
            return JsonSerializer.Deserialize<BaseBackup>(File.ReadAllText(file), Json)! with { Folder = folder };
        }
        catch (JsonException e)
        {
            throw new EmbeddedPostgresException($"{file} does not describe a backup: {e.Message}", e);
        }
    }

    /// <summary>The folder of a copy of the write-ahead log.</summary>
    internal string LogPath(string log) => System.IO.Path.Combine(LogFolder, log);

    /// <summary>The name of the latest copy of a server's log, or of a new one.</summary>
    /// <param name="system">The server's identity.</param>
    /// <param name="timeline">Its timeline.</param>
    /// <param name="anew">Whether the copy begins anew.</param>
    internal string LogName(string system, uint timeline, bool anew)
    {
        var beginning = string.Create(CultureInfo.InvariantCulture, $"{system}-{timeline:X8}-");
        var last = !Directory.Exists(LogFolder) ? 0
            : Directory.EnumerateDirectories(LogFolder, beginning + "*")
                .Select(d => int.TryParse(System.IO.Path.GetFileName(d).AsSpan(beginning.Length), out var n) ? n : 0)
                .DefaultIfEmpty().Max();
        var number = anew || last == 0 ? last + 1 : last;
        return string.Create(CultureInfo.InvariantCulture, $"{beginning}{number}");
    }

    /// <summary>A new folder for a base backup that begins; what was left of interrupted ones is deleted.</summary>
    internal string Begin(DateTimeOffset now)
    {
        MakePrivate(BaseFolder);
        foreach (var left in Directory.EnumerateDirectories(BaseFolder, ".*"))
            Directory.Delete(left, recursive: true);
        var name = now.ToUniversalTime().ToString("yyyy-MM-dd'T'HH-mm-ss-fff'Z'", CultureInfo.InvariantCulture);
        return MakePrivate(System.IO.Path.Combine(BaseFolder, Beginning + name));
    }

    /// <summary>Describes a backup and gives it its name: from now on it counts.</summary>
    internal static BaseBackup Finish(string folder, BaseBackup backup)
    {
        var text = JsonSerializer.Serialize(backup, Json) + "\n";
        PasswordFile.WritePrivate(System.IO.Path.Combine(folder, BaseBackup.FileName), text);
        var name = System.IO.Path.GetFileName(folder)[Beginning.Length..];
        var final = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(folder)!, name);
        Directory.Move(folder, final);
        return backup with { Folder = final };
    }

    /// <summary>Deletes all but the latest base backups, and the parts of the write-ahead log that no remaining one needs.</summary>
    /// <param name="keep">How many base backups remain, at least 1.</param>
    public void Prune(int keep)
    {
        var bases = Bases();
        foreach (var old in bases.Take(Math.Max(0, bases.Count - Math.Max(1, keep))))
        {
            // One that is being deleted is no longer whole.
            var deleted = System.IO.Path.Combine(BaseFolder, Ending + old.Name);
            Directory.Move(old.Folder, deleted);
            Directory.Delete(deleted, recursive: true);
        }
        var kept = Bases();
        if (kept.Count == 0 || !Directory.Exists(LogFolder))
            return;
        foreach (var log in Directory.EnumerateDirectories(LogFolder))
        {
            var name = System.IO.Path.GetFileName(log);
            var users = kept.Where(b => b.Log == name).ToList();
            if (users.Count == 0)
            {
                // The copy that is being received is written to all the time.
                if (Directory.GetLastWriteTimeUtc(log) < kept[0].FinishedAt)
                    Directory.Delete(log, recursive: true);
                continue;
            }
            var first = users.Min(b => WalSegment.Position(b.StartPosition) / (ulong)WalSegment.Length);
            foreach (var file in Directory.EnumerateFiles(log))
            {
                if (WalSegment.Named(System.IO.Path.GetFileName(file)) is { } segment && segment.Number < first)
                    File.Delete(file);
            }
        }
    }

    /// <summary>Makes a folder that its owner alone may read.</summary>
    public static string MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(folder).FullName;
        return Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }
}
