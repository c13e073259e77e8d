using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>A message on its way: what was read from it, and what became of that.</summary>
/// <param name="message">The message.</param>
internal sealed class MessageWork(DialectMessage message)
{
    private readonly List<MessageItem> items = [];
    private readonly List<(DialectMessage Part, Refusal Refusal)> refused = [];
    private long kept;

    /// <summary>Its reports in order.</summary>
    public IReadOnlyList<MessageItem> Items => items;

    /// <summary>Whether one of its reports was not taken because the store does not answer.</summary>
    public bool IsUnavailable => items.Exists(item => item.Answer is { Status: ReportStatus.Unavailable });

    /// <summary>Most bytes that are kept of one message, which is kept for each of its reports.</summary>
    private const long MostKeptBytes = 8 << 20;

    /// <summary>Adds what was read from a part.</summary>
    public void Add(DialectMessage part, DialectReading reading)
    {
        // It is read: only its bytes are kept on its way to the store.
        part = part with { Value = null };
        var room = MostKeptBytes - kept;
        if (reading.Reports.Count > 1 && (long)reading.Reports.Count * part.Payload.Length > room)
            part = InlinePictures.Found(part, mostBytes: 0);
        if (reading.Reports.Count > 1)
            kept += (long)reading.Reports.Count * part.Payload.Length;
        if (kept > MostKeptBytes)
        {
            Refuse(part, new(
                ErrorCode.TooManyReports,
                $"A message is kept for each of its reports, with at most {MostKeptBytes} bytes in all; "
                + $"{reading.Reports.Count} reports of {part.Payload.Length} bytes are more: send it in parts."));
            return;
        }
        for (var i = 0; i < reading.Reports.Count; i++)
            Add(part, reading.Reports[i], i);
        if (reading.Refusal is { } why)
            Refuse(part, why);
    }

    /// <summary>Adds a report.</summary>
    public void Add(DialectMessage part, DialectReport report, int index)
    {
        var item = new MessageItem(this, part, report, index);
        items.Add(item);
        if (message.Rights?.Check(report.Report.Source, report.Report.DeviceId, report.Report.City) is { } outside)
            item.Refuse(outside);
    }

    /// <summary>Notes that a part of it cannot be read.</summary>
    public void Refuse(DialectMessage part, Refusal refusal) => refused.Add((part, refusal));

    /// <summary>Adds a report that follows from one of them and from what was known before.</summary>
    /// <param name="item">The one.</param>
    /// <param name="report">The report that follows.</param>
    /// <returns>Where it stands; the next one is to follow it.</returns>
    public MessageItem Follow(MessageItem item, DialectReport report)
    {
        var next = new MessageItem(this, item.Part, report, null);
        items.Insert(items.IndexOf(item) + 1, next);
        return next;
    }

    /// <summary>What is kept of it because it was refused.</summary>
    public IEnumerable<DeadLetter> Letters()
    {
        foreach (var (part, refusal) in refused)
            yield return Letter(part, refusal);
        foreach (var item in items)
        {
            if (item.Refusal is not { } refusal)
                continue;
            // Of a thing whose personal data are masked, no letter brings them back.
            if (item.Answer.IsMasked)
                yield return DeadLetter.Of(SourceOf(item.Part), refusal, ReportMask.Of(item.Canonical()));
            else if (item.IsFollowing)
                yield return DeadLetter.Of(SourceOf(item.Part), refusal, item.Canonical());
            else
                yield return Letter(item.Kept(), item.Part, refusal);
        }
    }

    /// <summary>The answer to it.</summary>
    /// <param name="areKept">Whether what was refused is kept.</param>
    public DialectAnswer Answer(bool areKept)
    {
        var refusal = refused.Count > 0 ? refused[0].Refusal : items.Find(item => item.Refusal is not null)?.Refusal;
        if (IsUnavailable || (refusal is not null && !areKept))
            return DialectAnswer.Unavailable;
        var answers = items.FindAll(item => !item.IsDropped).ConvertAll(item => item.Answer);
        return new(answers.Count == 0 && refusal is null ? DialectStatus.Ignored : DialectStatus.Taken, answers, refusal);
    }

