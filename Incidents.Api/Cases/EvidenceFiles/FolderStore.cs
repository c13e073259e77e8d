using System.Security.Cryptography;
using Incidents.Domain;
using Incidents.Postgres;
using NodaTime;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>
/// Keeps evidence in a folder: <c>ab/cd/abcd…</c> for each content, <c>unfinished</c> for what is being taken in, and <c>damaged</c> for
/// what was replaced.
/// </summary>
/// <remarks>
/// A content is written, flushed and read back under another name in the same file system, and renamed as the last step: what has its name
/// is whole. Hosts may share the folder.
/// </remarks>
internal sealed class FolderStore(string folder, EvidenceSettings settings) : IEvidenceStore
{
    private const int BytesOfBuffer = 1 << 20;

    private string Unfinished => Path.Combine(folder, "unfinished");

    private string Damaged => Path.Combine(Path.GetFullPath(folder), "damaged");

    /// <inheritdoc/>
    public Task<IEvidenceIntake> Begin(long? bytes, CancellationToken cancellation)
    {
        DurableFiles.MakeFolder(folder);
        DurableFiles.MakeFolder(Unfinished);
        CheckSpace(bytes ?? 0);
        return Task.FromResult<IEvidenceIntake>(new FolderIntake(this, Path.Combine(Unfinished, Guid.CreateVersion7().ToString("N"))));
    }

    /// <inheritdoc/>
    public Task<long?> Find(string sha256, CancellationToken cancellation)
    {
        var file = new FileInfo(PathOf(sha256));
        return Task.FromResult(file.Exists ? file.Length : (long?)null);
    }

    /// <inheritdoc/>
    public Task<Stream> Open(string sha256, long from, CancellationToken cancellation)
    {
        try
        {
            var file = new FileStream(PathOf(sha256), new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
            file.Position = from;
            return Task.FromResult<Stream>(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw EvidenceException.Missing(sha256, e);
        }
    }

    /// <inheritdoc/>
    public Task Remove(string sha256, CancellationToken cancellation)
    {
        string[] aside = Directory.Exists(Damaged) ? Directory.GetFiles(Damaged, sha256 + ".*") : [];
        foreach (var path in aside.Append(PathOf(sha256)).Where(File.Exists))
        {
            File.Delete(path);
            DurableFiles.FlushFolder(Path.GetDirectoryName(path)!);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> RemoveUnfinished(Instant before, CancellationToken cancellation)
    {
        var removed = 0;
        if (!Directory.Exists(Unfinished))
            return Task.FromResult(removed);
        foreach (var file in new DirectoryInfo(Unfinished).EnumerateFiles())
        {
            cancellation.ThrowIfCancellationRequested();
            if (Instant.FromDateTimeUtc(file.LastWriteTimeUtc) >= before || IsWritten(file.FullName))
                continue;
            file.Delete();
            removed++;
        }
        return Task.FromResult(removed);
    }

    /// <summary>The file of a content.</summary>
    internal string PathOf(string sha256) => Sha256.Check(sha256, "sha256") is null
        ? Path.Combine(Path.GetFullPath(folder), sha256[..2], sha256[2..4], sha256)
        : throw new ArgumentException("A content is named by its SHA-256.", nameof(sha256));

    /// <summary>A new file for the damaged bytes of a content.</summary>
    internal string PathAside(string sha256) => Path.Combine(Damaged, $"{sha256}.{Guid.CreateVersion7():N}");

    /// <summary>Refuses what would leave too little space.</summary>
    /// <exception cref="EvidenceException">There is too little.</exception>
    internal void CheckSpace(long bytes)
    {
        if (settings.LeastFreeBytes > 0 && DiskSpace.Of(folder).Free - bytes < settings.LeastFreeBytes)
            throw EvidenceException.NoSpace();
    }

    /// <summary>Whether a file can be read, and holds what has the SHA-256.</summary>
    internal static async Task<bool> IsSound(string path, string sha256, CancellationToken cancellation)
    {
        try
        {
            return await Hash(path, cancellation) == sha256;
        }
        catch (IOException e) when (DurableFiles.IsUnreadable(e))
        {
            return false;
        }
    }

    private static async Task<string> Hash(string path, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = File.OpenHandle(path, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
        using var buffer = System.Buffers.MemoryPool<byte>.Shared.Rent(BytesOfBuffer);
        for (long position = 0; await RandomAccess.ReadAsync(file, buffer.Memory, position, cancellation) is > 0 and var read;
            position += read)
        {
            hash.AppendData(buffer.Memory.Span[..read]);
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    // The process that writes it has it locked; one that was killed has nothing locked.
    private static bool IsWritten(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
