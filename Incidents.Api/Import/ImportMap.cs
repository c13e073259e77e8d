using System.Text.RegularExpressions;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Import;

/// <summary>The meaning of the columns of a file.</summary>
/// <remarks>docs/import.md describes every key; <see cref="MapFile"/> reads a map.</remarks>
internal sealed record ImportMap
{
    /// <summary>The source of the reports.</summary>
    public string? Source { get; init; }

    /// <summary>The kind of every report.</summary>
    public string Kind { get; init; } = "incident";

    /// <summary>The layout of the file, where it is not detected.</summary>
    public FileLayout Layout { get; init; } = new();

    /// <summary>The code of the city.</summary>
    public TextRule? City { get; init; }

    /// <summary>A city that the map declares, or null.</summary>
    public City? DeclaredCity { get; init; }

    /// <summary>The time of occurrence: the first rule whose columns are all filled.</summary>
    public IReadOnlyList<TimeRule> OccurredAt { get; init; } = [];

    /// <summary>The end of the interval of occurrence, if the row has one: the first rule whose columns are all filled.</summary>
    public IReadOnlyList<TimeRule> OccurredUntil { get; init; } = [];

    /// <summary>The time from which the row was known, or null for now.</summary>
    public KnownAtRule? KnownAt { get; init; }

    /// <summary>The coordinates.</summary>
    public PlaceRule? Place { get; init; }

    /// <summary>The identity of a row.</summary>
    public IdentityRule? Identity { get; init; }

    /// <summary>The rows of one incident, whose identity is then <see cref="Identity"/>; null where every row is one of its own.</summary>
    public GroupRule? Group { get; init; }

    /// <summary>The reference by which later corrections identify the row.</summary>
    public TextRule? Reference { get; init; }

    /// <summary>The condition of rows that withdraw an earlier one.</summary>
    public RowCondition? Withdrawn { get; init; }

    /// <summary>The reason code of withdrawals.</summary>
    public string WithdrawalReason { get; init; } = "register-correction";

    /// <summary>From when until when the source reports, or null where that is learned from the rows.</summary>
    public CoversRule? Covers { get; init; }

    /// <summary>Conditions of rows to skip.</summary>
    public IReadOnlyList<RowCondition> Skip { get; init; } = [];

    /// <summary>Texts for the report fields of the same name (category, district, street …).</summary>
    public IReadOnlyDictionary<string, TextRule> Texts { get; init; } = new Dictionary<string, TextRule>();

