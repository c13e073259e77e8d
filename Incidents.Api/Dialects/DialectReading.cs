using Incidents.Api.Ingest;
using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>A report that a message leads to.</summary>
/// <param name="Report">The report, without the place of its device.</param>
internal sealed record DialectReport(Report Report)
{
    /// <summary>
    /// Whether the dialect says it again with every step: where the store has it with other content, that stays, and it is no conflict.
    /// </summary>
    public bool MayDiffer { get; init; }

    /// <summary>The state that it begins or ends; null where the report has an identity of its own.</summary>
    public EpisodeStep? Episode { get; init; }
}

/// <summary>How a device says that a state is true or false.</summary>
internal enum EpisodeWord
{
    /// <summary>It became so.</summary>
    Changes,

    /// <summary>It became so now, whatever was said before: what is open is over.</summary>
    Begins,

    /// <summary>It became so, or is so still.</summary>
    Repeats,

    /// <summary>It is so, from when on is not said: it ends what is open, also what comes later, and is nothing by itself.</summary>
    Restates,

    /// <summary>It is so still: it counts where that is not known, and is no news else.</summary>
    Confirms,
}

/// <summary>A state of a device became true or false: an alert begins or ends.</summary>
/// <param name="Key">What the state is of: device, topic and source; at most 150 characters.</param>
/// <param name="IsActive">Whether it became true.</param>
internal sealed record EpisodeStep(string Key, bool IsActive)
{
    /// <summary>How the device says so.</summary>
    public EpisodeWord Word { get; init; }

    /// <summary>The fault that the device has, whichever of its parts it is of; null for alerts.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether it says only how the state is.</summary>
    public bool OnlyConfirms => Word is EpisodeWord.Confirms or EpisodeWord.Restates;
}

/// <summary>What an adapter reads from a message: reports, and what it cannot read.</summary>
/// <remarks>Neither reports nor refusals: the message tells a state only.</remarks>
internal sealed class DialectReading
{
    /// <summary>Most reports of one message.</summary>
    public const int MostReports = 500;

    private readonly List<DialectReport> reports = [];

    /// <summary>The reports in their order.</summary>
    public IReadOnlyList<DialectReport> Reports => reports;

    /// <summary>The first reason for which the message, or a part of it, cannot be read; or null.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Adds a report.</summary>
    public void Add(Report report, bool mayDiffer = false, EpisodeStep? episode = null)
    {
        if (episode is not null && Texts.SourceId.CheckOptional(episode.Key, "id") is { } unstorable)
            Refuse(unstorable);
        else if (reports.Count == MostReports)
            Refuse(ErrorCode.TooManyReports, $"A message leads to at most {MostReports} reports.");
        else
            reports.Add(new(report) { MayDiffer = mayDiffer, Episode = episode });
    }

    /// <summary>Notes what cannot be read.</summary>
    public void Refuse(ErrorCode code, string message, string? field = null) => Refusal ??= new(code, message, field);

    /// <summary>Notes what cannot be read.</summary>
    public void Refuse(Refusal refusal) => Refusal ??= refusal;

    /// <summary>Forgets everything for one reason.</summary>
    public DialectReading RefuseAll(ErrorCode code, string message)
    {
        reports.Clear();
        Refusal = new(code, message);
        return this;
    }
}
