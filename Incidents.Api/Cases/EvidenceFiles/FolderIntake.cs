using System.Security.Cryptography;
using Incidents.Postgres;
using Microsoft.Win32.SafeHandles;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>Takes one content into a folder: hashed while it is written, and read back from the disk behind the writing.</summary>
internal sealed class FolderIntake : IEvidenceIntake
{
    private const long BytesBetweenChecks = 64 << 20;

    private readonly FolderStore store;
    private readonly string path;
    private readonly SafeFileHandle file;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ReadBack readBack;
    private string? sealedAs;
    private bool isKept;

    /// <summary>Begins a file that this process has locked.</summary>
    public FolderIntake(FolderStore store, string path)
    {
        (this.store, this.path) = (store, path);
        file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.Asynchronous);
        readBack = new(file);
    }

    /// <inheritdoc/>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public async ValueTask Write(ReadOnlyMemory<byte> part, CancellationToken cancellation)
    {
        var hashing = Task.Run(() => hash.AppendData(part.Span), CancellationToken.None);
        try
        {
            await RandomAccess.WriteAsync(file, part, Bytes, cancellation);
        }
        finally
        {
            await hashing;
        }
        var before = Bytes;
        Bytes += part.Length;
        DurableFiles.BeginToWriteOut(file, before, part.Length);
        if (Bytes / BytesBetweenChecks == before / BytesBetweenChecks)
            return;
        store.CheckSpace(0);
        await readBack.Until(Bytes, cancellation);
    }

    /// <inheritdoc/>
    public async Task<string> Seal(CancellationToken cancellation)
    {
        var written = Convert.ToHexStringLower(hash.GetCurrentHash());
        if (await readBack.End(Bytes, cancellation) != written)
            throw EvidenceException.ReadBackOtherwise();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead);
        RandomAccess.FlushToDisk(file);
        return sealedAs = written;
    }

    /// <inheritdoc/>
    public async Task<string?> Keep(CancellationToken cancellation)
    {
        var sha256 = sealedAs ?? throw new InvalidOperationException("A content is sealed before it is kept.");
        var final = store.PathOf(sha256);
        var folder = Path.GetDirectoryName(final)!;
        DurableFiles.MakeFolder(Path.GetDirectoryName(folder)!);
        DurableFiles.MakeFolder(folder);
        if (!File.Exists(final))
        {
            try
            {
                File.Move(path, final, overwrite: false);
                Kept();
            }
            catch (IOException) when (File.Exists(final))
            {
                // Another upload of the same content was first.
            }
        }
        var aside = isKept || await FolderStore.IsSound(final, sha256, cancellation) ? null : Replace(final, sha256);
        DurableFiles.FlushFolder(folder);
        return aside;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await readBack.DisposeAsync();
        hash.Dispose();
        // Deleted while it is locked: nobody takes it for one that was left.
        if (!isKept)
            File.Delete(path);
        file.Dispose();
    }

    // The damaged file has two names for a moment, so that its first one always names something.
    private string Replace(string final, string sha256)
    {
        var aside = store.PathAside(sha256);
        try
        {
            DurableFiles.MakeFolder(Path.GetDirectoryName(aside)!);
            File.Replace(path, final, aside);
            Kept();
            DurableFiles.FlushFolder(Path.GetDirectoryName(aside)!);
            return aside;
        }
        catch (Exception e) when (EvidenceException.Of(e) is not null)
        {
            throw EvidenceException.Damaged(sha256, e);
        }
    }

    // From here on it is read.
    private void Kept()
    {
        isKept = true;
        file.Dispose();
    }
}
