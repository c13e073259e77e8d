using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Dialects;

/// <summary>A message on its way: what was read from it, and what became of that.</summary>
/// <param name="message">The message.</param>
internal sealed class MessageWork(DialectMessage message)
{
    private readonly List<MessageItem> items = [];
    private readonly List<(DialectMessage Part, Refusal Refusal)> refused = [];

    /// <summary>Its reports in order.</summary>
    public IReadOnlyList<MessageItem> Items => items;

    /// <summary>Whether one of its reports was not taken because the store does not answer.</summary>
    public bool IsUnavailable => items.Exists(item => item.Answer is { Status: ReportStatus.Unavailable });

    /// <summary>Adds a report.</summary>
    public void Add(DialectMessage part, DialectReport report, int index)
    {
        var item = new MessageItem(this, part, report, index);
        items.Add(item);
        if (message.Check?.Invoke(report.Report) is { } outside)
            item.Refuse(outside);
    }

    /// <summary>Notes that a part of it cannot be read.</summary>
    public void Refuse(DialectMessage part, Refusal refusal) => refused.Add((part, refusal));

    /// <summary>Adds the end of an alert that was known before its beginning.</summary>
    public void End(MessageItem begun, Instant? at)
    {
        if (at is { } end)
        {
            var ended = begun.Report! with { Phase = "ended", OccurredAt = DialectValues.At(end), Confidence = null };
            items.Insert(items.IndexOf(begun) + 1, new(this, begun.Part, new(ended), null));
        }
    }

    /// <summary>What is kept of it because it was refused.</summary>
    public IEnumerable<DeadLetter> Letters()
    {
        foreach (var (part, refusal) in refused)
            yield return Letter(KeptMessage.Of(part), part, refusal);
        foreach (var item in items)
        {
            if (item.Refusal is not { } refusal)
                continue;
            // Of a thing whose personal data are masked, no letter brings them back.
            if (item.Answer.IsMasked)
                yield return DeadLetter.Of(SourceOf(item.Part), refusal, ReportMask.Of(item.Canonical()));
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

    // The same message is one letter, however often it comes: when it came is no part of it.
    private static DeadLetter Letter(KeptMessage kept, DialectMessage part, Refusal refusal)
    {
        var bytes = kept.ToBytes();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', part.Dialect, part.City, part.DeviceId, part.Path, kept.Report)));
        hash.AppendData(part.Payload.Span);
        var isCut = part.Payload.Length > MessageParts.MostBytes;
        return new(
            SourceOf(part), refusal, bytes, isCut ? Math.Max(part.Payload.Length, bytes.Length + 1) : bytes.Length,
            hash.GetHashAndReset());
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
    public void Take(ReportAnswer answer) => Answer = answer.Status is ReportStatus.Conflict && read.MayDiffer
        ? new(ReportStatus.Duplicate, answer.StreamId)
        : answer;

    /// <summary>The report in its own words.</summary>
    public byte[] Canonical() => JsonSerializer.SerializeToUtf8Bytes(
        DialectIntake.Placed(report ?? read.Report, Site), EventJson.Options);

    /// <summary>What is kept of it: the message as it came, or the report where no message has it.</summary>
    public ReadOnlyMemory<byte> Original() => index is null ? Canonical() : Kept().ToBytes();

    /// <summary>The message as it is kept, for this report.</summary>
    public KeptMessage Kept() => KeptMessage.Of(part) with { Report = index, Id = named, Site = Site };
}
