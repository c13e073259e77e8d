using System.Buffers.Binary;
using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.Verification;

/// <summary>Checks that a ZIP file is one part behind the other and then its directory, before anybody reads it.</summary>
/// <remarks>
/// A file with bytes before, between or behind its parts, or whose parts have other names or lengths in their heads than in the directory,
/// is read in several ways by several programs. No export is such a file.
/// </remarks>
internal sealed class ZipLayout(Stream file)
{
    private const int EndBytes = 22;
    private const int End64Bytes = 56;
    private const int LocatorBytes = 20;
    private const int HeadBytes = 30;
    private const int ListedBytes = 46;
    private const uint EndMark = 0x06054b50;
    private const uint End64Mark = 0x06064b50;
    private const uint LocatorMark = 0x07064b50;
    private const uint ListedMark = 0x02014b50;
    private const uint HeadMark = 0x04034b50;
    private const uint DescriptorMark = 0x08074b50;
    private const long MostBytesOfDirectory = 16 << 20;

    // Lengths behind the part, names in UTF-8, and how hard it was compressed.
    private const int HasDescriptor = 0x0008;
    private const int AllowedFlags = HasDescriptor | 0x0800 | 0x0006;
    private const ushort Long = 0x0001;
    private const uint Elsewhere = uint.MaxValue;

    /// <summary>Checks a file.</summary>
    /// <exception cref="ExportFileException">It is none of this form, or has more parts than an export.</exception>
    public static void Check(Stream file)
    {
        new ZipLayout(file).Check();
        file.Position = 0;
    }

    private void Check()
    {
        var (count, offset, bytes, end) = End();
        if (count is < 0 or > ExportFile.MostParts || bytes is < 0 or > MostBytesOfDirectory)
            throw new ExportFileException(ProofFault.FileTooLarge, $"It has more than {ExportFile.MostParts} parts.");
        if (offset < 0 || offset > end || offset + bytes > end)
            throw new ExportFileException(ProofFault.FileTruncated, "Its directory is not where its end says.");
        Need(offset + bytes == end, "There are bytes behind its directory.");
        var directory = Read(offset, (int)bytes);
        var (at, next) = (0, 0L);
        for (var part = 0; part < count; part++)
        {
            Need(at + ListedBytes <= directory.Length, "Its directory is cut off.");
            var listed = Listed.Of(directory.AsSpan(at));
            Need(listed is not null && listed.Offset == next, "Its parts do not follow one another.");
            next = EndOf(listed!);
            Need(next <= offset, "A part is cut off.");
            at += listed!.Bytes;
        }
        Need(at == directory.Length, "There are bytes in its directory that belong to no part.");
        Need(next == offset, "There are bytes between its parts and its directory.");
    }

    private (long Count, long Offset, long Bytes, long End) End()
    {
        var at = file.Length - EndBytes;
        var end = at < 0 ? [] : Read(at, EndBytes);
        if (end.Length == 0 || U32(end, 0) != EndMark || U16(end, 20) != 0)
        {
            throw HasEnd()
                ? new ExportFileException(ProofFault.FileIrregular, "There are bytes behind its end.")
                : new ExportFileException(ProofFault.FileTruncated, "Its end is missing, or it is no ZIP file.");
        }
        Need(U16(end, 4) == 0 && U16(end, 6) == 0, "It is one of several files.");
        if (at < LocatorBytes + End64Bytes || U32(Read(at - LocatorBytes, LocatorBytes), 0) != LocatorMark)
        {
            Need(U16(end, 8) == U16(end, 10), "It is one of several files.");
            return (U16(end, 10), U32(end, 16), U32(end, 12), at);
        }
        var (locator, long64) = (Read(at - LocatorBytes, LocatorBytes), at - LocatorBytes - End64Bytes);
        var end64 = Read(long64, End64Bytes);
        Need(
            I64(locator, 8) == long64 && U32(end64, 0) == End64Mark && I64(end64, 4) == End64Bytes - 12
            && I64(end64, 24) == I64(end64, 32) && U32(end64, 16) == 0 && U32(end64, 20) == 0,
            "Its long end is not in front of its end.");
        // Some programs read the one end, and some the other: they say the same, or the file is two files in one.
        Need(
            (U16(end, 8) is ushort.MaxValue || U16(end, 8) == I64(end64, 24))
            && (U16(end, 10) is ushort.MaxValue || U16(end, 10) == I64(end64, 32))
            && (U32(end, 12) is uint.MaxValue || U32(end, 12) == I64(end64, 40))
            && (U32(end, 16) is uint.MaxValue || U32(end, 16) == I64(end64, 48)),
            "Its two ends differ.");
        return (I64(end64, 32), I64(end64, 48), I64(end64, 40), long64);
    }

