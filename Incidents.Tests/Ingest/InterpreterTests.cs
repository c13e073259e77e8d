using Incidents.Api;
using Incidents.Api.Data;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Microsoft.Extensions.Configuration;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Ingest;

/// <summary>Every rule that a report can break, one at a time.</summary>
public class InterpreterTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 7, 3, 7, 0);
    private static readonly ReportInterpreter Interpreter = new(
        Catalogues.Cities(), SliceReports.Kinds, HistoricSources.From(new ConfigurationBuilder().Build()), new FakeClock(Now));

    private static readonly Report Incident = new()
    {
        Source = "s",
        Id = "1",
        Kind = "incident",
        City = "karaganda",
        Category = "theft",
        OccurredAt = ReportedTime.Parse("2026-07-03T11:00:00+05:00"),
    };

    private static readonly Report Call = Incident with { Kind = "sosCall", Category = null };
    private static readonly Report Violation = Incident with { Kind = "violation", Category = null, Article = "592" };
    private static readonly Report Device = Incident with
    {
        Kind = "device",
        Category = null,
        DeviceId = "cam-1",
        DeviceKind = DeviceKind.Camera,
    };

    public static TheoryData<string, string?, Report> Broken => new()
    {
        { "SOURCE_MISSING", "source", Incident with { Source = null } },
        { "SOURCE_MISSING", "source", Incident with { Source = " \t" } },
        { "ID_MISSING", "id", Incident with { Id = "" } },
        { "KIND_MISSING", "kind", Incident with { Kind = null } },
        { "KIND_UNKNOWN", "kind", Incident with { Kind = "Incident" } },
        { "CITY_MISSING", "city", Incident with { City = null } },
        { "CITY_UNKNOWN", "city", Incident with { City = "atlantis" } },
        { "TIME_MISSING", "occurredAt", Incident with { OccurredAt = null } },
        { "TIME_MALFORMED", "occurredAt", Incident with { OccurredAt = ReportedTime.Parse("yesterday") } },
        { "TIME_MALFORMED", "knownAt", Incident with { KnownAt = ReportedTime.Parse("2026-13-01T00:00:00Z") } },
        { "TIME_IN_FUTURE", "occurredAt", Incident with { OccurredAt = ReportedTime.Parse("2026-07-03T07:05:00.000001Z") } },
        { "TIME_MALFORMED", "occurredUntil", Incident with { OccurredUntil = ReportedTime.Parse("this morning") } },
        { "TIME_IN_FUTURE", "occurredUntil", Incident with { OccurredUntil = ReportedTime.Parse("2026-07-03T12:06:00") } },
        { "KNOWN_AT_REFUSED", "knownAt", Incident with { KnownAt = ReportedTime.Parse("2026-07-01T00:00:00Z") } },
        { "TIME_IN_FUTURE", "knownAt", Incident with { KnownAt = ReportedTime.Parse("2026-07-03T12:06:00") } },
        { "TIME_IN_FUTURE", "occurredAt", Incident with { OccurredAt = ReportedTime.Parse("9999-12-31T23:59:59-18:00") } },
        { "TIME_OUT_OF_RANGE", "occurredAt", Incident with { OccurredAt = ReportedTime.Parse("1899-12-31T23:59:59") } },
        { "COORDINATES_INCOMPLETE", "longitude", Incident with { Latitude = 49.8 } },
        { "COORDINATES_INCOMPLETE", "latitude", Incident with { Longitude = 73.1 } },
        { "COORDINATES_ZERO", "longitude", Incident with { Longitude = 0, Latitude = 0 } },
        { "COORDINATES_OUT_OF_RANGE", "longitude", Incident with { Longitude = 180.1, Latitude = 49.8 } },
        { "COORDINATES_OUT_OF_RANGE", "longitude", Incident with { Longitude = -200, Latitude = 49.8 } },
        { "COORDINATES_OUT_OF_RANGE", "latitude", Incident with { Longitude = 73.1, Latitude = -90.1 } },
        { "CATEGORY_MISSING", "category", Incident with { Category = null } },
        { "CATEGORY_MISSING", "category", Incident with { Kind = "alert", Category = null } },
        { "CATEGORY_MALFORMED", "category", Incident with { Category = "Theft" } },
        { "CATEGORY_MALFORMED", "category", Incident with { Category = "-theft" } },
        { "CATEGORY_MALFORMED", "category", Incident with { Category = "" } },
        { "CATEGORY_MALFORMED", "category", Incident with { Category = new('a', 65) } },
        { "CONFIDENCE_OUT_OF_RANGE", "confidence", Incident with { Confidence = 1.01 } },
        { "CONFIDENCE_OUT_OF_RANGE", "confidence", Incident with { Confidence = -0.1 } },
        { "PLATE_MALFORMED", "plate", Violation with { Plate = "1" } },
        { "PLATE_MALFORMED", "plate", Violation with { Plate = "123?ABC" } },
        { "CLIP_URI_MISSING", "clip.uri", Incident with { Clip = new("", null) } },
        { "SNAPSHOT_URI_MISSING", "snapshot.uri", Incident with { Snapshot = new(" ", null) } },
        { "HASH_MALFORMED", "snapshot.sha256", Incident with { Snapshot = new("file:///x", "ABC") } },
        { "MEASURED_UNIT_MISSING", "measured.unit", Violation with { Measured = new(1, 1, " ") } },
        { "MEASURED_OUT_OF_RANGE", "measured.allowed", Violation with { Measured = new(1, double.PositiveInfinity, "t") } },
        { "CERTIFICATE_NUMBER_MISSING", "certificate.number", Violation with { Certificate = new("", new(2027, 1, 1)) } },
        { "CERTIFICATE_VALID_UNTIL_MISSING", "certificate.validUntil", Violation with { Certificate = new("N-1", default) } },
        { "ARTICLE_MISSING", "article", Violation with { Article = "" } },
        { "REFERENCE_MISSING", "reference", Incident with { Phase = "withdrawn", Reference = " " } },
        { "BLANK", "by", Call with { Phase = "answered", By = "" } },
        { "CONFIDENCE_OUT_OF_RANGE", "confidence", Incident with { Confidence = double.NaN } },
        { "TIME_IN_FUTURE", "occurredAt", Incident with { OccurredAt = ReportedTime.Parse("2026-07-04") } },
        { "TIME_IN_FUTURE", "occurredAt", Incident with { OccurredAt = ReportedTime.Parse("2026-08") } },
        { "TIME_IN_FUTURE", "occurredAt", Incident with { OccurredAt = ReportedTime.Parse("2026-07-03T13") } },
        { "TIME_OUT_OF_RANGE", "occurredAt", Incident with { OccurredAt = ReportedTime.Parse("1899") } },
        { "TIME_IN_FUTURE", "occurredUntil", Incident with { OccurredUntil = ReportedTime.Parse("2026-07-04") } },
        { "TIME_TOO_COARSE", "occurredAt", Call with { Phase = "answered", By = "op", OccurredAt = ReportedTime.Parse("2026-07-03T11") } },
        { "TIME_TOO_COARSE", "occurredAt", Call with { Phase = "abandoned", OccurredAt = ReportedTime.Parse("2026-07-03") } },
        { "TIME_TOO_COARSE", "occurredAt", Incident with { Kind = "alert", Phase = "ended", OccurredAt = ReportedTime.Parse("2026-07") } },
        { "COORDINATES_OUT_OF_RANGE", "latitude", Incident with { Longitude = 73.1, Latitude = double.NaN } },
        { "TEXT_MALFORMED", "street", Incident with { Street = "Main\uD83DStreet" } },
        { "TEXT_TOO_LONG", "description", Incident with { Description = new('x', 4_001) } },
        { "TEXT_MALFORMED", "street", Incident with { Street = "Main\0Street" } },
        { "PHASE_UNKNOWN", "phase", Incident with { Phase = "raised" } },
        { "PHASE_UNKNOWN", "phase", Incident with { Kind = "alert", Phase = "Ended" } },
        { "PHASE_UNKNOWN", "phase", Call with { Phase = "rung" } },
        { "PHASE_UNKNOWN", "phase", Violation with { Phase = "reviewed" } },
        { "PHASE_UNKNOWN", "phase", Device with { Phase = "retired" } },
        { "REFERENCE_MISSING", "reference", Incident with { Phase = "withdrawn" } },
        { "BY_MISSING", "by", Call with { Phase = "answered" } },
        { "TO_MISSING", "to", Call with { Phase = "escalated" } },
        { "ARTICLE_MISSING", "article", Violation with { Article = null } },
        { "DEVICE_ID_MISSING", "deviceId", Device with { DeviceId = null } },
        { "DEVICE_KIND_MISSING", "deviceKind", Device with { DeviceKind = null } },
    };

    public static TheoryData<Report> Sound =>
    [
        Incident, Call, Violation, Device,
        Incident with { OccurredAt = ReportedTime.Parse("2026-07-03T07:05:00Z") },
        Incident with { OccurredAt = ReportedTime.Parse("1900-01-01T00:00:00") },
        Incident with { OccurredAt = ReportedTime.Parse("2026-07-03") },
        Incident with { OccurredAt = ReportedTime.Parse("2026-07"), OccurredUntil = ReportedTime.Parse("2026-07-03") },
        Incident with { OccurredAt = ReportedTime.Parse("2026-07-03T12") },
        Call with { OccurredAt = ReportedTime.Parse("2026") },
        Violation with { OccurredAt = ReportedTime.Parse("1900") },
        Device with { OccurredAt = ReportedTime.Parse("2026-07-03") },
        Incident with { Phase = "withdrawn", Reference = "r", OccurredAt = ReportedTime.Parse("2026-07-03") },
        Incident with { Longitude = 0, Latitude = 51.5 },
        Incident with { Longitude = 180, Latitude = -90, Confidence = 1 },
        Incident with { Phase = "withdrawn", Reference = "r", Category = null },
        Incident with { Kind = "alert", Phase = "updated", Confidence = 0, Clip = new("file:///x", new('a', 64)) },
        Call with { Phase = "answered", By = "op" },
        Call with { Phase = "escalated", To = "103" },
        Call with { DeviceId = "" },
        Incident with { DeviceId = " ", Reference = "" },
        Violation with { Plate = "123 абв-09", Measured = new(-1, 0, "t") },
    ];

    [Theory, MemberData(nameof(Broken))]
    public void A_broken_rule_is_named_with_its_field(string code, string? field, Report report)
    {
        Assert.Null(Interpreter.Interpret(report, out var refusal));
        Assert.Equal((code, field), (refusal!.Code.Text(), refusal.Field));
    }

    [Theory, MemberData(nameof(Sound))]
    public void A_sound_report_is_taken(Report report)
    {
        Assert.NotNull(Interpreter.Interpret(report, out var refusal));
        Assert.Null(refusal);
    }

    [Fact]
    public void The_same_report_has_the_same_identity_and_another_step_another()
    {
        Submission Of(Report report) => Interpreter.Interpret(report, out _)!;
        var updated = Incident with { Kind = "alert", Phase = "updated" };

        Assert.Equal(Of(Incident).EventId, Of(Incident with { Category = "fight", Description = "told otherwise" }).EventId);
        Assert.NotEqual(Of(Incident).StreamId, Of(Incident with { Id = "2" }).StreamId);
        Assert.NotEqual(Of(Incident).StreamId, Of(Incident with { Source = "t" }).StreamId);
        Assert.NotEqual(Of(Incident).StreamId, Of(Incident with { Kind = "alert" }).StreamId);
        Assert.Equal(Of(updated).StreamId, Of(updated with { Phase = null }).StreamId);
        Assert.NotEqual(Of(updated).EventId, Of(updated with { Phase = null }).EventId);
        // An update is distinguished by its revision, or by its moment where it has none, in whichever offset that is written.
        Assert.NotEqual(Of(updated).EventId, Of(updated with { Revision = "2" }).EventId);
        Assert.Equal(Of(updated).EventId, Of(updated with { OccurredAt = ReportedTime.Parse("2026-07-03T06:00:00Z") }).EventId);
        Assert.NotEqual(Of(updated).EventId, Of(updated with { OccurredAt = ReportedTime.Parse("2026-07-03T06:00:01Z") }).EventId);
    }
}
