using System.Text.RegularExpressions;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Import;

/// <summary>What the columns of a file mean. Every key is described in docs/import.md; <see cref="MapFile"/> reads it.</summary>
internal sealed record ImportMap
{
    /// <summary>The source that the reports will name.</summary>
    public string? Source { get; init; }

    /// <summary>The kind of every report.</summary>
    public string Kind { get; init; } = "incident";

    /// <summary>How the file is laid out, as far as it cannot be told from the file itself.</summary>
    public FileLayout Layout { get; init; } = new();

    /// <summary>Gives the city's code.</summary>
    public TextRule? City { get; init; }

    /// <summary>A city that the map declares because the installation may not know it.</summary>
    public City? DeclaredCity { get; init; }

    /// <summary>When it happened: the first of these whose columns all say something.</summary>
    public IReadOnlyList<TimeRule> OccurredAt { get; init; } = [];

    /// <summary>The latest moment at which it may have happened, where the row gives an interval: likewise.</summary>
    public IReadOnlyList<TimeRule> OccurredUntil { get; init; } = [];

    /// <summary>When the register told of it, or null for now.</summary>
    public KnownAtRule? KnownAt { get; init; }

    /// <summary>Where.</summary>
    public PlaceRule? Place { get; init; }

    /// <summary>What identifies a row.</summary>
    public IdentityRule? Identity { get; init; }

    /// <summary>The columns of what later corrections call the row.</summary>
    public TextRule? Reference { get; init; }

    /// <summary>Which rows withdraw an earlier one.</summary>
    public RowCondition? Withdrawn { get; init; }

    /// <summary>The reason code of withdrawals.</summary>
    public string WithdrawalReason { get; init; } = "register-correction";

    /// <summary>Rows to leave out.</summary>
    public IReadOnlyList<RowCondition> Skip { get; init; } = [];

    /// <summary>Texts that go into the report field of the same name (category, district, street …).</summary>
    public IReadOnlyDictionary<string, TextRule> Texts { get; init; } = new Dictionary<string, TextRule>();

    /// <summary>What an import needs and this map lacks; empty when it can be used for one.</summary>
    public IReadOnlyList<string> MissingForImport()
    {
        var missing = new List<string>();
        Need(Source is { Length: > 0 }, "source", "the name under which the reports are kept, e.g. \"register.springfield\"");
        Need(City is not null, "city", "a city's code, a column, or a city of its own");
        Need(OccurredAt.Count > 0, "occurredAt", "the column or columns of the time of occurrence");
        Need(Identity is not null, "identity", "{ \"columns\": [...] } or { \"content\": true }");
        Need(Kind is not ("incident" or "alert") || Texts.ContainsKey("category"), "category", $"every {Kind} has one");
        Need(Withdrawn is null || Reference is not null, "reference", "a withdrawal must name what it withdraws");
        if (Place is { Planar: true })
            missing.Add("\"place\": planar coordinates have no longitude and latitude; give \"epsg\" or \"wkt\" to import them.");
        if (Withdrawn is not null && Kind != "incident")
            missing.Add("\"withdrawn\": only incidents can be withdrawn.");
        return missing;

        void Need(bool present, string key, string what)
        {
            if (!present)
                missing.Add($"\"{key}\" is missing: {what}.");
        }
    }
}

/// <summary>How a file is laid out. Null: told from the file.</summary>
/// <param name="Format"><c>csv</c>, <c>tsv</c> or <c>ndjson</c>.</param>
/// <param name="Delimiter">What stands between two fields.</param>
/// <param name="Encoding">Name of the character encoding; UTF-8 unless told.</param>
/// <param name="Entry">The data file's name within a zip archive.</param>
/// <param name="Columns">The names of the columns of a file without a header, or NDJSON fields too rare to be seen at the start.</param>
internal sealed record FileLayout(
    string? Format = null, char? Delimiter = null, string? Encoding = null, string? Entry = null, IReadOnlyList<string>? Columns = null);

/// <summary>A text made from columns: joined, then looked up in the tables, in the order of the members.</summary>
internal sealed record TextRule
{
    /// <summary>A fixed text; no column is looked at.</summary>
    public string? Value { get; init; }