    /// <summary>The problems that prevent an import with this map; empty if there are none.</summary>
    public IReadOnlyList<string> MissingForImport()
    {
        var missing = new List<string>();
        Need(Source is { Length: > 0 }, "source", "the source of the reports, e.g. \"register.springfield\"");
        Need(City is not null, "city", "the code of a city, a column, or a new city");
        Need(OccurredAt.Count > 0 || Kind == DeviceColumns.Kind, "occurredAt", "the columns of the time of occurrence");
        Need(Identity is not null, "identity", "{ \"columns\": [...] }, { \"line\": true } or { \"content\": true }; or \"group\"");
        Need(Kind != DeviceColumns.Kind || Texts.ContainsKey("deviceId"), "deviceId", "the id that the reports of a device carry");
        Need(Kind != DeviceColumns.Kind || Texts.ContainsKey("deviceKind"), "deviceKind", "camera, recorder or sosTerminal");
        Need(Kind is not ("incident" or "alert") || Texts.ContainsKey("category"), "category", $"every {Kind} has a category");
        Need(Withdrawn is null || Reference is not null, "reference", "a withdrawal needs the reference of the row that it withdraws");
        if (Place is { Planar: true })
            missing.Add(
                "\"place\": planar coordinates cannot be converted to longitude and latitude; use \"epsg\" or \"wkt\" for an import.");
        if (Covers is not null && City is not null && City.Value is null)
            missing.Add("\"covers\": the city of a register whose days are declared is a code or a new city, not a column.");
        if (Group is not null && Kind != "incident")
            missing.Add("\"group\": only incidents have several offences.");
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

/// <summary>The layout of a file; null where it is detected.</summary>
/// <param name="Format">One of <see cref="FileFormat.All"/>.</param>
/// <param name="Delimiter">The delimiter of fields.</param>
/// <param name="Encoding">Name of the character encoding, default UTF-8.</param>
/// <param name="Entry">Name of the data file in a zip archive.</param>
/// <param name="Columns">Names of the columns of a file without a header, or JSON fields that the first rows may lack.</param>
internal sealed record FileLayout(
    string? Format = null, char? Delimiter = null, string? Encoding = null, string? Entry = null, IReadOnlyList<string>? Columns = null);

/// <summary>A text from columns: joined, then looked up in the tables in the order of the members.</summary>
internal sealed record TextRule
{
    /// <summary>A constant instead of columns.</summary>
    public string? Value { get; init; }

    /// <summary>The columns; blank values are omitted.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The separator of the values of several columns.</summary>
    public string Separator { get; init; } = " ";

    /// <summary>Results by the whole text, case-insensitive.</summary>
    public IReadOnlyDictionary<string, string> Table { get; init; } = new Dictionary<string, string>();

    /// <summary>Results by ranges of whole numbers, both ends inclusive.</summary>
    public IReadOnlyList<(long From, long To, string Result)> Ranges { get; init; } = [];

    /// <summary>Results by the start of the text, case-insensitive; the longest prefix takes precedence.</summary>
    public IReadOnlyList<(string Prefix, string Result)> Prefixes { get; init; } = [];

    /// <summary>Results by regular expression; the first match takes precedence.</summary>
    public IReadOnlyList<(Regex Pattern, string Result)> Patterns { get; init; } = [];

    /// <summary>The result for a blank text and for a text without a match.</summary>
    public string? Default { get; init; }

    /// <summary>Whether a text without a match becomes a code (see <see cref="Slug"/>).</summary>
    public bool Slugged { get; init; }

    /// <summary>Whether the rule has tables.</summary>
    public bool HasTables => Table.Count + Ranges.Count + Prefixes.Count + Patterns.Count > 0;
}

/// <summary>A time from columns that are joined by a space and read with the first pattern that matches.</summary>
/// <param name="Columns">The columns; the time is blank if one of them is.</param>
/// <param name="Patterns">The patterns, default ISO 8601.</param>
/// <param name="Zone">The zone of times without an offset, default the zone of the city.</param>
internal sealed record TimeRule(IReadOnlyList<string> Columns, IReadOnlyList<TimePattern> Patterns, DateTimeZone? Zone)
{
    /// <summary>The moment of the period in the columns.</summary>
    public PeriodPoint At { get; init; }

    /// <summary>How precisely the time is known, default as its pattern says.</summary>
    public TimePrecision? Precision { get; init; }

    /// <summary>The unit of a duration from the time of occurrence on; null if the columns contain a time.</summary>
    public Duration? Unit { get; init; }
}

/// <summary>The time from which a row was known; exactly one of the first three members is set.</summary>
/// <param name="AsOccurred">The time of occurrence.</param>
/// <param name="Fixed">One local time for all rows.</param>
/// <param name="Times">Alternative rules for columns.</param>
/// <param name="Zone">The zone of <paramref name="Fixed"/>, default the zone of the city.</param>
internal sealed record KnownAtRule(bool AsOccurred, LocalDateTime? Fixed, IReadOnlyList<TimeRule> Times, DateTimeZone? Zone = null);

/// <summary>A moment of an hour, day, month or year.</summary>
internal enum PeriodPoint
{
    /// <summary>The time as it was read.</summary>
    Start,

    /// <summary>The last second of the hour.</summary>
    EndOfHour,

    /// <summary>The last second of the day.</summary>
    EndOfDay,

    /// <summary>The last second of the month.</summary>
    EndOfMonth,

    /// <summary>The last second of the year.</summary>
    EndOfYear,
}

/// <summary>The columns and the reference system of coordinates.</summary>
/// <param name="X">Column of the longitude or easting.</param>
/// <param name="Y">Column of the latitude or northing.</param>
/// <param name="System">The reference system of projected coordinates; null for degrees on WGS 84 and for planar coordinates.</param>
/// <param name="Planar">Whether they are metres on a plane without a known location.</param>
/// <param name="DecimalComma">Whether the decimal separator is a comma.</param>
/// <param name="None">Texts for an unknown place, in addition to blank and to 0 in both columns.</param>
internal sealed record PlaceRule(string X, string Y, ReferenceSystem? System, bool Planar, bool DecimalComma, IReadOnlyList<string> None);

/// <summary>The identity of a row.</summary>
/// <param name="Content">Whether all fields together are the identity, so that an exact copy of a row is a duplicate.</param>
/// <param name="Columns">The columns of the identity, if it is not the content.</param>
/// <param name="Line">Whether the name of the file and the number of the line are the identity, or a part of it.</param>
internal sealed record IdentityRule(bool Content, IReadOnlyList<string> Columns, bool Line = false);

/// <summary>A condition that is true for a row whose column has one of the values.</summary>
/// <param name="Column">The column.</param>
/// <param name="Values">The values without surrounding spaces; an empty one matches a blank field.</param>
internal sealed record RowCondition(string Column, IReadOnlyList<string> Values);
