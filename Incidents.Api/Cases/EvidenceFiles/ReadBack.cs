using System.Buffers;
using System.Security.Cryptography;
using Incidents.Postgres;
using Microsoft.Win32.SafeHandles;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>Reads a file that is being written back from the disk, part after part, and hashes what comes.</summary>
/// <remarks>
/// A part is written out and forgotten by the system first, so that it is read from the disk and not from memory. This happens beside the
/// writing of the next part: little is left to do when the last byte has come, and dirty pages never gather.
/// </remarks>
internal sealed class ReadBack(SafeFileHandle file) : IAsyncDisposable
{
    private const int BytesOfBuffer = 1 << 20;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IMemoryOwner<byte> buffer = MemoryPool<byte>.Shared.Rent(BytesOfBuffer);
    private readonly CancellationTokenSource abandoned = new();
    private Task checking = Task.CompletedTask;
    private long position;

    /// <summary>Begins to read up to a length that is written; comes back when the part before is read.</summary>
    public async Task Until(long length, CancellationToken cancellation)
    {
        await checking.WaitAsync(cancellation);
        checking = Task.Run(() => Read(length, abandoned.Token), CancellationToken.None);
    }

    /// <summary>Reads the rest.</summary>
    /// <returns>SHA-256 of all that was read.</returns>
    public async Task<string> End(long length, CancellationToken cancellation)
    {
        await Until(length, cancellation);
        await checking.WaitAsync(cancellation);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await abandoned.CancelAsync();
        await checking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        buffer.Dispose();
        hash.Dispose();
        abandoned.Dispose();
    }

    private void Read(long length, CancellationToken cancellation)
    {
        DurableFiles.WriteOut(file, position, length - position);
        DurableFiles.Forget(file, position, length - position);
        while (position < length)
        {
            cancellation.ThrowIfCancellationRequested();
            var part = buffer.Memory.Span;
            var read = RandomAccess.Read(file, part[..(int)Math.Min(part.Length, length - position)], position);
            // A file that is shorter than what was written has another hash.
            if (read == 0)
                return;
            hash.AppendData(part[..read]);
            position += read;
        }
    }
}
