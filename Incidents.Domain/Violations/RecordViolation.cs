using NodaTime;

namespace Incidents.Domain.Violations;

/// <summary>A recorder reports a traffic violation.</summary>
/// <param name="Origin">The sending system and its own id for the capture.</param>
/// <param name="Article">Article of КоАП РК.</param>
/// <param name="Part">Its part, or null.</param>
/// <param name="Category">Category code.</param>
/// <param name="Measured">Measured and allowed value, or null where nothing is measured.</param>
/// <param name="Plate">The vehicle's plate, normalised, or null where unreadable.</param>
/// <param name="Recorder">The recorder's device id, or null.</param>
/// <param name="Certificate">The recorder's certificate as at the capture, or null where the report does not carry it.</param>
/// <param name="Snapshot">The picture, or null.</param>
/// <param name="Place">Where.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">The date of the historic batch that it comes from; null for a live report.</param>
/// <param name="Precision">How precisely <paramref name="OccurredAt"/>, the beginning of the unit, is known.</param>
public sealed record RecordViolation(
    Origin Origin, string Article, string? Part, string Category, Measurement? Measured, string? Plate, string? Recorder,
    RecorderCertificate? Certificate,
    MediaReference? Snapshot, Place Place, OffsetDateTime OccurredAt, OffsetDateTime? KnownAt = null,
    TimePrecision Precision = TimePrecision.Minute) : ICommand<Violation>
{
    /// <summary>What the streams of violations are called in <see cref="Identity"/>.</summary>
    public const string Kind = "violation";

    /// <inheritdoc/>
    public Guid StreamId => Identity.Stream(Kind, Origin.Source, Origin.Id);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Origin.Check() ?? Texts.Article.Check(Article, "article") ?? Texts.Part.CheckOptional(Part, "part")
        ?? CategoryCode.Check(Category, "category")
        ?? Measured?.Check("measured") ?? Domain.Plate.Check(Plate, "plate") ?? Texts.DeviceId.CheckOptional(Recorder, "recorder")
        ?? Certificate?.Check("certificate") ?? MediaReference.Check(Snapshot, "snapshot") ?? Place.Check("place");

    /// <inheritdoc/>
    public Decision Decide(Violation? state, OffsetDateTime now) =>
        Check() is { } fault ? fault
        : state is not null ? Decision.Unchanged
        : Decision.Of(new ViolationRecorded(
            Origin, Article, Texts.OrNull(Part), Category, Measured, Plate, Texts.OrNull(Recorder), Certificate, Snapshot, Place,
            OccurredAt, KnownAt ?? now, Precision.Stored()));
}