    private bool HasEnd()
    {
        var tail = Read(Math.Max(0, file.Length - EndBytes - ushort.MaxValue), (int)Math.Min(file.Length, EndBytes + ushort.MaxValue));
        Span<byte> mark = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(mark, EndMark);
        // Of a whole end, not of one that is cut off.
        return tail.Length >= EndBytes && tail.AsSpan(0, tail.Length - EndBytes + mark.Length).IndexOf(mark) >= 0;
    }

    // Where the next part has to begin.
    private long EndOf(Listed listed)
    {
        var head = Read(listed.Offset, HeadBytes);
        Need(U32(head, 0) == HeadMark, "A part is not where its directory says.");
        var (names, extras) = (U16(head, 26), U16(head, 28));
        var rest = Read(listed.Offset + HeadBytes, names + extras);
        var lengths = Lengths.Of(U32(head, 18), U32(head, 22), rest.AsSpan(names), hasOffset: false);
        var isLater = (listed.Flags & HasDescriptor) != 0;
        Need(
            U16(head, 6) == listed.Flags && U16(head, 8) == listed.Method && rest.AsSpan(0, names).SequenceEqual(listed.Name)
            && lengths is { } own && (isLater && own.Packed == 0 && own.Whole == 0 && U32(head, 14) == 0
                || own.Packed == listed.Packed && own.Whole == listed.Whole && U32(head, 14) == listed.Crc),
            "A part has another head than its directory says.");
        var end = listed.Offset + HeadBytes + names + extras + listed.Packed;
        if (!isLater)
            return end;
        var isLong = listed.Packed >= Elsewhere || listed.Whole >= Elsewhere;
        var descriptor = Read(end, isLong ? 24 : 16);
        Need(
            U32(descriptor, 0) == DescriptorMark && U32(descriptor, 4) == listed.Crc
            && (isLong
                ? I64(descriptor, 8) == listed.Packed && I64(descriptor, 16) == listed.Whole
                : U32(descriptor, 8) == listed.Packed && U32(descriptor, 12) == listed.Whole),
            "A part has other lengths behind it than its directory says.");
        return end + descriptor.Length;
    }

    private byte[] Read(long at, int count)
    {
        if (at < 0 || count < 0 || at > file.Length - count)
            throw new ExportFileException(ProofFault.FileTruncated, "A part leads out of the file.");
        var bytes = new byte[count];
        // Heads are far apart: the buffer of the stream would be filled for each.
        for (var read = 0; file is FileStream opened && read < count;)
        {
            var more = RandomAccess.Read(opened.SafeFileHandle, bytes.AsSpan(read), at + read);
            read += more > 0 ? more : throw new ExportFileException(ProofFault.FileTruncated, "It is cut off.");
        }
        if (file is not FileStream)
        {
            file.Position = at;
            file.ReadExactly(bytes);
        }
        return bytes;
    }

    private static void Need(bool isSo, string otherwise)
    {
        if (!isSo)
            throw new ExportFileException(ProofFault.FileIrregular, otherwise);
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long I64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    private readonly record struct Lengths(long Packed, long Whole, long Offset)
    {
        // The only further field that an export has is that of lengths above 4 GB.
        public static Lengths? Of(uint packed, uint whole, ReadOnlySpan<byte> extras, bool hasOffset, uint offset = 0)
        {
            if (extras.IsEmpty)
                return new(packed, whole, offset);
            if (extras.Length < 4 || U16(extras, 0) != Long || U16(extras, 2) != extras.Length - 4)
                return null;
            var values = extras[4..];
            var at = 0;
            long? Next(ReadOnlySpan<byte> from) => at + 8 <= from.Length ? I64(from, (at += 8) - 8) : null;
            var longWhole = whole == Elsewhere ? Next(values) : whole;
            var longPacked = packed == Elsewhere ? Next(values) : packed;
            var longOffset = hasOffset && offset == Elsewhere ? Next(values) : offset;
            return longWhole >= 0 && longPacked >= 0 && longOffset >= 0 ? new(longPacked.Value, longWhole.Value, longOffset.Value) : null;
        }
    }

    private sealed record Listed(int Flags, int Method, uint Crc, long Packed, long Whole, long Offset, byte[] Name, int Bytes)
    {
        public static Listed? Of(ReadOnlySpan<byte> entry)
        {
            var (names, extras, comments) = (U16(entry, 28), U16(entry, 30), U16(entry, 32));
            var bytes = ListedBytes + names + extras;
            if (U32(entry, 0) != ListedMark || bytes > entry.Length || comments != 0 || U16(entry, 34) != 0
                || (U16(entry, 8) & ~AllowedFlags) != 0)
                return null;
            var lengths = Lengths.Of(
                U32(entry, 20), U32(entry, 24), entry.Slice(ListedBytes + names, extras), hasOffset: true, U32(entry, 42));
            return lengths is not { } own ? null : new(
                U16(entry, 8), U16(entry, 10), U32(entry, 16), own.Packed, own.Whole, own.Offset,
                entry.Slice(ListedBytes, names).ToArray(), bytes);
        }
    }
}
