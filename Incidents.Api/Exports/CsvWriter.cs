using System.Buffers;

namespace Incidents.Api.Exports;

/// <summary>Writes rows as CSV: RFC 4180 in UTF-8, with a byte order mark for spreadsheets.</summary>
/// <remarks>
/// A spreadsheet computes a cell that begins with one of some characters, so that a text from outside could read other cells and send them
/// away. Such a text has an apostrophe before it, except where it is a plain number.
/// </remarks>
internal sealed class CsvWriter : RowWriter
{
    private const string Formula = "=+-@\t\r";
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    private bool isFirst;

    /// <inheritdoc/>
    public override string MediaType => "text/csv; charset=utf-8; header=present";

    /// <inheritdoc/>
    public override void Head(IReadOnlyList<string> names, IReadOnlyList<string> headings)
    {
        Raw("\uFEFF"u8);
        Begin();
        foreach (var heading in headings)
            Text(heading);
        End();
    }

    /// <inheritdoc/>
    public override void Begin() => isFirst = true;

    /// <inheritdoc/>
    public override void End() => Raw("\r\n"u8);

    /// <inheritdoc/>
    public override void Foot(ReadOnlySpan<byte> facts)
    {
        // A program reads every line as a row; the facts are in columns and headers.
    }

    /// <inheritdoc/>
    public override void Text(string? value)
    {
        Separate();
        if (string.IsNullOrEmpty(value))
            return;
        var isFormula = Formula.Contains(value[0], StringComparison.Ordinal) && !IsNumber(value);
        if (!value.AsSpan().ContainsAny(Quoted))
        {
            if (isFormula)
                Raw('\'');
            Utf8(value);
            return;
        }
        Raw('"');
        if (isFormula)
            Raw('\'');
        var rest = value.AsSpan();
        for (int quote; (quote = rest.IndexOf('"')) >= 0; rest = rest[(quote + 1)..])
        {
            Utf8(rest[..(quote + 1)]);
            Raw('"');
        }
        Utf8(rest);
        Raw('"');
    }

    /// <inheritdoc/>
    public override void Number(long? value)
    {
        Separate();
        if (value is { } number)
            Format(number);
    }

    /// <inheritdoc/>
    public override void Number(double? value)
    {
        Separate();
        if (value is { } number)
            Format(number);
    }

    /// <inheritdoc/>
    public override void Flag(bool value) => Plain(value ? "true"u8 : "false"u8);

    /// <inheritdoc/>
    protected override void Plain(ReadOnlySpan<byte> value)
    {
        Separate();
        Raw(value);
    }

    private void Separate()
    {
        if (!isFirst)
            Raw(',');
        isFirst = false;
    }

    private static bool IsNumber(string text)
    {
        var digits = text.AsSpan(1);
        var point = digits.IndexOf('.');
        if (point >= 0 && (point == 0 || point == digits.Length - 1 || !AreDigits(digits[(point + 1)..])))
            return false;
        return text[0] is '+' or '-' && digits.Length > 0 && AreDigits(point < 0 ? digits : digits[..point]);
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
