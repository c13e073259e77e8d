using System.Buffers;
using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Ingest;

/// <summary>Checks a report and says what it asks of the store: one submission, or the first refusal found.</summary>
internal sealed class ReportInterpreter(Cities cities, ReportKinds kinds, IClock clock)
{
    private const int EarliestYear = 1900;

    private static readonly SearchValues<char> CategoryLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    /// <summary>Checks and interprets.</summary>
    /// <param name="report">The report.</param>
    /// <param name="refusal">The rule broken, where the answer is null.</param>
    public Submission? Interpret(Report report, out Refusal? refusal)
    {
        refusal = Check(report);
        if (refusal is not null)
            return null;

        if (!cities.TryGetZone(report.City!, out var zone))
        {
            refusal = new("CITY_UNKNOWN", $"The city '{report.City}' is not known here.", "city");
            return null;
        }
        var now = clock.GetCurrentInstant();
        if (!TryTime(report.OccurredAt, zone, now, "occurredAt", required: true, out var occurredAt, out refusal)
            || !TryTime(report.OccurredUntil, zone, now, "occurredUntil", required: false, out var occurredUntil, out refusal)
            || !TryTime(report.KnownAt, zone, now, "knownAt", required: false, out var knownAt, out refusal))
            return null;

        string? plate = null;
        if (report.Plate is not null && (plate = Plate.Normalise(report.Plate)) is null)
        {
            refusal = new("PLATE_MALFORMED", "A plate has 2 to 12 letters and digits.", "plate");
            return null;
        }

        var checkedReport = new CheckedReport(
            report, new Origin(report.Source!, report.Id!),
            new Place(report.City!, report.District, report.Longitude is { } x && report.Latitude is { } y ? new GeoPoint(x, y) : null, report.Street),
            occurredAt!.Value, knownAt, plate, occurredUntil);
        return kinds.Read(checkedReport, out refusal);
    }

    private static Refusal? Check(Report r) =>
        Required(r.Source, "source", 100) ?? Required(r.Id, "id", 200) ?? Required(r.Kind, "kind", 40) ?? Required(r.City, "city", 64)
        ?? Text(r.Revision, "revision", 200) ?? Text(r.Phase, "phase", 40) ?? Text(r.District, "district", 200) ?? Text(r.Street, "street", 500)
        ?? Text(r.DeviceId, "deviceId", 100) ?? Text(r.Article, "article", 20) ?? Text(r.Part, "part", 20) ?? Text(r.By, "by", 200)
        ?? Text(r.Reason, "reason", 500) ?? Text(r.Outcome, "outcome", 200) ?? Text(r.To, "to", 100) ?? Text(r.Reference, "reference", 200)
        ?? Text(r.Description, "description", 4_000) ?? Text(r.Model, "model", 200) ?? Text(r.Plate, "plate", 40)
        ?? Category(r.Category) ?? Coordinates(r) ?? Confidence(r.Confidence) ?? Media(r.Clip, "clip") ?? Media(r.Snapshot, "snapshot")
        ?? (r.Measured is { } m ? Required(m.Unit, "measured.unit", 20) ?? Finite(m.Value, "measured.value") ?? Finite(m.Allowed, "measured.allowed") : null)
        ?? (r.Certificate is { } c ? Required(c.Number, "certificate.number", 100) ?? Text(c.IssuedBy, "certificate.issuedBy", 200) : null);

    private static Refusal? Required(string? text, string field, int most) =>
        string.IsNullOrWhiteSpace(text) ? Missing(field) : Text(text, field, most);

    private static Refusal? Text(string? text, string field, int most)
    {
        if (text is null)
            return null;
        if (text.Length > most)
            return new("TEXT_TOO_LONG", $"'{field}' has {text.Length} characters; {most} are the most.", field);
        // PostgreSQL's jsonb cannot hold U+0000.
        return text.Contains('\0') ? new("TEXT_MALFORMED", $"'{field}' holds a NUL character.", field) : null;
    }

    private static Refusal? Category(string? category) =>
        category is not null && (category.Length is 0 or > 64 || category.AsSpan().ContainsAnyExcept(CategoryLetters) || category[0] is '.' or '-')
            ? new("CATEGORY_MALFORMED", "A category code has up to 64 lower-case letters, digits, dots and hyphens, and begins with a letter or digit.", "category")
            : null;

