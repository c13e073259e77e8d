using System.Globalization;

namespace Incidents.Postgres;

/// <summary>The base backup and the files of the write-ahead log that a restore reads.</summary>
/// <param name="Backup">The base backup.</param>
/// <param name="Log">The files that continue it, in order and without a gap; empty where it ends with itself.</param>
/// <param name="Mark">Up to where these files must be readable; null where nothing states that.</param>
internal sealed record RestoreSource(BaseBackup Backup, IReadOnlyList<(WalSegment Segment, string File)> Log, WalMark? Mark)
{
    /// <summary>What the restored data take at first.</summary>
    public long Bytes => Backup.Bytes + Log.Count * WalSegment.Length;

    /// <summary>Chooses the last base backup that was finished by the moment, and the log that continues it.</summary>
    /// <exception cref="EmbeddedPostgresException">There is none, or the log has a gap.</exception>
    public static RestoreSource Find(string from, DateTimeOffset? at)
    {
        from = Path.TrimEndingDirectorySeparator(Path.GetFullPath(from));
        if (!Directory.Exists(from))
            throw new EmbeddedPostgresException($"There is no folder {from}.");
        if (BackupFolder.Read(from) is { } one)
            return Of(new(Path.GetDirectoryName(Path.GetDirectoryName(from)!)!), one, at);
        var folder = new BackupFolder(from);
        var bases = folder.Bases();
        if (bases.Count == 0)
            throw new EmbeddedPostgresException($"{from} contains no finished backup.");
        return Of(
            folder,
            bases.LastOrDefault(b => at is null || b.FinishedAt <= at)
                ?? throw new EmbeddedPostgresException(
                    $"The oldest backup in {from} was finished at {Text(bases[0].FinishedAt)}: an earlier moment cannot be restored."),
            at);
    }

    /// <summary>A moment as it is shown and given.</summary>
    public static string Text(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static RestoreSource Of(BackupFolder folder, BaseBackup backup, DateTimeOffset? at)
    {
        if (at < backup.FinishedAt)
            throw new EmbeddedPostgresException(
                $"The backup {backup.Name} was finished at {Text(backup.FinishedAt)}: an earlier moment cannot be restored from it.");
        if (backup.Log is null || !Directory.Exists(folder.LogPath(backup.Log)))
        {
            return at is null ? new(backup, [], null)
                : throw new EmbeddedPostgresException(
                    $"No write-ahead log continues the backup {backup.Name}: only --at latest can be restored from it.");
        }
        var path = folder.LogPath(backup.Log);
        var mark = WalMark.Read(path);
        var first = WalSegment.Of(backup.Timeline, WalSegment.Position(backup.StopPosition));
        // The second base backup after the moment is long enough after it; what comes then is not read.
        var bound = at is null ? null : folder.Bases().Where(b => b.Log == backup.Log && b.FinishedAt > at).Skip(1).FirstOrDefault();
        var end = bound is null ? ulong.MaxValue : WalSegment.Of(backup.Timeline, WalSegment.Position(bound.StopPosition)).Number;
        var files = (
            from file in Directory.EnumerateFiles(path)
            let segment = WalSegment.Named(Path.GetFileName(file))
            where segment is { } s && s.Timeline == backup.Timeline && s.Number >= first.Number && s.Number <= end
            // A finished file comes before an unfinished one of the same name.
            orderby segment.Value.Number, file.Length
            select (Segment: segment.Value, File: file)).DistinctBy(f => f.Segment).ToList();
        var needed = mark is null ? first : WalSegment.Of(backup.Timeline, WalSegment.Position(mark.Position) - 1);
        Check(backup, path, first, files, bound is null && needed.Number >= first.Number ? needed : first);
        return new(backup, files, bound is null ? mark : null);
    }

    private static void Check(
        BaseBackup backup, string path, WalSegment first, List<(WalSegment Segment, string File)> files, WalSegment needed)
    {
        var expected = first;
        foreach (var (segment, file) in files)
        {
            if (segment != expected)
                throw Missing(expected);
            var length = new FileInfo(file).Length;
            if (length != WalSegment.Length && file != files[^1].File)
                throw new EmbeddedPostgresException(
                    $"{file} has {length} bytes instead of {WalSegment.Length}: it is damaged. {Until(segment)}");
            expected = expected.Next;
        }
        if (expected.Number <= needed.Number)
            throw Missing(expected);

        EmbeddedPostgresException Missing(WalSegment segment) => new(
            $"The write-ahead log in {path} lacks {segment.Name}, which the backup {backup.Name} needs. {Until(segment)}");

        string Until(WalSegment segment) =>
            files.FindLast(f => f.Segment.Number < segment.Number) is { File: { } before }
                ? $"What was committed before about {Text(File.GetLastWriteTimeUtc(before))} can still be restored once the files from "
                    + "this one on are moved elsewhere: see --at."
                : "An earlier backup may still be restored: name its folder with --from.";
    }
}
