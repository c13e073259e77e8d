using System.Buffers;
using Incidents.Domain;

namespace Incidents.Api.Ingest;

/// <summary>Reports that are stored together, with their bytes in case they are kept as dead letters.</summary>
internal sealed class ReportChunk
{
    private const int MostReports = 500;
    private const int MostBytes = 256 << 10;
    private const string UnknownSource = "http";

    private readonly ArrayBufferWriter<byte> bytes = new(1_024);
    private readonly List<(int Start, int Length, long FullLength, byte[]? Sha256)> spans = [];
    private readonly List<Report?> reports = [];
    private readonly List<Refusal?> unreadable = [];

    /// <summary>The reports in order; null where one could not be read.</summary>
    public IReadOnlyList<Report?> Reports => reports;

    /// <summary>Whether it holds as much as goes to the store at a time.</summary>
    public bool IsFull => reports.Count >= MostReports || bytes.WrittenCount >= MostBytes;

    /// <summary>Whether it holds nothing.</summary>
    public bool IsEmpty => reports.Count == 0;

    /// <summary>Why a report could not be read; null where it could.</summary>
    public Refusal? UnreadableBecause(int index) => unreadable[index];

    /// <summary>Reads a report and keeps its bytes.</summary>
    public void Add(Frame frame)
    {
        var start = bytes.WrittenCount;
        foreach (var segment in frame.Bytes)
            bytes.Write(segment.Span);
        spans.Add((start, bytes.WrittenCount - start, frame.Length, frame.Sha256));
        if (frame.IsOversize)
        {
            reports.Add(null);
            unreadable.Add(ReportReader.TooLong(frame.Length));
            return;
        }
        reports.Add(ReportReader.Read(bytes.WrittenSpan[start..], out var refusal));
        unreadable.Add(refusal);
    }

    /// <summary>The bytes of a report. The chunk must not be added to afterwards.</summary>
    public ReadOnlyMemory<byte> BytesOf(int index) => bytes.WrittenMemory.Slice(spans[index].Start, spans[index].Length);

    /// <summary>A report as a dead letter.</summary>
    public DeadLetter Letter(int index, Refusal refusal)
    {
        var (start, length, fullLength, sha256) = spans[index];
        var source = reports[index]?.Source is { Length: > 0 and <= 100 } named ? named : UnknownSource;
        var letter = DeadLetter.Of(source, refusal, bytes.WrittenSpan.Slice(start, length));
        return sha256 is null ? letter : letter with { Length = fullLength, Sha256 = sha256 };
    }
}