    /// <summary>What is kept of a message that cannot be read.</summary>
    public static DeadLetter Letter(DialectMessage part, Refusal refusal) => Letter(KeptMessage.Of(part), part, refusal);

    // The same message is one letter, however often it comes: when it came is no part of it.
    private static DeadLetter Letter(KeptMessage kept, DialectMessage part, Refusal refusal)
    {
        var bytes = (kept with { Rights = part.Rights }).ToBytes();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', part.Dialect, part.City, part.DeviceId, part.Path, kept.Report)));
        hash.AppendData(part.Payload.Span);
        var isCut = part.Payload.Length > MessageParts.MostBytes;
        return new(
            SourceOf(part), refusal, bytes, isCut ? Math.Max(part.Payload.Length, bytes.Length + 1) : bytes.Length,
            hash.GetHashAndReset())
        {
            IsMessage = true,
        };
    }

    private static string SourceOf(DialectMessage part) => part.Source is { Length: > 0 and <= 100 } named ? named : part.Dialect;
}

/// <summary>A report of a message.</summary>
/// <param name="owner">The message.</param>
/// <param name="part">The part of it from which the report was read.</param>
/// <param name="read">The report as it was read.</param>
/// <param name="index">Which of the part's reports it is; null for one that follows from what was known before.</param>
internal sealed class MessageItem(MessageWork owner, DialectMessage part, DialectReport read, int? index)
{
    private string? named;
    private Report? report = read.Report;

    /// <summary>The message.</summary>
    public MessageWork Owner => owner;

    /// <summary>The part of it from which the report was read.</summary>
    public DialectMessage Part => part;

    /// <summary>The state that it begins or ends, or null.</summary>
    public EpisodeStep? Episode => read.Episode;

    /// <summary>The report that is asked of the store; null where none is.</summary>
    public Report? Report
    {
        get => report;
        set => report = value;
    }

    /// <summary>Where its device is, or null.</summary>
    public Place? Site { get; set; }

    /// <summary>What became of it.</summary>
    public ReportAnswer Answer { get; private set; }

    /// <summary>Whether there is nothing to report after all.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>Why it was refused, or is in conflict; else null.</summary>
    public Refusal? Refusal => IsDropped ? null : Answer.Refusal;

    /// <summary>Names the alert that it ends.</summary>
    public void Name(string id) => (named, report) = (id, report! with { Id = id });

    /// <summary>There is nothing to report.</summary>
    public void Drop() => (IsDropped, report) = (true, null);

    /// <summary>Refuses it before the store is asked.</summary>
    public void Refuse(Refusal refusal) => (Answer, report) = (new(ReportStatus.Refused, Refusal: refusal), null);

    /// <summary>Takes the store's answer.</summary>
    public void Take(ReportAnswer answer) =>
        Answer = answer.Status is ReportStatus.Conflict && (read.MayDiffer || IsOfRegistry(answer.Differences))
            ? new(ReportStatus.Duplicate, answer.StreamId)
            : answer;

    // Where its device stands is no part of what it said: it may be registered, or moved, between two copies of a message.
    private bool IsOfRegistry(IReadOnlyList<string>? fields) => fields is { Count: > 0 } && fields.All(field => field switch
    {
        "district" => read.Report.District is null,
        "street" => read.Report.Street is null,
        "longitude" or "latitude" => read.Report is { Longitude: null, Latitude: null },
        _ => false,
    });

    /// <summary>The report in its own words.</summary>
    public byte[] Canonical() => JsonSerializer.SerializeToUtf8Bytes(
        DialectIntake.Placed(report ?? read.Report, Site), EventJson.Options);

    /// <summary>What is kept of it: the message as it came, or the report where no message has it.</summary>
    public ReadOnlyMemory<byte> Original() => index is null ? Canonical() : Kept().ToOriginal();

    /// <summary>Whether no message has it: it follows from one, and from what was known before.</summary>
    public bool IsFollowing => index is null;

    /// <summary>The message as it is kept, for this report.</summary>
    public KeptMessage Kept() => KeptMessage.Of(part) with { Report = index, Id = named, Site = Site };
}
