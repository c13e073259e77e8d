using System.Text.Json.Serialization;

namespace Incidents.Api.Import;

/// <summary>
/// What became of a file's rows. Every row read counts in exactly one of accepted, duplicate, refused, skipped, withdrawn and
/// unmatched, save those whose answer an interruption cut off.
/// </summary>
internal sealed class ImportSummary
{
    /// <summary>Rows read, without the header.</summary>
    public long Rows { get; set; }

    /// <summary>Rows that opened something new.</summary>
    public long Accepted { get; set; }

    /// <summary>Rows that had been imported before, or stand in the file twice.</summary>
    public long Duplicate { get; set; }

    /// <summary>Rows refused, by the refusal's code.</summary>
    public SortedDictionary<string, long> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows that the map leaves out.</summary>
    public long Skipped { get; set; }

    /// <summary>Rows that withdrew an earlier one.</summary>
    public long Withdrawn { get; set; }

    /// <summary>Withdrawals of something that did not stand; kept, and to be seen in GraphQL.</summary>
    public long WithdrawnUnmatched { get; set; }

    /// <summary>Rows whose local time was twice, because clocks were set back; taken as the earlier.</summary>
    public long AmbiguousTimes { get; set; }

    /// <summary>Rows whose local time never was, because clocks were set ahead; taken as that much later.</summary>
    public long SkippedTimes { get; set; }

    /// <summary>Rows that the register claims to have known before they happened; taken as known when they happened.</summary>
    public long KnownTooEarly { get; set; }

    /// <summary>Whether reading stopped before the end.</summary>
    public bool Interrupted { get; set; }

    /// <summary>How long it took.</summary>
    public double Seconds { get; set; }

    /// <summary>All rows refused.</summary>
    [JsonIgnore]
    public long RefusedRows => Refused.Values.Sum();

    /// <summary>Rows whose fate is known.</summary>
    [JsonIgnore]
    public long Answered => Accepted + Duplicate + RefusedRows + Skipped + Withdrawn + WithdrawnUnmatched;
}
