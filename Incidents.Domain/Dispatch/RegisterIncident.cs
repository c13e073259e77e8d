using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A register, or an operator, reports an incident.</summary>
/// <param name="Origin">The reporting system and its own id for the incident.</param>
/// <param name="Category">Category code.</param>
/// <param name="Place">Where it occurred.</param>
/// <param name="OccurredAt">When it occurred.</param>
/// <param name="KnownAt">The date of the historic batch that it comes from; null for a live report.</param>
/// <param name="From">The signal that it is opened from, or null.</param>
/// <param name="DeviceId">The device that reported it, or null.</param>
/// <param name="Reference">The name by which later corrections of the same source refer to it, or null.</param>
/// <param name="Description">What the source says about it, or null.</param>
/// <param name="OccurredUntil">The latest moment at which it may have occurred, or null where the moment is known.</param>
/// <param name="OffenceId">
/// The source's id of the offence within the incident, or null. Another offence of an incident that is known is added to it.
/// </param>
/// <param name="Victims">Number of victims of the offence; null where the source does not give it.</param>
/// <param name="Gravity">Rank of its category, lower is graver; null where the source does not rank it.</param>
/// <param name="Precision">How precisely <paramref name="OccurredAt"/>, the beginning of the unit, is known.</param>
public sealed record RegisterIncident(
    Origin Origin, string Category, Place Place, OffsetDateTime OccurredAt, OffsetDateTime? KnownAt = null, Signal? From = null,
    string? DeviceId = null, string? Reference = null, string? Description = null, OffsetDateTime? OccurredUntil = null,
    string? OffenceId = null, int? Victims = null, int? Gravity = null, TimePrecision Precision = TimePrecision.Minute) : ICommand<Incident>
{
    /// <summary>The longest interval within which something may have occurred: a month. A longer one says nothing about hours.</summary>
    /// <remarks>It bounds what is given as an interval; a time may be known to the year only (<see cref="TimePrecision"/>).</remarks>
    public static readonly Duration LongestInterval = Duration.FromDays(31);

    /// <summary>The interval ends before it begins.</summary>
    public static readonly Refusal IntervalReversed =
        new(ErrorCode.IntervalReversed, "It cannot have occurred before the earliest moment at which it may have.", "occurredUntil");

    /// <summary>The interval is longer than <see cref="LongestInterval"/>.</summary>
    public static readonly Refusal IntervalTooLong =
        new(ErrorCode.IntervalTooLong, $"It must be known when it occurred within {LongestInterval.Days} days.", "occurredUntil");

    /// <summary>The most offences of one incident.</summary>
    public const int MostOffences = 1_000;

    /// <summary>The incident has <see cref="MostOffences"/> offences.</summary>
    public static readonly Refusal TooManyOffences = new(
        ErrorCode.TooManyOffences, $"An incident has at most {MostOffences} offences; check which columns identify an incident.", "id");

    /// <summary>What the streams of incidents are called in <see cref="Identity"/>.</summary>
    public const string Kind = "incident";

    /// <summary>The phase that begins an incident.</summary>
    public const string Phase = "registered";

    /// <inheritdoc/>
    public Guid StreamId => Identity.Stream(Kind, Origin.Source, Origin.Id);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Origin.Check() ?? CategoryCode.Check(Category, "category") ?? Place.Check("place")
        ?? Texts.DeviceId.CheckOptional(DeviceId, "deviceId")
        ?? Texts.Reference.CheckOptional(Reference, "reference") ?? Texts.Description.CheckOptional(Description, "description")
        ?? Texts.SourceId.CheckOptional(OffenceId, "offenceId") ?? Offence.CheckVictims(Victims, "victims")
        ?? Offence.CheckGravity(Gravity, "gravity");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now) =>
        Check() is { } fault ? fault
        : state?.Holds(Texts.OrNull(OffenceId)) is true ? Decision.Unchanged
        : CheckInterval(OccurredAt, OccurredUntil) ?? (state is null ? Decision.Of(Opened(now)) : state.Add(Opened(now), KnownAt, now));

    private IncidentOpened Opened(OffsetDateTime now) => new(
        Origin, From, Category, Place, Texts.OrNull(DeviceId), Texts.OrNull(Reference), Texts.OrNull(Description), KnownAt is not null,
        OccurredAt, KnownAt ?? now, OccurredUntil is { } until && until.ToInstant() > OccurredAt.ToInstant() ? until : null,
        OffenceId: Texts.OrNull(OffenceId), Victims: Victims, Gravity: Gravity, Precision: Precision.Stored());

    /// <summary>Why an interval in which something occurred is refused, or null.</summary>
    /// <param name="occurredAt">The earliest moment.</param>
    /// <param name="occurredUntil">The latest moment, or null where the moment is known.</param>
    internal static Refusal? CheckInterval(OffsetDateTime occurredAt, OffsetDateTime? occurredUntil) =>
        (occurredUntil?.ToInstant() - occurredAt.ToInstant()) switch
        {
            null => null,
            { } length when length < Duration.Zero => IntervalReversed,
            { } length when length > LongestInterval => IntervalTooLong,
            _ => null,
        };
}
