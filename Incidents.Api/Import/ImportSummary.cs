using System.Text.Json.Serialization;
using Incidents.Domain;

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

    /// <summary>
    /// Duplicates of which an earlier row of the same file has other content in columns that the map does not use.
    /// </summary>
    public long DuplicateNotCopy { get; set; }

    /// <summary>The lines of the first refused rows by the code of the refusal; at most <see cref="MostLines"/> of each.</summary>
    public SortedDictionary<string, List<long>> Lines { get; } = new(StringComparer.Ordinal);

    /// <summary>The most lines that are named of one code.</summary>
    public const int MostLines = 5;

    /// <summary>Rows with the identity of an accepted row and other content; they are among the refused ones.</summary>
    public long Conflict => Refused.GetValueOrDefault(ConflictCode);

    /// <summary>The code of a row in conflict with an accepted one.</summary>
    public static readonly string ConflictCode = ErrorCode.ReportConflict.Text();

    /// <summary>Refused rows by the code of the refusal.</summary>
    public SortedDictionary<string, long> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows that the map skips.</summary>
    public long Skipped { get; set; }

    /// <summary>Rows that withdrew an earlier one.</summary>
    public long Withdrawn { get; set; }

    /// <summary>Withdrawals that match nothing; they are kept and available in GraphQL.</summary>
    public long WithdrawnUnmatched { get; set; }

    /// <summary>Rows whose beginning or end is an ambiguous local time, because clocks were set back.</summary>
    public long AmbiguousTimes { get; set; }

    /// <summary>
    /// Rows whose beginning or end is a skipped local time, because clocks were set forward; it is moved forward by the gap.
    /// </summary>
    public long SkippedTimes { get; set; }

    /// <summary>Rows that were known before they occurred; the time of occurrence is taken.</summary>
    public long KnownTooEarly { get; set; }

    /// <summary>Rows whose time is known to the hour, day, month or year only, by that precision.</summary>
    public SortedDictionary<string, long> TimePrecision { get; } = new(StringComparer.Ordinal);

    /// <summary>Refused rows with a time in the future.</summary>
    public long FutureTimes { get; set; }

    /// <summary>Refused rows with a time before the first year of which events are accepted.</summary>
    public long EarlyTimes { get; set; }

    /// <summary>Rows that occurred in January 1970.</summary>
    public long FirstDaysOf1970 { get; set; }

    /// <summary>Rows whose time of occurrence is doubtful for one of these reasons.</summary>
    public long DoubtfulTimes => AmbiguousTimes + SkippedTimes + FutureTimes + EarlyTimes + FirstDaysOf1970;

    /// <summary>Rows without coordinates.</summary>
    public long WithoutPlace { get; set; }

    /// <summary>Rows with a place outside the surroundings of their city.</summary>
    public long OutsidePlace { get; set; }

    /// <summary>Those of <see cref="OutsidePlace"/> that would be inside with longitude and latitude swapped.</summary>
    public long SwappedPlace { get; set; }

    /// <summary>What should be changed in the map, probably.</summary>
    public List<ImportHint> Hints { get; } = [];

    /// <summary>Why the file was not read to its end; null if it was, or if the import was interrupted.</summary>
    [JsonIgnore]
    public ImportException? Failure { get; set; }

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

    /// <summary>Counts a time that is coarser than a minute.</summary>
    public void Coarse(TimePrecision precision)
    {
        var name = precision.ToString().ToLowerInvariant();
        TimePrecision[name] = TimePrecision.GetValueOrDefault(name) + 1;
    }
}

/// <summary>A suggestion about the map.</summary>
/// <param name="Code">Stable code of the suggestion.</param>
/// <param name="Message">A sentence for the person who wrote the map.</param>
internal sealed record ImportHint(string Code, string Message);
