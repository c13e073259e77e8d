using NodaTime;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>Where the bytes of evidence are: by the SHA-256 of the original, each content once, never altered.</summary>
/// <remarks>
/// A content is named by 64 lower-case hexadecimal digits. What the store itself refuses, or cannot do, is an
/// <see cref="EvidenceException"/> with a stable code.
/// </remarks>
internal interface IEvidenceStore
{
    /// <summary>Begins to take in a content, of which nothing is known but perhaps its length.</summary>
    /// <param name="bytes">The length in bytes, as far as the sender states it.</param>
    /// <param name="cancellation">Cancels it.</param>
    Task<IEvidenceIntake> Begin(long? bytes, CancellationToken cancellation);

    /// <summary>The length of a content in bytes; null where it is not here.</summary>
    /// <param name="sha256">The content.</param>
    /// <param name="cancellation">Cancels it.</param>
    Task<long?> Find(string sha256, CancellationToken cancellation);

    /// <summary>The bytes of a content from a position on, as they are kept.</summary>
    /// <remarks><see cref="EvidenceReader"/> compares them with the hash.</remarks>
    /// <param name="sha256">The content.</param>
    /// <param name="from">The position of the first byte, from 0 to the length.</param>
    /// <param name="cancellation">Cancels the opening.</param>
    /// <returns>A stream that can be read once.</returns>
    Task<Stream> Open(string sha256, long from, CancellationToken cancellation);

    /// <summary>Removes the bytes of a content, and damaged ones that were set aside; none where they are not here.</summary>
    /// <param name="sha256">The content.</param>
    /// <param name="cancellation">Cancels it.</param>
    Task Remove(string sha256, CancellationToken cancellation);

    /// <summary>Removes what was left of intakes that were broken off without a word, as by kill -9. One that is under way stays.</summary>
    /// <param name="before">What changed at this moment or later stays.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>How many were removed.</returns>
    Task<int> RemoveUnfinished(Instant before, CancellationToken cancellation);
}

/// <summary>One content that is being taken in. Disposed before it is kept, it leaves nothing.</summary>
internal interface IEvidenceIntake : IAsyncDisposable
{
    /// <summary>The number of bytes so far.</summary>
    long Bytes { get; }

    /// <summary>Adds bytes; the memory may be used again when it comes back.</summary>
    /// <param name="part">The bytes.</param>
    /// <param name="cancellation">Cancels it.</param>
    ValueTask Write(ReadOnlyMemory<byte> part, CancellationToken cancellation);

    /// <summary>Ends the content: its bytes are durable, and were read back and hashed.</summary>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>Its SHA-256.</returns>
    /// <exception cref="EvidenceException">What was read back differs from what was written.</exception>
    Task<string> Seal(CancellationToken cancellation);

    /// <summary>Gives the sealed content its place; where the same is there already, that one is read, compared and kept.</summary>
    /// <remarks>One that is not what its name says is set aside, and replaced in one step: there is never none.</remarks>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>Where the damaged bytes are that were replaced; null where none were.</returns>
    /// <exception cref="EvidenceException"><c>EVIDENCE_DAMAGED</c>: the one that is there is damaged, and cannot be replaced.</exception>
    Task<string?> Keep(CancellationToken cancellation);
}
