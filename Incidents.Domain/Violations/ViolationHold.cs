using NodaTime;

namespace Incidents.Domain.Violations;

/// <summary>Why a violation waits for a person before it is fined.</summary>
public enum ViolationHoldReason
{
    /// <summary>The vehicle cannot have come so fast from another recorder that read its plate.</summary>
    ImpossibleSpeed,

    /// <summary>The plate was read elsewhere at the same time, as far as the clocks tell: it may be a clone, or misread.</summary>
    TwoPlaces,

    /// <summary>The recorder's speeds have moved away from those of its neighbours.</summary>
    RecorderDrift,

    /// <summary>A person says so; the note says why.</summary>
    Other,
}

/// <summary>What speaks against a violation: another read of the plate, or the recorder itself.</summary>
/// <param name="OtherId">The alert, violation or plate read of the same plate, or null.</param>
/// <param name="DistanceMetres">Distance to it in a straight line, or null.</param>
/// <param name="Seconds">Time between the two, by the clocks as they were measured, or null.</param>
/// <param name="LeastKmPerHour">The least speed of the way if the clocks are as wrong as they may be; null where no time is left.</param>
/// <param name="DriftKmPerHour">By how much the recorder's speeds are above those of its neighbours, or null.</param>
public sealed record HoldGrounds(
    Guid? OtherId = null, double? DistanceMetres = null, double? Seconds = null, double? LeastKmPerHour = null,
    double? DriftKmPerHour = null)
{
    /// <summary>Why the grounds are refused, or null.</summary>
    /// <param name="field">The field that holds them.</param>
    public Refusal? Check(string field) =>
        Finite(DistanceMetres, $"{field}.distanceMetres") ?? Finite(Seconds, $"{field}.seconds")
        ?? Finite(LeastKmPerHour, $"{field}.leastKmPerHour") ?? Finite(DriftKmPerHour, $"{field}.driftKmPerHour");

    private static Refusal? Finite(double? value, string field) => value is { } given && !double.IsFinite(given)
        ? new(ErrorCode.MeasuredOutOfRange, $"'{field}' is not finite.", field)
        : null;
}

/// <summary>A violation waits for a person: it is not fined until the hold is lifted.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">Who held it; <c>rule:recorders</c> where a rule did.</param>
/// <param name="Note">What they say of it, or null.</param>
/// <param name="Grounds">What speaks against it, or null.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record ViolationHeld(
    ViolationHoldReason Reason, string By, string? Note, HoldGrounds? Grounds, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : IDomainEvent;

/// <summary>A person has looked at a held violation: the first reason for which it is held is no more.</summary>
/// <param name="By">Who lifted the hold.</param>
/// <param name="Reason">Reason code, e.g. <c>reads-agree</c>, <c>recorder-checked</c>.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record ViolationHoldLifted(string By, string Reason, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>The hold of a violation.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">Who held it.</param>
/// <param name="Note">What they say of it, or null.</param>
/// <param name="Grounds">What speaks against it, or null.</param>
/// <param name="At">When.</param>
public sealed record ViolationHold(ViolationHoldReason Reason, string By, string? Note, HoldGrounds? Grounds, OffsetDateTime At);
