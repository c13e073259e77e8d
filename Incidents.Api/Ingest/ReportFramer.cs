using System.Buffers;
using System.Security.Cryptography;

namespace Incidents.Api.Ingest;

/// <summary>One report's bytes as cut out of a request's body.</summary>
/// <param name="Bytes">The bytes; where they were too many, only the first <see cref="ReportFramer.KeptOfOversize"/>.</param>
/// <param name="Length">How many there were.</param>
/// <param name="Sha256">Hash of all of them where they were too many, else null.</param>
internal readonly record struct Frame(ReadOnlySequence<byte> Bytes, long Length, byte[]? Sha256)
{
    public bool IsOversize => Sha256 is not null;
}

/// <summary>Cuts a body into reports as it arrives, and never holds more of one than <see cref="MostBytes"/>.</summary>
internal abstract class ReportFramer
{
    /// <summary>The longest report that is read.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>How much is kept, as a dead letter, of one that is longer.</summary>
    public const int KeptOfOversize = 64 << 10;

    private IncrementalHash? hash;
    private byte[] prefix = [];
    private long skipped;

    /// <summary>Takes the next frame off the front of the buffer; false when more bytes are needed, or none is left.</summary>
    /// <param name="buffer">What has arrived and was not taken yet; what need not be kept is sliced off.</param>
    /// <param name="isLast">Whether nothing will follow.</param>
    /// <param name="frame">The frame.</param>
    public abstract bool TryRead(ref ReadOnlySequence<byte> buffer, bool isLast, out Frame frame);

    /// <summary>Whether the current frame is skipped because it is too long.</summary>
    protected bool IsSkipping => hash is not null;

    /// <summary>Skips bytes of a frame that is too long: they are counted and hashed, and the first of them kept.</summary>
    protected void Skip(ReadOnlySequence<byte> bytes)
    {
        if (hash is null)
        {
            hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            prefix = bytes.Slice(0, Math.Min(bytes.Length, KeptOfOversize)).ToArray();
        }
        foreach (var segment in bytes)
            hash.AppendData(segment.Span);
        skipped += bytes.Length;
    }

    /// <summary>Ends a frame that was skipped.</summary>
    protected Frame EndSkipping()
    {
        var frame = new Frame(new(prefix), skipped, hash!.GetHashAndReset());
        hash.Dispose();
        (hash, prefix, skipped) = (null, [], 0);
        return frame;
    }
}

/// <summary>NDJSON: a report a line. Blank lines are skipped; a line that is not JSON does not affect the others.</summary>
internal sealed class LineFramer : ReportFramer
{
    private long searched;

    public override bool TryRead(ref ReadOnlySequence<byte> buffer, bool isLast, out Frame frame)
    {
        while (true)
        {
            var end = buffer.Slice(searched).PositionOf((byte)'\n');
            if (end is { } newline)
            {
                var line = buffer.Slice(0, newline);
                buffer = buffer.Slice(buffer.GetPosition(1, newline));
                searched = 0;
                if (TryFrame(line, out frame))
                    return true;
                continue;
            }
            if (isLast)
            {
                var rest = buffer;
                buffer = buffer.Slice(buffer.End);
                searched = 0;
                return TryFrame(rest, out frame);
            }
            if (IsSkipping || buffer.Length > MostBytes)
            {
                Skip(buffer);
                buffer = buffer.Slice(buffer.End);
            }
            searched = buffer.Length;
            frame = default;
            return false;
        }
    }

    private bool TryFrame(ReadOnlySequence<byte> line, out Frame frame)
    {
        if (IsSkipping || line.Length > MostBytes)
        {
            Skip(line);
            frame = EndSkipping();
            return true;
        }
        frame = new(line, line.Length, null);
        return !IsBlank(line);
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
        {
            if (segment.Span.ContainsAnyExcept(" \t\r"u8))
                return false;
        }
        return true;
    }
}

