using System.Text;

namespace Incidents.Api.Import;

/// <summary>Reads numbered lines of a text; the rest of a line that is too long is skipped without being kept in memory.</summary>
internal sealed class LineReader(TextReader text) : IDisposable
{
    /// <summary>Greatest length of a line in characters.</summary>
    public const int MaxLength = 1 << 20;

    private readonly char[] buffer = new char[1 << 16];
    private readonly StringBuilder begun = new();
    private readonly Stack<Line> returned = new();
    private int start;
    private int end;
    private long number;

    /// <summary>A line of the text.</summary>
    /// <param name="Number">Its number, starting at 1.</param>
    /// <param name="Text">Its text without the line end; only the start if it is too long.</param>
    /// <param name="TooLong">Whether it is longer than <see cref="MaxLength"/>.</param>
    public readonly record struct Line(long Number, string Text, bool TooLong);

    /// <summary>The next line, or null at the end.</summary>
    public Line? Read()
    {
        if (returned.TryPop(out var again))
            return again;
        begun.Clear();
        var tooLong = false;
        while (start < end || Fill())
        {
            var rest = buffer.AsSpan(start, end - start);
            var length = rest.IndexOf('\n');
            var piece = length < 0 ? rest : rest[..length];
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
    public void Return(IReadOnlyList<Line> lines)
    {
        for (var i = lines.Count - 1; i >= 0; i--)
            returned.Push(lines[i]);
    }

    /// <inheritdoc/>
    public void Dispose() => text.Dispose();

    private Line Finish(bool tooLong) => new(++number, new(WithoutReturn(begun.ToString())), tooLong);

    private static ReadOnlySpan<char> WithoutReturn(ReadOnlySpan<char> line) => line is [.. var rest, '\r'] ? rest : line;

    private bool Fill()
    {
        (start, end) = (0, text.Read(buffer));
        return end > 0;
    }
}
