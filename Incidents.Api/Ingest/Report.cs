using System.Text.Json;
using System.Text.Json.Serialization;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Domain.Upkeep;
using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Api.Ingest;

/// <summary>The canonical report: what a device, register or person reports, through whichever adapter it came.</summary>
/// <remarks>
/// All kinds share this one flat record, because senders share its fields. Each kind declares which of them it requires
/// (<see cref="RequiredField"/>); a field that a kind does not use is ignored, as an unknown one is.
/// </remarks>
public sealed record Report
{
    /// <summary>The sending system, 1 to 100 characters. Required.</summary>
    public string? Source { get; init; }

    /// <summary>The sender's own id of the subject, 1 to 200 characters, unique within source and kind. Required.</summary>
    public string? Id { get; init; }

    /// <summary>
    /// <c>alert</c>, <c>sosCall</c>, <c>violation</c>, <c>plateRead</c>, <c>incident</c>, <c>device</c> or <c>upkeep</c>. Required.
    /// </summary>
    public string? Kind { get; init; }

    /// <summary>Which step is reported: one of the kind's phases, which each slice declares; default the kind's first.</summary>
    public string? Phase { get; init; }

    /// <summary>Distinguishes repeated phases of one subject (the tenth <c>updated</c>); default <see cref="OccurredAt"/>.</summary>
    public string? Revision { get; init; }

    /// <summary>
    /// When it happened: ISO 8601 with offset or Z, or without either as the city's local time. What is not known to the minute is given
    /// as it is known: an hour (<c>2024-02-03T14</c>), a day (<c>2024-02-03</c>), a month (<c>2024-02</c>) or a year (<c>2024</c>).
    /// Required; of later phases to the minute.
    /// </summary>
    public ReportedTime? OccurredAt { get; init; }

    /// <summary>
    /// The latest moment at which an <c>incident</c> may have happened, where only an interval is known: a theft "between 22:00 and 06:00".
    /// Not before <see cref="OccurredAt"/>, not in the future, and not more than 31 days later. An hour, day or month means its end.
    /// </summary>
    public ReportedTime? OccurredUntil { get; init; }

    /// <summary>Only for a historic register: when its batch was published. Live reports leave it out.</summary>
    public ReportedTime? KnownAt { get; init; }

    /// <summary>City code. Required.</summary>
    public string? City { get; init; }

    /// <summary>District as the source names it.</summary>
    public string? District { get; init; }

    /// <summary>Street or address as the source names it.</summary>
    public string? Street { get; init; }

    /// <summary>Degrees east, WGS 84. With <see cref="Latitude"/> or not at all.</summary>
    public double? Longitude { get; init; }

    /// <summary>Degrees north, WGS 84. With <see cref="Longitude"/> or not at all.</summary>
    public double? Latitude { get; init; }

    /// <summary>The camera, terminal or recorder. Required for kind <c>device</c>; need not be registered.</summary>
    public string? DeviceId { get; init; }

    /// <summary>
    /// Category code: lower-case letters, digits, dots and hyphens. Required for <c>alert</c>, <c>incident</c> and <c>upkeep</c>.
    /// </summary>
    public string? Category { get; init; }

    /// <summary>0 to 1.</summary>
    public double? Confidence { get; init; }

    /// <summary>The recording.</summary>
    public MediaReference? Clip { get; init; }

    /// <summary>The picture.</summary>
    public MediaReference? Snapshot { get; init; }

    /// <summary>A vehicle's plate: 2 to 12 Latin or Cyrillic letters and digits, not counting blanks and hyphens.</summary>
    public string? Plate { get; init; }

    /// <summary>Article of КоАП РК. Required for <c>violation</c>.</summary>
    public string? Article { get; init; }

    /// <summary>Part of the article.</summary>
    public string? Part { get; init; }

    /// <summary>Measured and allowed value, with unit.</summary>
    public Measurement? Measured { get; init; }

    /// <summary>The recorder's certificate as at the capture.</summary>
    public RecorderCertificate? Certificate { get; init; }

    /// <summary>Who acted: the operator who answered.</summary>
    public string? By { get; init; }

    /// <summary>Reason code of a withdrawal or escalation.</summary>
    public string? Reason { get; init; }

    /// <summary>Outcome code of an ended call; of an <c>upkeep</c> that was looked at again, <c>cleared</c> or <c>remains</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>The service that a call was escalated to.</summary>
    public string? To { get; init; }

