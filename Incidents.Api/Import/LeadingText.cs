using System.Runtime.ExceptionServices;

namespace Incidents.Api.Import;

/// <summary>A text whose beginning can be examined before it is read.</summary>
internal sealed class LeadingText : TextReader
{
    private readonly TextReader text;
    private readonly char[] start = new char[1 << 16];
    private readonly int length;
    private readonly ExceptionDispatchInfo? broken;
    private int taken;

    /// <summary>Reads the beginning.</summary>
    public LeadingText(TextReader text)
    {
        this.text = text;
        try
        {
            while (length < start.Length && text.Read(start.AsSpan(length)) is > 0 and var read)
                length += read;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            broken = ExceptionDispatchInfo.Capture(e);
        }
    }

    /// <summary>The first characters; all of them where the text is short.</summary>
    public ReadOnlySpan<char> Start => start.AsSpan(0, length);

    /// <summary>Whether <see cref="Start"/> is the whole text.</summary>
    public bool IsWhole => length < start.Length;

    /// <inheritdoc/>
    public override int Read(Span<char> buffer)
    {
        if (taken == length)
        {
            // What could be read before the fault is read first.
            broken?.Throw();
            return text.Read(buffer);
        }
        var count = Math.Min(buffer.Length, length - taken);
        start.AsSpan(taken, count).CopyTo(buffer);
        taken += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            text.Dispose();
        base.Dispose(disposing);
    }
}