/// <summary>JSON: one value, several one after another, or an array of them, in any layout.</summary>
internal sealed class ValueFramer : ReportFramer
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> StringEnd = SearchValues.Create("\"\\"u8);

    private bool begun;
    private bool inArray;
    private long scanned;
    private int depth;
    private bool inString;
    private bool escaped;
    private bool inScalar;

    /// <summary>Whether the body is an array, known once the first byte has been read.</summary>
    public bool IsArray { get; private set; }

    public override bool TryRead(ref ReadOnlySequence<byte> buffer, bool isLast, out Frame frame)
    {
        frame = default;
        if (scanned == 0 && !IsSkipping && !SkipSeparators(ref buffer))
            return false;

        var reader = new SequenceReader<byte>(buffer);
        reader.Advance(scanned);
        if (ScanToEnd(ref reader))
            return TakeFrame(ref buffer, reader.Consumed, out frame);

        scanned = reader.Consumed;
        if (isLast)
            return buffer.Length > 0 || IsSkipping ? TakeFrame(ref buffer, buffer.Length, out frame) : false;
        if (IsSkipping || buffer.Length > MostBytes)
        {
            Skip(buffer);
            buffer = buffer.Slice(buffer.End);
            scanned = 0;
        }
        return false;
    }

    private bool TakeFrame(ref ReadOnlySequence<byte> buffer, long length, out Frame frame)
    {
        var bytes = buffer.Slice(0, length);
        buffer = buffer.Slice(length);
        (scanned, depth, inString, escaped, inScalar) = (0, 0, false, false, false);
        if (IsSkipping || length > MostBytes)
        {
            Skip(bytes);
            frame = EndSkipping();
        }
        else
        {
            frame = new(bytes, length, null);
        }
        return true;
    }

    // True when a value begins at the front of the buffer.
    private bool SkipSeparators(ref ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        while (reader.TryPeek(out var next))
        {
            if (next is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' || (begun && next == ','))
            {
                reader.Advance(1);
            }
            else if (!begun && next == '[')
            {
                (begun, inArray, IsArray) = (true, true, true);
                reader.Advance(1);
            }
            else if (inArray && next == ']')
            {
                inArray = false;
                reader.Advance(1);
            }
            else
            {
                begun = true;
                break;
            }
        }
        buffer = buffer.Slice(reader.Position);
        return buffer.Length > 0;
    }

    // Moves to just behind the value's last byte; false when it has not arrived yet.
    private bool ScanToEnd(ref SequenceReader<byte> reader)
    {
        while (!reader.End)
        {
            if (escaped)
            {
                escaped = false;
                reader.Advance(1);
                continue;
            }
            if (inString)
            {
                if (!TryAdvanceToAny(ref reader, StringEnd, out var found))
                    return false;
                reader.Advance(1);
                if (found == '\\')
                    escaped = true;
                else
                    inString = false;
                if (!inString && depth == 0)
                    return true;
                continue;
            }
            if (depth == 0)
            {
                if (!reader.TryPeek(out var first))
                    return false;
                if (inScalar || first is not ((byte)'{' or (byte)'[' or (byte)'"'))
                {
                    // A bare word, a number or invalid text: it ends where the next element could begin.
                    if (inScalar && first is (byte)',' or (byte)'\n' or (byte)']')
                        return true;
                    inScalar = true;
                    reader.Advance(1);
                    continue;
                }
            }
            if (!TryAdvanceToAny(ref reader, Structure, out var token))
                return false;
            reader.Advance(1);
            switch (token)
            {
                case (byte)'"':
                    inString = true;
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    if (--depth == 0)
                        return true;
                    break;
            }
        }
        return false;
    }

    private static bool TryAdvanceToAny(ref SequenceReader<byte> reader, SearchValues<byte> wanted, out byte found)
    {
        while (!reader.End)
        {
            var at = reader.UnreadSpan.IndexOfAny(wanted);
            if (at >= 0)
            {
                reader.Advance(at);
                return reader.TryPeek(out found);
            }
            reader.Advance(reader.UnreadSpan.Length);
        }
        found = 0;
        return false;
    }
}