    /// <summary>
    /// What the source's later corrections call the incident (a complaint number): several incidents may share it. A
    /// <c>withdrawn</c> incident report names it, and withdraws the latest one reported before that still counts.
    /// </summary>
    public string? Reference { get; init; }

    /// <summary>What the source says in words.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// The sender's id of one offence within an <c>incident</c>, 1 to 200 characters: several reports of one <see cref="Id"/> with
    /// different ids of offences are one incident with several offences.
    /// </summary>
    public string? OffenceId { get; init; }

    /// <summary>Number of victims of the offence, 0 to 10,000; absent where it is not known, which is not 0.</summary>
    public int? Victims { get; init; }

    /// <summary>
    /// Rank of the offence's category, 0 to 10,000, lower is graver. The gravest offence gives an incident its category, place and time.
    /// </summary>
    public int? Gravity { get; init; }

    /// <summary>Kind of a registered device: <c>camera</c>, <c>recorder</c> or <c>sosTerminal</c>.</summary>
    [JsonConverter(typeof(DeviceKindName))]
    public DeviceKind? DeviceKind { get; init; }

    /// <summary>Model of a registered device.</summary>
    public string? Model { get; init; }

    /// <summary>Where a registered device looks: degrees clockwise from north, from 0 to below 360.</summary>
    public double? DirectionDegrees { get; init; }

    /// <summary>Width of what it sees, in degrees: above 0, at most 360.</summary>
    public double? FieldOfViewDegrees { get; init; }

    /// <summary>How far it sees, in metres: above 0, at most 5,000.</summary>
    public double? RangeMetres { get; init; }

    /// <summary>Who owns it.</summary>
    public string? Owner { get; init; }

    /// <summary>The day on which it is to be in service by the plan: ISO 8601.</summary>
    public LocalDate? PlannedOn { get; init; }

    /// <summary>The day on which it was installed: ISO 8601.</summary>
    public LocalDate? InstalledOn { get; init; }

    /// <summary>The day on which it was accepted: ISO 8601.</summary>
    public LocalDate? AcceptedOn { get; init; }

    /// <summary>What it costs with its installation, in tenge.</summary>
    public long? CostTenge { get; init; }

    /// <summary>What its upkeep costs a year, in tenge.</summary>
    public long? YearlyUpkeepTenge { get; init; }

    /// <summary>Class of the street of an <c>upkeep</c>: <c>main</c>, <c>district</c> or <c>local</c>; default as listed.</summary>
    [JsonConverter(typeof(StreetClassName))]
    public StreetClass? StreetClass { get; init; }

    // A number would be taken for a kind, one that is not among them too.
    private sealed class DeviceKindName() : JsonStringEnumConverter<DeviceKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

    private sealed class StreetClassName() : JsonStringEnumConverter<StreetClass>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
}

/// <summary>What became of one report.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReportStatus>))]
public enum ReportStatus
{
    /// <summary>Its event is committed.</summary>
    [JsonStringEnumMemberName("accepted")] Accepted,

    /// <summary>Its event had been committed before; nothing changed.</summary>
    [JsonStringEnumMemberName("duplicate")] Duplicate,

    /// <summary>Its event had been committed before with other content, which stays; see the differences.</summary>
    [JsonStringEnumMemberName("conflict")] Conflict,

    /// <summary>A rule was broken; see the refusal.</summary>
    [JsonStringEnumMemberName("refused")] Refused,

    /// <summary>The store could not be reached: nothing is known about it, send it again.</summary>
    [JsonStringEnumMemberName("unavailable")] Unavailable,
}

/// <summary>The answer to one report.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="StreamId">Its subject: id in GraphQL. Null where it was refused before that was known.</param>
/// <param name="Refusal">The rule broken, where refused or in conflict.</param>
/// <param name="Unmatched">For an accepted withdrawal: that it withdrew nothing, because nothing of that reference counted.</param>
/// <param name="Differences">Names of the fields that differ, where in conflict; else null.</param>
/// <param name="IsMasked">Whether personal data of its subject are masked, where in conflict.</param>
public readonly record struct ReportAnswer(
    ReportStatus Status, Guid? StreamId = null, Refusal? Refusal = null, bool Unmatched = false,
    IReadOnlyList<string>? Differences = null, bool IsMasked = false);
