using System.Buffers;
using System.Globalization;
using System.Text;
using Incidents.Api.GraphQL;
using NodaTime;

namespace Incidents.Api.Exports;

/// <summary>Writes rows into a buffer, value after value, in one of the formats of exports.</summary>
internal abstract class RowWriter
{
    private byte[] buffer = new byte[1 << 16];

    /// <summary>Media type of the format.</summary>
    public abstract string MediaType { get; }

    /// <summary>What is written and not taken yet.</summary>
    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, Length);

    /// <summary>Its length in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Empties the buffer.</summary>
    public void Clear() => Length = 0;

    /// <summary>Writes what comes before the first row.</summary>
    public abstract void Head(IReadOnlyList<string> names, IReadOnlyList<string> headings);

    /// <summary>Begins a row.</summary>
    public abstract void Begin();

    /// <summary>Ends a row.</summary>
    public abstract void End();

    /// <summary>Writes what comes after the last row.</summary>
    /// <param name="facts">What the rows are, as a JSON object.</param>
    public abstract void Foot(ReadOnlySpan<byte> facts);

    /// <summary>Writes a text of people or devices.</summary>
    public abstract void Text(string? value);

    /// <summary>Writes a whole number.</summary>
    public abstract void Number(long? value);

    /// <summary>Writes a number.</summary>
    public abstract void Number(double? value);

    /// <summary>Writes yes or no.</summary>
    public abstract void Flag(bool value);

    /// <summary>Writes an ASCII text of ours that no format has to escape.</summary>
    protected abstract void Plain(ReadOnlySpan<byte> value);

    /// <summary>Writes a text of ours: a code or a time.</summary>
    public void Code(string? value)
    {
        if (value is null)
        {
            Text(null);
            return;
        }
        Span<byte> ascii = stackalloc byte[128];
        if (value.Length <= ascii.Length && Ascii.FromUtf16(value, ascii, out var count) is OperationStatus.Done)
            Plain(ascii[..count]);
        else
            Text(value);
    }

    /// <summary>Writes an id.</summary>
    public void Id(Guid? value)
    {
        Span<byte> ascii = stackalloc byte[36];
        if (value is not { } id)
            Text(null);
        else if (id.TryFormat(ascii, out var count))
            Plain(ascii[..count]);
    }

    /// <summary>Writes a local day.</summary>
    public void Day(LocalDate value)
    {
        Span<byte> ascii = stackalloc byte[10];
        if (value.Year is < 1 or > 9999)
        {
            Code(LocalDateText(value));
            return;
        }
        Put(ascii, value);
        Plain(ascii);
    }

    /// <summary>Writes a moment as GraphQL does.</summary>
    /// <remarks>The pattern of the library takes several times as long, for up to eight moments of each row.</remarks>
    public void Moment(OffsetDateTime? value)
    {
        if (value is not { } at)
        {
            Text(null);
            return;
        }
        var minutes = at.Offset.Seconds / 60;
        if (at.Offset.Seconds % 60 != 0 || minutes == 0 || at.NanosecondOfSecond != 0 || at.Year is < 1 or > 9999)
        {
            Code(DateTimeScalar.Write(at));
            return;
        }
        Span<byte> ascii = stackalloc byte[25];
        Put(ascii, at.Date);
        ascii[10] = (byte)'T';
        Two(ascii[11..], at.Hour);
        ascii[13] = (byte)':';
        Two(ascii[14..], at.Minute);
        ascii[16] = (byte)':';
        Two(ascii[17..], at.Second);
        ascii[19] = (byte)(minutes < 0 ? '-' : '+');
        Two(ascii[20..], Math.Abs(minutes) / 60);
        ascii[22] = (byte)':';
        Two(ascii[23..], Math.Abs(minutes) % 60);
        Plain(ascii);
    }

    /// <summary>Writes bytes as they are.</summary>
    protected void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Writes one byte.</summary>
    protected void Raw(char ascii)
    {
        Room(1)[0] = (byte)ascii;
        Length++;
    }

    /// <summary>Writes characters as UTF-8; half of a surrogate pair becomes U+FFFD.</summary>
    protected void Utf8(ReadOnlySpan<char> characters) =>
        Length += Encoding.UTF8.GetBytes(characters, Room(Encoding.UTF8.GetMaxByteCount(characters.Length)));

    /// <summary>Writes a number as a program reads it.</summary>
    protected void Format<T>(T number) where T : IUtf8SpanFormattable
    {
        number.TryFormat(Room(32), out var count, default, CultureInfo.InvariantCulture);
        Length += count;
    }

    private Span<byte> Room(int bytes)
    {
        if (buffer.Length - Length < bytes)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, Length + bytes));
        return buffer.AsSpan(Length);
    }

    private static void Put(Span<byte> ascii, LocalDate day)
    {
        Two(ascii, day.Year / 100);
        Two(ascii[2..], day.Year % 100);
        ascii[4] = (byte)'-';
        Two(ascii[5..], day.Month);
        ascii[7] = (byte)'-';
        Two(ascii[8..], day.Day);
    }

    private static void Two(Span<byte> ascii, int number) =>
        (ascii[0], ascii[1]) = ((byte)('0' + number / 10), (byte)('0' + number % 10));

    private static string LocalDateText(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);
}
