using System.Buffers;
using System.Globalization;

namespace Incidents.Api.Exports;

/// <summary>Writes rows as JSON objects, one a line; the last line is an object with <c>facts</c> alone.</summary>
internal sealed class NdjsonWriter : RowWriter
{
    // What JSON escapes in a string, and what ends a line for some programs.
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\', '\u007f', '\u0085', '\u2028', '\u2029']);

    private byte[][] names = [];
    private int next;

    /// <inheritdoc/>
    public override string MediaType => "application/x-ndjson; charset=utf-8";

    /// <inheritdoc/>
    public override void Head(IReadOnlyList<string> names, IReadOnlyList<string> headings) =>
        this.names = [.. names.Select((name, i) => System.Text.Encoding.UTF8.GetBytes($"{(i == 0 ? '{' : ',')}\"{name}\":"))];

    /// <inheritdoc/>
    public override void Begin() => next = 0;

    /// <inheritdoc/>
    public override void End() => Raw("}\n"u8);

    /// <inheritdoc/>
    public override void Foot(ReadOnlySpan<byte> facts)
    {
        Raw("{\"facts\":"u8);
        Raw(facts);
        Raw("}\n"u8);
    }

    /// <inheritdoc/>
    public override void Text(string? value)
    {
        Name();
        if (value is null)
        {
            Raw("null"u8);
            return;
        }
        Raw('"');
        var rest = value.AsSpan();
        for (int next; (next = rest.IndexOfAny(Escaped)) >= 0; rest = rest[(next + 1)..])
        {
            Utf8(rest[..next]);
            Raw('\\');
            if (rest[next] is '"' or '\\')
                Raw(rest[next]);
            else
                Utf8(string.Create(CultureInfo.InvariantCulture, $"u{(int)rest[next]:x4}"));
        }
        Utf8(rest);
        Raw('"');
    }

    /// <inheritdoc/>
    public override void Number(long? value)
    {
        Name();
        if (value is { } number)
            Format(number);
        else
            Raw("null"u8);
    }

    /// <inheritdoc/>
    public override void Number(double? value)
    {
        Name();
        if (value is { } number)
            Format(number);
        else
            Raw("null"u8);
    }

    /// <inheritdoc/>
    public override void Flag(bool value)
    {
        Name();
        Raw(value ? "true"u8 : "false"u8);
    }

    /// <inheritdoc/>
    protected override void Plain(ReadOnlySpan<byte> value)
    {
        Name();
        Raw('"');
        Raw(value);
        Raw('"');
    }

    private void Name() => Raw(names[next++]);
}
