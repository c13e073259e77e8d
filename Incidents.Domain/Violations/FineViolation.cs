using NodaTime;

namespace Incidents.Domain.Violations;

/// <summary>A fine is imposed by the tariff in force on the local day of the offence.</summary>
/// <param name="StreamId">The violation.</param>
/// <param name="Tariffs">The tariffs, of every date.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the sender saw, or null.</param>
public sealed record FineViolation(
    Guid StreamId, Tariffs Tariffs, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Violation>
{
    /// <summary>It was fined before.</summary>
    public static readonly Refusal AlreadyFined = new(ErrorCode.ViolationAlreadyFined, "The violation has been fined before.");

    /// <summary>It was not confirmed, or was cancelled since.</summary>
    public static readonly Refusal NotConfirmed = new(ErrorCode.ViolationNotConfirmed, "Only a confirmed violation is fined.");

    /// <summary>It is held for review.</summary>
    public static readonly Refusal Held =
        new(ErrorCode.ViolationHeld, "The violation is held for review; it is fined when a person has lifted the hold.");

    /// <summary>The recorder's certificate had expired on the day of the offence.</summary>
    public static readonly Refusal CertificateNotValid =
        new(ErrorCode.CertificateNotValid, "The recorder's certificate was not valid on the day of the offence.", "certificate");

    /// <summary>The capture names no certificate of the recorder.</summary>
    public static readonly Refusal CertificateMissing =
        new(ErrorCode.CertificateMissing, "The capture names no certificate of the recorder.", "certificate");

    /// <summary>Nobody knows whose vehicle it was.</summary>
    public static readonly Refusal PlateMissing = new(ErrorCode.PlateMissing, "The capture has no readable plate.", "plate");

    /// <summary>The tariff depends on a measured value, and the capture has none.</summary>
    public static readonly Refusal MeasuredMissing = new(
        ErrorCode.MeasuredMissing, "The tariff of the article depends on a measured value, and the capture has none.", "measured");

    /// <summary>The value was measured in another unit than that of the tariff.</summary>
    public static readonly Refusal UnitDisagrees = new(
        ErrorCode.MeasuredUnitDisagrees, "The value was measured in another unit than that of the tariff.", "measured.unit");

    /// <summary>The measured value belongs to another part of the article, or to none.</summary>
    public static readonly Refusal PartDisagrees = new(
        ErrorCode.PartDisagrees, "The measured value exceeds the allowed one by less or more than the part of the article says.", "part");

    /// <summary>The article's part sets no fine, or its tariff on that day is not known.</summary>
    public static readonly Refusal NoTariff =
        new(ErrorCode.NoTariff, "No fine is known for this article and part on the day of the offence.", "article");

    /// <summary>The day of the offence, by which tariff and certificate are valid, is not known.</summary>
    public static readonly Refusal DayUnknown =
        new(ErrorCode.TimeTooCoarse, "A violation is fined by the day of the offence, which is not known.", "occurredAt");

    /// <inheritdoc/>
    public Decision Decide(Violation? state, OffsetDateTime now)
    {
        var at = OccurredAt ?? now;
        if (state is null)
            return Refusals.NotFound;
        if (state.Status is ViolationStatus.Fined)
            return AlreadyFined;
        if (state.Status is not ViolationStatus.Confirmed)
            return NotConfirmed;
        if (state.Hold is not null)
            return Held;
        if (!state.CanFollow(at, now))
            return Refusals.ImpossibleTime;

        if (state.CountKey.Precision is > TimePrecision.Day)
            return DayUnknown;
        var day = state.CountKey.OccurredAt.Date;
        if (state.Plate is null)
            return PlateMissing;
        if (state.Certificate is not { } certificate)
            return CertificateMissing;
        if (certificate.ValidUntil < day)
            return CertificateNotValid;
        if (Tariffs.FineFor(state.Article, state.Part, day) is not { } fine)
            return NoTariff;
        return Disagreement(state.Measured, Tariffs.Find(state.Article, state.Part, day)?.Over) is { } refusal
            ? refusal
            : Decision.Of(new ViolationFined(fine, at, now));
    }

    // A tariff that measures nothing is agreed with by every value.
    private static Refusal? Disagreement(Measurement? measured, Excess? over) =>
        over is null ? null
        : measured is null ? MeasuredMissing
        : measured.Unit != over.Unit ? UnitDisagrees
        : over.Holds(measured.Value - measured.Allowed) ? null : PartDisagrees;
}