    /// <summary>The columns; blank ones are left out.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>What stands between two columns.</summary>
    public string Separator { get; init; } = " ";

    /// <summary>Whole text to result, capitals aside.</summary>
    public IReadOnlyDictionary<string, string> Table { get; init; } = new Dictionary<string, string>();

    /// <summary>Whole numbers, both ends included, to result.</summary>
    public IReadOnlyList<(long From, long To, string Result)> Ranges { get; init; } = [];

    /// <summary>Beginning of the text to result, capitals aside; the longest wins.</summary>
    public IReadOnlyList<(string Prefix, string Result)> Prefixes { get; init; } = [];

    /// <summary>Regular expression to result; the first that matches wins.</summary>
    public IReadOnlyList<(Regex Pattern, string Result)> Patterns { get; init; } = [];

    /// <summary>The result for a blank text, and for one that none of the tables knows.</summary>
    public string? Default { get; init; }

    /// <summary>Whether a text that no table gave becomes a code (see <see cref="Slug"/>).</summary>
    public bool Slugged { get; init; }

    /// <summary>Whether there is any table.</summary>
    public bool HasTables => Table.Count + Ranges.Count + Prefixes.Count + Patterns.Count > 0;
}

/// <summary>A time made from columns, joined by a blank, and read by the first pattern that fits.</summary>
/// <param name="Columns">The columns; if one is blank, the time is.</param>
/// <param name="Patterns">Patterns; ISO 8601 where there are none.</param>
/// <param name="Zone">The zone of times without an offset; the city's where null.</param>
internal sealed record TimeRule(IReadOnlyList<string> Columns, IReadOnlyList<TimePattern> Patterns, DateTimeZone? Zone);

/// <summary>When the register told of a row: as it occurred, on one date for all, or as columns say. Exactly one of the first three is set.</summary>
/// <param name="AsOccurred">At the time of occurrence.</param>
/// <param name="Fixed">For all rows.</param>
/// <param name="Times">The columns, as alternatives.</param>
/// <param name="At">Which moment of the period named.</param>
/// <param name="Zone">The zone of <paramref name="Fixed"/>; the city's where null.</param>
internal sealed record KnownAtRule(bool AsOccurred, LocalDateTime? Fixed, IReadOnlyList<TimeRule> Times, PeriodPoint At, DateTimeZone? Zone);

/// <summary>Which moment of a period is meant by its name; an end is its last second.</summary>
internal enum PeriodPoint
{
    /// <summary>As it was read.</summary>
    Start,

    /// <summary>The last second of the day.</summary>
    EndOfDay,

    /// <summary>The last second of the month.</summary>
    EndOfMonth,

    /// <summary>The last second of the year.</summary>
    EndOfYear,
}

/// <summary>Where the coordinates are.</summary>
/// <param name="X">Column of the longitude, or of the easting.</param>
/// <param name="Y">Column of the latitude, or of the northing.</param>
/// <param name="System">The system of projected coordinates; null where they are degrees on WGS 84, or planar.</param>
/// <param name="Planar">Whether they are metres on a plane of no known place.</param>
/// <param name="DecimalComma">Whether a comma stands before the fraction.</param>
/// <param name="None">Texts that mean that the place is not known, besides a blank, and besides 0 in both.</param>
internal sealed record PlaceRule(string X, string Y, ReferenceSystem? System, bool Planar, bool DecimalComma, IReadOnlyList<string> None);

/// <summary>What identifies a row.</summary>
/// <param name="Content">Whether all its fields together do, so that an exact copy of a row is a duplicate.</param>
/// <param name="Columns">The columns that do, where not the content.</param>
internal sealed record IdentityRule(bool Content, IReadOnlyList<string> Columns);

/// <summary>Holds for a row whose column has one of the values.</summary>
/// <param name="Column">The column.</param>
/// <param name="Values">The values, without surrounding blanks; an empty one stands for blank.</param>
internal sealed record RowCondition(string Column, IReadOnlyList<string> Values);
