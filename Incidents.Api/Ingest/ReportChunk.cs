using System.Buffers;
using Incidents.Api.Access;
using Incidents.Domain;

namespace Incidents.Api.Ingest;

/// <summary>Reports that are stored together, with their bytes in case they are kept as dead letters.</summary>
internal sealed class ReportChunk
{
    private const int MostReports = 500;
    private const int MostBytes = 256 << 10;
    private const string UnknownSource = "http";

    private readonly ReportRights? rights;

    private readonly ArrayBufferWriter<byte> bytes = new(1_024);
    private readonly List<(int Start, int Length, long FullLength, byte[]? Sha256)> spans = [];
    private readonly List<Report?> reports = [];
    private readonly List<Refusal?> unreadable = [];
    private readonly List<string?> sources = [];

    /// <summary>Makes an empty one.</summary>
    /// <param name="rights">Whose reports the sender may post; null for all.</param>
    public ReportChunk(ReportRights? rights = null) => this.rights = rights;

    /// <summary>The reports in order; null where one could not be read, or its sender may not post it.</summary>
    public IReadOnlyList<Report?> Reports => reports;

    /// <summary>Whether it holds as much as goes to the store at a time.</summary>
    public bool IsFull => reports.Count >= MostReports || bytes.WrittenCount >= MostBytes;

    /// <summary>Whether it holds nothing.</summary>
    public bool IsEmpty => reports.Count == 0;

    /// <summary>Why a report is not taken; null where it is.</summary>
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
            sources.Add(null);
            reports.Add(null);
            unreadable.Add(ReportReader.TooLong(frame.Length));
            return;
        }
        var report = ReportReader.Read(bytes.WrittenSpan[start..], out var refusal);
        if (report is not null)
            refusal = rights?.Check(report.Source, report.DeviceId, report.City);
        sources.Add(report?.Source);
        reports.Add(refusal is null ? report : null);
        unreadable.Add(refusal);
    }

    /// <summary>The bytes of a report. The chunk must not be added to afterwards.</summary>
    public ReadOnlyMemory<byte> BytesOf(int index) => bytes.WrittenMemory.Slice(spans[index].Start, spans[index].Length);

    /// <summary>A report as a dead letter.</summary>
    public DeadLetter Letter(int index, Refusal refusal)
    {
        var (start, length, fullLength, sha256) = spans[index];
        var source = sources[index] is { Length: > 0 and <= 100 } named ? named : UnknownSource;
        var letter = DeadLetter.Of(source, refusal, bytes.WrittenSpan.Slice(start, length));
        return sha256 is null ? letter : letter with { Length = fullLength, Sha256 = sha256 };
    }
}
