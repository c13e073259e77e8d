using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Api.Ingest;

/// <summary>Checks a report and derives what it asks of the store: one submission, or the first refusal found.</summary>
internal sealed class ReportInterpreter(Cities cities, ReportKinds kinds, HistoricSources historic, IClock clock)
{
    /// <summary>The source may not say from when something was known.</summary>
    public static readonly Refusal KnownAtRefused = new(
        ErrorCode.KnownAtRefused,
        "Only a historic source says from when something was known: the setting Sources__Historic lists them, or the map of an import "
        + "declares it.",
        "knownAt");

    /// <summary>The submission of a report, or null with the refusal; null without one for a sign of life, which is no event.</summary>
    /// <param name="report">The report.</param>
    /// <param name="refusal">The rule broken, where the answer is null; null also for a sign of life.</param>
    /// <param name="batch">The historic batch that it comes with, or null.</param>
    public Submission? Interpret(Report report, out Refusal? refusal, HistoricBatch? batch = null)
    {
        refusal = Check(report);
        if (refusal is not null)
            return null;

        if (!cities.TryGetZone(report.City!, out var zone))
        {
            refusal = Refusals.CityUnknown(report.City!, "city");
            return null;
        }
        // A sign of life shows that the device is there now, unless it waited on its way.
        if (kinds.IsSign(report))
        {
            refusal = kinds.CheckSign(report);
            return null;
        }
        var now = clock.GetCurrentInstant();
        ReportTimes times = new(zone, now);
        var isListed = kinds.IsListed(report);
        if (!times.TryBeginning(report.OccurredAt, "occurredAt", required: !isListed, out var occurredAt, out refusal)
            || !times.TryEnd(report.OccurredUntil, "occurredUntil", out var occurredUntil, out refusal)
            || !times.TryBeginning(report.KnownAt, "knownAt", required: false, out var knownAt, out refusal))
            return null;
        // Of a local time that occurred twice the later one, if the other is before the occurrence.
        if (report.KnownAt?.Local is { } known && knownAt!.Value.ToInstant() < occurredAt?.ToInstant())
            knownAt = Cities.ResolveEnd(known, zone);
        var isOfBatch = batch?.Holds(report) is true;
        if (knownAt is not null && !isOfBatch && !historic.Contains(report.Source!))
        {
            refusal = KnownAtRefused;
            return null;
        }

        string? plate = null;
        if (report.Plate is not null && (plate = Plate.Normalise(report.Plate)) is null)
        {
            refusal = Plate.Malformed("plate");
            return null;
        }

        var checkedReport = new CheckedReport(
            report, new Origin(report.Source!, report.Id!), new Place(report.City!, report.District, PointOf(report), report.Street),
            occurredAt ?? cities.Local(now, report.City), knownAt, plate, occurredUntil,
            report.OccurredAt?.Precision ?? TimePrecision.Minute);
        var submission = kinds.Read(checkedReport, out refusal);
        if (submission is not null && !isListed)
            submission.ReportedAt = checkedReport.OccurredAt.ToInstant();
        if (submission is not null && knownAt is { } since)
            submission.Historic = new(report.Source!, since.Date, report.City!, isOfBatch);
        return submission;
    }

    /// <summary>The time that a sign of life claims; null where it has none, or one that cannot be.</summary>
    public Instant? ClaimedAt(Report report) =>
        cities.TryGetZone(report.City!, out var zone) && new ReportTimes(zone, clock.GetCurrentInstant())
            .TryBeginning(report.OccurredAt, "occurredAt", required: false, out var at, out _)
            ? at?.ToInstant()
            : null;

    /// <summary>A kept report that is read again, or null with the refusal.</summary>
    /// <param name="report">The report as it is read today.</param>
    /// <param name="corrects">Whether what differs from its event is corrected.</param>
    /// <param name="refusal">The rule broken, where the answer is null.</param>
    public Rereading? Reread(Report report, bool corrects, out Refusal? refusal) =>
        // What is corrected is known from now on, whatever its batch was.
        Interpret(report with { KnownAt = null }, out refusal) is { } again
            ? new(again, corrects) { EventId = Guid.CreateVersion7(), Reference = again.Reference }
            : null;

    // All fields, also those that the report's kind then ignores. Which ones a kind needs, it says itself (RequiredField).
    private static Refusal? Check(Report r) =>
        Texts.Source.Check(r.Source, "source") ?? Texts.SourceId.Check(r.Id, "id") ?? Texts.Name.Check(r.Kind, "kind")
        ?? Texts.City.Check(r.City, "city") ?? Texts.SourceId.CheckOptional(r.Revision, "revision")
        ?? Texts.Name.CheckOptional(r.Phase, "phase") ?? Texts.District.CheckOptional(r.District, "district")
        ?? Texts.Street.CheckOptional(r.Street, "street") ?? Texts.DeviceId.CheckOptional(r.DeviceId, "deviceId")
        ?? Texts.Article.CheckOptional(r.Article, "article") ?? Texts.Part.CheckOptional(r.Part, "part")
        ?? Texts.Person.CheckOptional(r.By, "by") ?? Texts.Reason.CheckOptional(r.Reason, "reason")
        ?? Texts.Outcome.CheckOptional(r.Outcome, "outcome") ?? Texts.Service.CheckOptional(r.To, "to")
        ?? Texts.Reference.CheckOptional(r.Reference, "reference") ?? Texts.Description.CheckOptional(r.Description, "description")
        ?? Texts.Model.CheckOptional(r.Model, "model") ?? Texts.PlateAsWritten.CheckOptional(r.Plate, "plate")
        ?? Texts.SourceId.CheckOptional(r.OffenceId, "offenceId") ?? Offence.CheckVictims(r.Victims, "victims")
        ?? Offence.CheckGravity(r.Gravity, "gravity")
        ?? (r.Category is null ? null : CategoryCode.Check(r.Category, "category")) ?? Coordinates(r)
        ?? Confidence.Check(r.Confidence, "confidence") ?? MediaReference.Check(r.Clip, "clip")
        ?? MediaReference.Check(r.Snapshot, "snapshot") ?? r.Measured?.Check("measured") ?? r.Certificate?.Check("certificate")
        ?? ReportedDetails.Of(r).Check("");

    private static Refusal? Coordinates(Report r) => (r.Longitude, r.Latitude) switch
    {
        (null, null) => null,
        (null, _) => new(ErrorCode.CoordinatesIncomplete, "A latitude came without its longitude.", "longitude"),
        (_, null) => new(ErrorCode.CoordinatesIncomplete, "A longitude came without its latitude.", "latitude"),
        _ => PointOf(r)!.Value.Check(""),
    };

    private static GeoPoint? PointOf(Report r) =>
        r is { Longitude: { } longitude, Latitude: { } latitude } ? new(longitude, latitude) : null;

    /// <summary>The first sixty characters at most, without half a surrogate pair at the end.</summary>
    internal static string Beginning(string text) =>
        text.Length <= 60 ? text : text[..(char.IsHighSurrogate(text[59]) ? 59 : 60)] + "…";
}
