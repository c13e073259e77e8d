using System.Text;

namespace Incidents.Api.Import;

/// <summary>Reads numbered lines of a text; the rest of a line that is too long is skipped without being kept in memory.</summary>
/// <remarks>
/// A line ends with LF or CR LF. Where the beginning of the text has lines that end with CR alone (as old Macintosh programs write them),
/// CR, LF and CR LF all end a line.
/// </remarks>
internal sealed class LineReader(TextReader text) : ITextRecords
{
    /// <summary>Greatest length of a line in characters.</summary>
    public const int MaxLength = 1 << 20;

    private readonly char[] buffer = new char[1 << 16];
    private readonly StringBuilder begun = new();
    private readonly Stack<TextRecord> returned = new();
    private int start;
    private int end;
    private long number;
    private bool isStarted;
    private bool endsWithReturn;
    private bool afterReturn;

    /// <summary>The next line, or null at the end.</summary>
    public TextRecord? Read()
    {
        if (returned.TryPop(out var again))
            return again;
        begun.Clear();
        var tooLong = false;
        while (start < end || Fill())
        {
            if (SkipsLineFeed())
                continue;
            var rest = buffer.AsSpan(start, end - start);
            var length = endsWithReturn ? rest.IndexOfAny('\r', '\n') : rest.IndexOf('\n');
            var piece = length < 0 ? rest : rest[..length];
            afterReturn = endsWithReturn && length >= 0 && rest[length] == '\r';
            start += length < 0 ? rest.Length : length + 1;
            if (length >= 0 && begun.Length == 0)
                return new(++number, new(WithoutReturn(piece)), false);
            tooLong |= begun.Length + piece.Length > MaxLength;
            begun.Append(piece[..Math.Min(piece.Length, MaxLength - begun.Length)]);
            if (length >= 0)
                return Finish(tooLong);
        }
        return begun.Length == 0 ? null : Finish(tooLong);
    }

    /// <summary>Returns lines, so that they are read again in the same order.</summary>
    public void Return(IReadOnlyList<TextRecord> lines)
    {
        for (var i = lines.Count - 1; i >= 0; i--)
            returned.Push(lines[i]);
    }

    /// <inheritdoc/>
    public void Dispose() => text.Dispose();

    private TextRecord Finish(bool tooLong) => new(++number, new(WithoutReturn(begun.ToString())), tooLong);

    private static ReadOnlySpan<char> WithoutReturn(ReadOnlySpan<char> line) => line is [.. var rest, '\r'] ? rest : line;

    // The second half of a CR LF whose CR has already ended the line.
    private bool SkipsLineFeed()
    {
        var skips = afterReturn && buffer[start] == '\n';
        afterReturn = false;
        start += skips ? 1 : 0;
        return skips;
    }

    private bool Fill()
    {
        (start, end) = (0, text.Read(buffer));
        if (!isStarted)
            endsWithReturn = EndsWithReturn(buffer.AsSpan(0, end));
        isStarted = true;
        return end > 0;
    }

    // A few CR inside quotes of a file with LF do not make it one of CR.
    private static bool EndsWithReturn(ReadOnlySpan<char> beginning)
    {
        var (returns, feeds) = (0, beginning.Count('\n'));
        for (var rest = beginning; rest.IndexOf('\r') is >= 0 and var at; rest = rest[(at + 1)..])
        {
            var after = rest[(at + 1)..];
            // CR CR LF is what a program writes that converts line ends twice.
            returns += after.Length == 0 || after[0] is not ('\n' or '\r') ? 1 : 0;
        }
        return returns > feeds;
    }
}
