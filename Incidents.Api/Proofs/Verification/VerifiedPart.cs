using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.Verification;

/// <summary>Reads a part once, as a stream, and hashes it on the way.</summary>
internal static class VerifiedPart
{
    private const int BytesOfBuffer = 1 << 20;
    private const int LongestLine = 16 << 20;

    /// <summary>Reads a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="take">Takes its bytes, or null.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>What it is.</returns>
    /// <exception cref="InvalidDataException">It cannot be read, or has other bytes than the file's directory says.</exception>
    public static async Task<ExportPart> Read(
        ZipArchiveEntry part, Action<ReadOnlyMemory<byte>>? take, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BytesOfBuffer);
        try
        {
            await using var stream = await part.OpenAsync(cancellation);
            var bytes = 0L;
            while (await stream.ReadAsync(buffer, cancellation) is > 0 and var length)
            {
                bytes += length;
                if (bytes > part.Length)
                    throw new InvalidDataException("It has more bytes than the directory says.");
                hash.AppendData(buffer, 0, length);
                take?.Invoke(buffer.AsMemory(0, length));
            }
            return bytes == part.Length
                ? new(part.FullName, bytes, Convert.ToHexStringLower(hash.GetCurrentHash()))
                : throw new InvalidDataException("It has fewer bytes than the directory says.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a part as a whole.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static async Task<byte[]> Whole(ZipArchiveEntry part, CancellationToken cancellation)
    {
        using var whole = new MemoryStream();
        await Read(part, bytes => whole.Write(bytes.Span), cancellation);
        return whole.ToArray();
    }

    /// <summary>Cuts bytes into lines.</summary>
    /// <param name="take">Takes each line, without its line feed.</param>
    /// <returns>Takes the next bytes; nothing at the end.</returns>
    /// <exception cref="InvalidDataException">A line is longer than 16 MiB.</exception>
    public static Action<ReadOnlyMemory<byte>> Lines(Action<ReadOnlyMemory<byte>> take)
    {
        var begun = new ArrayBufferWriter<byte>();
        return bytes =>
        {
            if (bytes.IsEmpty && begun.WrittenCount > 0)
                take(begun.WrittenMemory);
            while (bytes.Span.IndexOf((byte)'\n') is >= 0 and var cut)
            {
                if (begun.WrittenCount == 0)
                {
                    take(bytes[..cut]);
                }
                else
                {
                    begun.Write(bytes.Span[..cut]);
                    take(begun.WrittenMemory);
                    begun.ResetWrittenCount();
                }
                bytes = bytes[(cut + 1)..];
            }
            if (begun.WrittenCount + bytes.Length > LongestLine)
                throw new InvalidDataException("A line is longer than 16 MiB.");
            begun.Write(bytes.Span);
        };
    }
}
