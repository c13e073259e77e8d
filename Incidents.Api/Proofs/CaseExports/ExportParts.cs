using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.CaseExports;

/// <summary>Writes the parts of an export, and keeps what the receipt says of each.</summary>
internal sealed class ExportParts(ZipArchive archive, DateTimeOffset at)
{
    private readonly List<ExportPart> written = [];

    /// <summary>What was written.</summary>
    public IReadOnlyList<ExportPart> Written => written;

    /// <summary>Writes a part.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isStored">Whether it is not compressed: then it can be no bomb, whatever its size.</param>
    /// <param name="write">Writes its bytes.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task Add(string name, bool isStored, Func<Stream, Task> write, CancellationToken cancellation)
    {
        var entry = archive.CreateEntry(name, isStored ? CompressionLevel.NoCompression : CompressionLevel.Fastest);
        entry.LastWriteTime = at;
        await using var stream = await entry.OpenAsync(cancellation);
        using var hashed = new HashedStream(stream);
        await write(hashed);
        await hashed.FlushAsync(cancellation);
        written.Add(new(name, hashed.Bytes, hashed.Sha256));
    }

    /// <summary>Writes a text.</summary>
    public Task Add(string name, string text, CancellationToken cancellation) =>
        Add(name, false, async stream => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation), cancellation);

    // Counts and hashes on the way; the archive owns what is below.
    private sealed class HashedStream(Stream below) : Stream
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Bytes { get; private set; }

        public string Sha256 => Convert.ToHexStringLower(hash.GetCurrentHash());

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Bytes;

        public override long Position { get => Bytes; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            hash.AppendData(buffer);
            Bytes += buffer.Length;
            below.Write(buffer);
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            hash.AppendData(buffer.Span);
            Bytes += buffer.Length;
            await below.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() => below.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => below.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
