using System.IO.Compression;
using Incidents.Api.Proofs.Verification;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>Files as the export writes them have the form that is asked for, also with lengths above 4 GB.</summary>
public sealed class ZipLayoutTests
{
    [Fact]
    public void A_file_with_parts_of_more_than_4_GB_has_the_form_too()
    {
        Assert.SkipUnless(TestScale.IsLong, TestScale.OnlyLong);
        using var file = new HoledStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            using (var stream = archive.CreateEntry("long", CompressionLevel.NoCompression).Open())
            {
                for (var written = 0; written < 4_100; written++)
                    stream.Write(zeros);
            }
            using var last = archive.CreateEntry("last").Open();
            last.Write([1, 2, 3]);
        }

        Assert.True(file.Length > 4L << 30);
        ZipLayout.Check(file);
    }

    [Fact]
    public void A_file_without_parts_has_the_form()
    {
        using var file = new MemoryStream();
        new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true).Dispose();

        ZipLayout.Check(file);
        Assert.Equal(0, file.Position);
    }

    // Zeros take no memory.
    private sealed class HoledStream : Stream
    {
        private const int Block = 1 << 16;
        private readonly Dictionary<long, byte[]> blocks = [];
        private long length;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => length;

        public override long Position { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                var (number, at) = Math.DivRem(Position, Block);
                var part = buffer[..Math.Min(buffer.Length, Block - (int)at)];
                if (blocks.TryGetValue(number, out var block) || part.IndexOfAnyExcept((byte)0) >= 0)
                    part.CopyTo((block ?? (blocks[number] = new byte[Block])).AsSpan((int)at));
                buffer = buffer[part.Length..];
                Position += part.Length;
                length = Math.Max(length, Position);
            }
        }

        public override int Read(Span<byte> buffer)
        {
            var (number, at) = Math.DivRem(Position, Block);
            var part = buffer[..(int)Math.Min(Math.Min(buffer.Length, Block - at), length - Position)];
            if (blocks.TryGetValue(number, out var block))
                block.AsSpan((int)at, part.Length).CopyTo(part);
            else
                part.Clear();
            Position += part.Length;
            return part.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) =>
            Position = offset + (origin is SeekOrigin.Begin ? 0 : origin is SeekOrigin.Current ? Position : length);

        public override void SetLength(long value) => length = value;

        public override void Flush()
        {
            // All is in memory.
        }
    }
}