    private static Refusal? Coordinates(Report r) => (r.Longitude, r.Latitude) switch
    {
        (null, null) => null,
        (null, _) => new("COORDINATES_INCOMPLETE", "A latitude came without its longitude.", "longitude"),
        (_, null) => new("COORDINATES_INCOMPLETE", "A longitude came without its latitude.", "latitude"),
        (0, 0) => new("COORDINATES_ZERO", "(0, 0) is where a device lies that does not know its place.", "longitude"),
        ( < -180 or > 180, _) => new("COORDINATES_OUT_OF_RANGE", "A longitude is between -180 and 180 degrees.", "longitude"),
        (_, < -90 or > 90) => new("COORDINATES_OUT_OF_RANGE", "A latitude is between -90 and 90 degrees.", "latitude"),
        _ => null,
    };

    private static Refusal? Confidence(double? confidence) =>
        confidence is < 0 or > 1 ? new("CONFIDENCE_OUT_OF_RANGE", "A confidence is between 0 and 1.", "confidence") : null;

    // JSON knows no bound for numbers: 1e400 reads as infinity, which it could not be written as again.
    private static Refusal? Finite(double value, string field) =>
        double.IsFinite(value) ? null : new("MEASURED_OUT_OF_RANGE", $"'{field}' is beyond all numbers.", field);

    private static Refusal? Media(MediaReference? media, string field)
    {
        if (media is null)
            return null;
        if (Required(media.Uri, $"{field}.uri", 2_000) is { } refusal)
            return refusal;
        return media.Sha256 is { } hash && (hash.Length != 64 || hash.AsSpan().ContainsAnyExcept("0123456789abcdef"))
            ? new("HASH_MALFORMED", "A SHA-256 is 64 lower-case hexadecimal digits.", $"{field}.sha256")
            : null;
    }

    private static bool TryTime(ReportedTime? told, DateTimeZone zone, Instant now, string field, bool required, out OffsetDateTime? time, out Refusal? refusal)
    {
        (time, refusal) = (null, null);
        switch (told)
        {
            case null when required:
                refusal = new("TIME_MISSING", $"'{field}' is missing.", field);
                return false;
            case null:
                return true;
            case { Unreadable: { } text }:
                refusal = new("TIME_MALFORMED", $"'{field}' is not ISO 8601: {Beginning(text)}", field);
                return false;
        }

        // Before any arithmetic: at the ends of the calendar it has no result.
        var year = told.Value.Moment?.Year ?? told.Value.Local!.Value.Year;
        if (year < EarliestYear)
        {
            refusal = new("TIME_OUT_OF_RANGE", $"'{field}' lies before {EarliestYear}, the first year of which reports are taken.", field);
            return false;
        }
        if (year > now.InUtc().Year + 1)
        {
            refusal = InFuture(field);
            return false;
        }
        var instant = told.Value.Moment is { } moment ? moment.ToInstant() : Cities.Resolve(told.Value.Local!.Value, zone).ToInstant();
        if (instant > now + Moments.ClockSkew)
        {
            refusal = InFuture(field);
            return false;
        }
        // The sender's offset says how its clock was set; days and hours are the city's.
        time = Cities.Microseconds(instant).InZone(zone).ToOffsetDateTime();
        return true;
    }

    private static Refusal InFuture(string field) =>
        new("TIME_IN_FUTURE", $"'{field}' lies ahead of our clock by more than {Moments.ClockSkew.TotalMinutes:0} minutes.", field);

    /// <summary>The first sixty characters at most, without half a surrogate pair at the end.</summary>
    internal static string Beginning(string text) =>
        text.Length <= 60 ? text : text[..(char.IsHighSurrogate(text[59]) ? 59 : 60)] + "…";

    /// <summary>A field that must be there is not.</summary>
    internal static Refusal Missing(string field) => new($"{Capitals(field)}_MISSING", $"'{field}' is missing.", field);

    /// <summary>A field's name as part of a code: <c>deviceId</c> is <c>DEVICE_ID</c>.</summary>
    private static string Capitals(string field) =>
        string.Concat(field.Select(c => c == '.' ? "_" : char.IsUpper(c) ? "_" + c : char.ToUpperInvariant(c).ToString()));
}
