using NodaTime;

namespace Incidents.Domain;

/// <summary>The rules for the time of an event.</summary>
public static class EventTime
{
    /// <summary>First year of which events are taken.</summary>
    public const int EarliestYear = 1900;

    /// <summary>How far two clocks may differ: five minutes.</summary>
    /// <remarks>
    /// So far a sender's clock may run ahead of ours, and so far before its beginning a step may be stamped, since another clock stamped
    /// that. Both stamps are kept as they are; a duration between them is then zero.
    /// </remarks>
    public static readonly Duration ClockSkew = Duration.FromMinutes(5);

    /// <summary>Why an event cannot have happened at a moment that a report or a person gives, or null.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="field">The field that gives it.</param>
    public static Refusal? Check(Instant moment, Instant now, string field) =>
        moment.InUtc().Year < EarliestYear ? TooEarly(field)
        : moment > now + ClockSkew ? InFuture(field)
        : null;

    /// <summary>The time lies before the years of which events are taken.</summary>
    public static Refusal TooEarly(string field) =>
        new(ErrorCode.TimeOutOfRange, $"'{field}' lies before {EarliestYear}, the first year of which events are taken.", field);

    /// <summary>The time has not come yet.</summary>
    public static Refusal InFuture(string field) =>
        new(ErrorCode.TimeInFuture, $"'{field}' lies ahead of our clock by more than {ClockSkew.TotalMinutes:0} minutes.", field);

    /// <summary>Whether a moment is not before <paramref name="earlier"/>, as far as clocks agree, and not in the future.</summary>
    public static bool IsWithin(this OffsetDateTime moment, OffsetDateTime earlier, OffsetDateTime now) =>
        !moment.IsBefore(earlier) && !moment.IsInFuture(now);

    /// <summary>Whether a moment lies before another by more than <see cref="ClockSkew"/>.</summary>
    public static bool IsBefore(this OffsetDateTime moment, OffsetDateTime other) => moment.ToInstant() < other.ToInstant() - ClockSkew;

    /// <summary>Whether a moment lies after <paramref name="now"/> by more than <see cref="ClockSkew"/>.</summary>
    public static bool IsInFuture(this OffsetDateTime moment, OffsetDateTime now) => now.IsBefore(moment);

    /// <summary>The time from one moment to a later one; zero where the clocks that stamped them say that it is earlier.</summary>
    public static Duration Between(OffsetDateTime from, OffsetDateTime until) =>
        Duration.Max(Duration.Zero, until.ToInstant() - from.ToInstant());
}
