using System.Text.Json.Serialization;

namespace Incidents.Api.Import;

/// <summary>The numbers of rows by result.</summary>
/// <remarks>
/// Every row counts as exactly one of accepted, duplicate, refused, skipped, withdrawn and unmatched, except rows without a result
/// because of an interruption.
/// </remarks>
internal sealed class ImportSummary
{
    /// <summary>Rows read, without the header.</summary>
    public long Rows { get; set; }

    /// <summary>Rows that were appended.</summary>
    public long Accepted { get; set; }

    /// <summary>Rows that were imported before, or are in the file twice.</summary>
    public long Duplicate { get; set; }

    /// <summary>Refused rows by the code of the refusal.</summary>
    public SortedDictionary<string, long> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows that the map skips.</summary>
    public long Skipped { get; set; }

    /// <summary>Rows that withdrew an earlier one.</summary>
    public long Withdrawn { get; set; }

    /// <summary>Withdrawals that match nothing; they are kept and available in GraphQL.</summary>
    public long WithdrawnUnmatched { get; set; }

    /// <summary>Rows with an ambiguous local time, because clocks were set back; the earlier one is taken.</summary>
    public long AmbiguousTimes { get; set; }

    /// <summary>Rows with a skipped local time, because clocks were set forward; it is moved forward by the gap.</summary>
    public long SkippedTimes { get; set; }

    /// <summary>Rows that were known before they occurred; the time of occurrence is taken.</summary>
    public long KnownTooEarly { get; set; }

    /// <summary>Whether the import stopped before the end of the file.</summary>
    public bool Interrupted { get; set; }

    /// <summary>Duration in seconds.</summary>
    public double Seconds { get; set; }

    /// <summary>Number of all refused rows.</summary>
    [JsonIgnore]
    public long RefusedRows => Refused.Values.Sum();

    /// <summary>Rows with a result.</summary>
    [JsonIgnore]
    public long WithResult => Accepted + Duplicate + RefusedRows + Skipped + Withdrawn + WithdrawnUnmatched;
}
