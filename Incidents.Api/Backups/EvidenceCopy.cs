using System.Buffers;
using System.Security.Cryptography;
using Incidents.Postgres;

namespace Incidents.Api.Backups;

/// <summary>What one run of a copy did.</summary>
/// <param name="Files">How many files were copied.</param>
/// <param name="Bytes">How many bytes they have.</param>
/// <param name="Damaged">SHA-256 of the files that are not what their names say, and were not copied.</param>
internal sealed record EvidenceCopied(int Files, long Bytes, IReadOnlyList<string> Damaged);

/// <summary>Copies evidence into the folder of backups, and back: files that are named by their SHA-256 and never change.</summary>
/// <remarks>
/// Only what is missing or too short is copied, and nothing is removed: where the folder of evidence is lost, its copy stays. What
/// retention removed stays in the copy too. A file gets its name when it was read back from the disk with the hash that it is named by.
/// </remarks>
/// <param name="From">The folder that is copied; where there is none, there is nothing to copy.</param>
/// <param name="To">The folder that gets the copy.</param>
internal sealed record EvidenceCopy(string From, string To)
{
    private const int BytesOfBuffer = 1 << 20;
    private const int CharactersOfHash = 64;
    private const string Unfinished = ".unfinished";
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

    /// <summary>Copies what is missing. What cannot be copied does not keep the others from it.</summary>
    /// <param name="cancellation">Cancels it; the next run goes on.</param>
    /// <param name="isKnown">Whether a content is known to be damaged, and is not read again; null for none.</param>
    /// <param name="found">Is told of each damaged content at once; null for nobody.</param>
    /// <exception cref="IOException">Files cannot be read or written; the message names the first.</exception>
    public async Task<EvidenceCopied> Run(
        CancellationToken cancellation, Func<string, Task<bool>>? isKnown = null, Func<string, Task>? found = null)
    {
        var (files, bytes, damaged, failures) = (0, 0L, new List<string>(), new List<Exception>());
        if (!Directory.Exists(From))
            return new(files, bytes, damaged);
        BackupFolder.MakePrivate(To);
        await using var one = await OnlyOne(cancellation);
        foreach (var left in Directory.EnumerateFiles(To, "*" + Unfinished, SearchOption.AllDirectories))
            File.Delete(left);
        foreach (var file in new DirectoryInfo(From).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            // Not what is being taken in.
            if (file.Name.Length != CharactersOfHash)
                continue;
            var target = new FileInfo(Path.Combine(To, Path.GetRelativePath(From, file.FullName)));
            try
            {
                if ((target.Exists && target.Length == file.Length) || (isKnown is not null && await isKnown(file.Name)))
                    continue;
                if (await Copy(file, target.FullName, cancellation))
                {
                    (files, bytes) = (files + 1, bytes + file.Length);
                    continue;
                }
                damaged.Add(file.Name);
                if (found is not null)
                    await found(file.Name);
            }
            catch (FileNotFoundException)
            {
                // Its time was over in between.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                failures.Add(e);
            }
        }
        return failures is [] ? new(files, bytes, damaged)
            : throw new IOException($"{failures.Count} files of evidence cannot be copied: {failures[0].Message}", failures[0]);
    }

    /// <summary>Prints the files that are damaged, if any.</summary>
    public static void PrintDamaged(EvidenceCopied copied)
    {
        foreach (var sha256 in copied.Damaged)
            Console.WriteLine($"Not copied, since its bytes are damaged: {sha256}");
    }

    // A server and a command may copy into the same folder: who comes second waits, and then finds little to do.
    private async Task<FileStream> OnlyOne(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (true)
        {
            try
            {
                return new(Path.Combine(To, "copying"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (DurableFiles.IsLocked(e))
            {
                await timer.WaitForNextTickAsync(cancellation);
            }
        }
    }

    private static async Task<bool> Copy(FileInfo source, string target, CancellationToken cancellation)
    {
        var folder = BackupFolder.MakePrivate(Path.GetDirectoryName(target)!);
        var unfinished = target + Unfinished;
        try
        {
            if (!await IsCopied(source, unfinished, cancellation))
                return false;
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(unfinished, UnixFileMode.UserRead);
            File.Move(unfinished, target, overwrite: true);
            DurableFiles.FlushFolder(folder);
            return true;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static async Task<bool> IsCopied(FileInfo source, string copy, CancellationToken cancellation)
    {
        using var buffer = MemoryPool<byte>.Shared.Rent(BytesOfBuffer);
        using var from = source.OpenRead();
        using var to = new FileStream(copy, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        try
        {
            if (await Hash(from, to, buffer.Memory, cancellation) != source.Name)
                return false;
        }
        catch (IOException e) when (DurableFiles.IsUnreadable(e))
        {
            return false;
        }
        to.Flush(flushToDisk: true);
        DurableFiles.Forget(to.SafeFileHandle, 0, 0);
        to.Position = 0;
        return await Hash(to, Stream.Null, buffer.Memory, cancellation) == source.Name
            ? true : throw new IOException($"{copy} was read back as something else than what was written.");
    }

    private static async Task<string> Hash(Stream from, Stream to, Memory<byte> buffer, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (await from.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            hash.AppendData(buffer.Span[..read]);
            await to.WriteAsync(buffer[..read], cancellation);
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static string InBackups(string backups) => Path.Combine(backups, Name);

    private static string FolderOf(IConfiguration settings, string postgresFolder) =>
        Path.GetFullPath(settings["Evidence:Folder"] is { Length: > 0 } folder ? folder : Path.Combine(postgresFolder, "..", Name));
}
