using System.Security.Cryptography;

namespace Incidents.Api.Pictures;

/// <summary>Passes a body on within its bounds; where a hash was reported, its last part only when all of it has that hash.</summary>
/// <param name="client">Reads it.</param>
/// <param name="most">Greatest number of bytes.</param>
/// <param name="held">Number of bytes that are held back until the end.</param>
/// <param name="sha256">The hash that was reported; null where there is none, or only a part of the whole comes.</param>
internal sealed class PictureBody(PictureClient client, long most, long held, string? sha256)
{
    private const int BytesOfPart = 1 << 16;

    /// <summary>Reads all of it.</summary>
    /// <param name="body">The body.</param>
    /// <param name="send">Sends a part on.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="GraphQL.RefusedException">It is too large, broken off, or another one than was reported.</exception>
    public async Task Pass(Stream body, Func<ReadOnlyMemory<byte>, CancellationToken, Task> send, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var waiting = new Queue<ReadOnlyMemory<byte>>();
        for (var read = 0L; await Part(body, cancellation) is { Length: > 0 } part;)
        {
            if ((read += part.Length) > most)
                throw PictureRefusals.TooLarge(most);
            hash.AppendData(part.Span);
            waiting.Enqueue(part);
            while (waiting.Count > 0 && (waiting.Count - 1L) * BytesOfPart >= held)
                await send(waiting.Dequeue(), cancellation);
        }
        if (sha256 is not null && Convert.ToHexStringLower(hash.GetCurrentHash()) != sha256)
            throw PictureRefusals.Altered();
        while (waiting.TryDequeue(out var part))
            await send(part, cancellation);
    }

    // As full as it gets: a body that comes byte by byte does not take a part for each.
    private async Task<ReadOnlyMemory<byte>> Part(Stream body, CancellationToken cancellation)
    {
        var part = new byte[BytesOfPart];
        var filled = 0;
        while (filled < part.Length && await client.Read(body, part.AsMemory(filled), cancellation) is > 0 and var length)
            filled += length;
        return part.AsMemory(0, filled);
    }
}
