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
    public static readonly Refusal AlreadyFined = new("VIOLATION_ALREADY_FINED", "The violation has been fined before.");

    /// <summary>It was not confirmed, or was cancelled since.</summary>
    public static readonly Refusal NotConfirmed = new("VIOLATION_NOT_CONFIRMED", "Only a confirmed violation is fined.");

    /// <summary>The recorder's certificate had expired on the day of the offence.</summary>
    public static readonly Refusal CertificateNotValid =
        new("CERTIFICATE_NOT_VALID", "The recorder's certificate was not valid on the day of the offence.", "certificate");

    /// <summary>A measured value needs a certificate of the recorder, and the capture has none.</summary>
    public static readonly Refusal CertificateMissing =
        new("CERTIFICATE_MISSING", "A value was measured, and the capture names no certificate of the recorder.", "certificate");

    /// <summary>The article's part sets no fine, or its tariff on that day is not known.</summary>
    public static readonly Refusal NoTariff =
        new("NO_TARIFF", "No fine is known for this article and part on the day of the offence.", "article");

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
        if (!at.IsWithin(state.CountKey.OccurredAt, now))
            return Refusals.ImpossibleTime;

        var day = state.CountKey.OccurredAt.Date;
        if (state is { Certificate: null, Measured: not null })
            return CertificateMissing;
        if (state.Certificate?.ValidUntil < day)
            return CertificateNotValid;
        return Tariffs.FineFor(state.Article, state.Part, day) is { } fine ? Decision.Of(new ViolationFined(fine, at, now)) : NoTariff;
    }
}
