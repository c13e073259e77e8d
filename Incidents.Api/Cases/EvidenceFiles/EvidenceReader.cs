using System.Buffers;
using System.Security.Cryptography;
using Incidents.Postgres;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>Takes a part of the bytes of evidence.</summary>
/// <param name="part">The bytes, which may be used until it comes back.</param>
/// <param name="cancellation">Cancels it.</param>
internal delegate ValueTask SendEvidence(ReadOnlyMemory<byte> part, CancellationToken cancellation);

/// <summary>Reads the bytes of evidence, and compares them with the hash of the original on the way.</summary>
internal sealed class EvidenceReader(IEvidenceStore store, EvidenceFaults faults)
{
    private const int BytesOfBuffer = 4 << 20;

    /// <summary>Reads a whole content. Its last part comes only when all of it has the hash.</summary>
    /// <remarks>In memory are two parts of at most 4 MiB, whatever its length.</remarks>
    /// <param name="sha256">The content, as its event names it.</param>
    /// <param name="bytes">Its length, as its event names it.</param>
    /// <param name="send">Takes each part, in order; null only compares.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="EvidenceException">
    /// <c>EVIDENCE_DAMAGED</c> or <c>EVIDENCE_MISSING</c>: what was sent before is not the content. It is alarmed.
    /// </exception>
    public async Task Read(string sha256, long bytes, SendEvidence? send, CancellationToken cancellation)
    {
        try
        {
            await ReadChecked(sha256, bytes, send ?? ((_, _) => default), cancellation);
            await faults.Clear(sha256, cancellation);
        }
        catch (EvidenceException e)
        {
            await faults.Note(sha256, e);
            throw;
        }
    }

    /// <summary>Writes a whole content into a stream; see <see cref="Read"/>.</summary>
    public Task CopyTo(string sha256, long bytes, Stream to, CancellationToken cancellation) =>
        Read(sha256, bytes, to.WriteAsync, cancellation);

    private async Task ReadChecked(string sha256, long bytes, SendEvidence send, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var first = MemoryPool<byte>.Shared.Rent(BytesOfBuffer);
        using var second = MemoryPool<byte>.Shared.Rent(BytesOfBuffer);
        var (current, next) = (first.Memory[..BytesOfBuffer], second.Memory[..BytesOfBuffer]);
        await using var stream = await store.Open(sha256, 0, cancellation);
        long position = 0;
        for (var length = await Fill(sha256, stream, current, cancellation); ;)
        {
            position += length;
            var part = current[..length];
            // The next part is read while this one is hashed and sent.
            var reading = Fill(sha256, stream, next, cancellation);
            var hashing = Task.Run(() => hash.AppendData(part.Span), CancellationToken.None);
            try
            {
                if (position < bytes && length == BytesOfBuffer)
                    await send(part, cancellation);
            }
            finally
            {
                // Their buffers are given back.
                await hashing;
                await Task.WhenAny(reading);
            }
            length = await reading;
            if (length == 0 || position > bytes)
            {
                if (position != bytes || Convert.ToHexStringLower(hash.GetCurrentHash()) != sha256)
                    throw EvidenceException.Damaged(sha256);
                await send(part, cancellation);
                return;
            }
            (current, next) = (next, current);
        }
    }

    private static async Task<int> Fill(string sha256, Stream stream, Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        }
        catch (Exception e) when (EvidenceException.Of(e) is { } known)
        {
            throw e is IOException disk && DurableFiles.IsUnreadable(disk) ? EvidenceException.Damaged(sha256, e) : known;
        }
    }
}
