namespace Incidents.Api.BaseMaps.Tiles;

/// <summary>Numbers in as few bytes as they need, as Protocol Buffers write them.</summary>
internal static class Varint
{
    /// <summary>A signed number as an unsigned one: small ones stay small.</summary>
    public static ulong Unsigned(long value) => (ulong)((value << 1) ^ (value >> 63));

    /// <summary>The signed number of <see cref="Unsigned"/>.</summary>
    public static long Signed(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    /// <summary>Writes a number.</summary>
    public static void Write(List<byte> bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }

    /// <summary>Reads a number that <see cref="Write"/> wrote, and moves on.</summary>
    public static ulong Read(ref Span<byte> bytes)
    {
        var (value, shift, at) = (0UL, 0, 0);
        for (; bytes[at] >= 0x80; at++, shift += 7)
            value |= (ulong)(bytes[at] & 0x7F) << shift;
        value |= (ulong)bytes[at] << shift;
        bytes = bytes[(at + 1)..];
        return value;
    }
}
