using System.Text;

namespace Incidents.Api.Import;

/// <summary>Lines of a text, with their numbers. A line too long to be kept is cut and passed over without being held in memory.</summary>
internal sealed class LineReader(TextReader text) : IDisposable
{
    /// <summary>The longest line that is kept, in characters.</summary>
    public const int MaxLength = 1 << 20;

    private readonly char[] buffer = new char[1 << 16];
    private readonly StringBuilder begun = new();
    private readonly Stack<Line> returned = new();
    private int start;
    private int end;
    private long number;

    /// <summary>One line.</summary>
    /// <param name="Number">The first is 1.</param>
    /// <param name="Text">Without the line end; only its beginning where it is too long.</param>
    /// <param name="TooLong">Whether it was cut.</param>
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

    /// <summary>Puts lines back, so that they are read again in the order given.</summary>
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
