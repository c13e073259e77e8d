using System.IO.Compression;
using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.Verification;

/// <summary>A compressed part of a file.</summary>
/// <param name="Begin">Its first byte.</param>
/// <param name="Length">Number of its bytes.</param>
internal readonly record struct DeflatedPart(long Begin, long Length)
{
    // Longer than what deflate reads ahead of what it gives.
    private const int Last = 64 << 10;
    private const int BytesOfBuffer = 16 << 10;

    /// <summary>Checks that its compressed data end where it ends: what is behind their end no program shows, and no hash covers.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="ExportFileException">There are bytes behind the end of the data.</exception>
    /// <exception cref="InvalidDataException">They cannot be decompressed.</exception>
    public void CheckEnd(Stream file, CancellationToken cancellation)
    {
        var bytes = new Window(file, this);
        using (var data = new DeflateStream(bytes, CompressionMode.Decompress, leaveOpen: true))
        {
            // CopyTo would read on behind the end of the data.
            Span<byte> buffer = stackalloc byte[BytesOfBuffer];
            while (data.Read(buffer) > 0)
                cancellation.ThrowIfCancellationRequested();
        }
        if (bytes.Given != Length)
            throw new ExportFileException(ProofFault.FileIrregular, "There are bytes in a part behind the end of its data.");
    }

    /// <summary>The bytes of the part, the last ones one by one: who reads them has read no more than needed.</summary>
    private sealed class Window(Stream file, DeflatedPart part) : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => part.Length;

        public override long Position
        {
            get => Given;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var left = part.Length - Given;
            var most = (int)Math.Min(left > Last ? left - Last : Math.Min(left, 1), buffer.Length);
            if (most == 0)
                return 0;
            file.Position = part.Begin + Given;
            var read = file.Read(buffer[..most]);
            Given += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
