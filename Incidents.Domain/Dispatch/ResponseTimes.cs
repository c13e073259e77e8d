using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>The moments from which the response times of an incident are counted; null where something has not happened.</summary>
/// <remarks>
/// <para>
/// All are true times, whenever they were entered: the dispatch time is from <see cref="Since"/> to <see cref="SentAt"/>, the travel time
/// from <see cref="TravelSince"/> to <see cref="ArrivedAt"/>, the resolution time from <see cref="Since"/> to <see cref="ResolvedAt"/>.
/// Each belongs to the local day of its start.
/// </para>
/// <para>
/// They start when the centre learned of the incident: when it was reported, where that is given, else when it was entered. An incident
/// is often entered after the response to it began (radio dispatch at 10:00, entered at 11:00): where the first step of the response lies
/// before that start, they start at the latest moment at which it can have occurred, and where that is later than the step, too, at
/// the earliest. Where all three are later than the first step, clocks differ, and the duration is zero. A beginning that is known to the
/// hour or less precisely is no start: where no other moment lies before the step, neither time counts.
/// </para>
/// </remarks>
/// <param name="Since">Start of the dispatch and resolution times; null while neither counts.</param>
/// <param name="SentAt">When the first unit was sent.</param>
/// <param name="TravelSince">When the unit that arrived first was sent; null where nobody had sent it.</param>
/// <param name="ArrivedAt">When the first unit arrived.</param>
/// <param name="ResolvedAt">When it was first resolved.</param>
public sealed record ResponseTimes(
    OffsetDateTime? Since = null, OffsetDateTime? SentAt = null, OffsetDateTime? TravelSince = null, OffsetDateTime? ArrivedAt = null,
    OffsetDateTime? ResolvedAt = null)
{
    /// <summary>Nothing has happened.</summary>
    public static readonly ResponseTimes None = new();

    /// <summary>The times of an incident.</summary>
    /// <param name="beginnings">Of the incident, and of those merged into it.</param>
    /// <param name="units">The units ever sent to it or arrived there.</param>
    /// <param name="resolutions">When it was resolved.</param>
    internal static ResponseTimes Of(
        IEnumerable<Beginning> beginnings, IReadOnlyCollection<AssignedUnit> units, IEnumerable<OffsetDateTime> resolutions)
    {
        var sent = Earliest(units.Select(u => u.AssignedAt));
        var first = units.Where(u => u.ArrivedAt is not null)
            .OrderBy(u => u.ArrivedAt!.Value.ToInstant()).ThenBy(u => u.Since.ToInstant()).ThenBy(u => u.Unit, StringComparer.Ordinal)
            .FirstOrDefault();
        var resolved = Earliest(resolutions.Select(r => (OffsetDateTime?)r));
        if (Earliest([sent, first?.ArrivedAt, resolved]) is not { } step)
            return None;
        var since = sent is null && resolved is null ? null : Earliest(beginnings.Select(b => b.StartBefore(step)));
        return new(since, sent, first?.AssignedAt, first?.ArrivedAt, resolved);
    }

    private static OffsetDateTime? Earliest(IEnumerable<OffsetDateTime?> moments) =>
        moments.Where(m => m is not null).MinBy(m => m!.Value.ToInstant());
}

/// <summary>How the counted response times of an incident change, with category and place under which they are counted.</summary>
/// <param name="Before">Category, place and time of the incident until now.</param>
/// <param name="After">Category, place and time from now on.</param>
/// <param name="Was">The times counted until now.</param>
/// <param name="Is">The times counted from now on.</param>
public sealed record ResponseChange(CountKey Before, CountKey After, ResponseTimes Was, ResponseTimes Is);

/// <summary>The moments at which an incident can have become known.</summary>
/// <param name="KnownAt">When it was reported to the centre; where that is not given, when it was entered.</param>
/// <param name="OccurredAt">When it occurred; the earliest moment where only an interval is known.</param>
/// <param name="OccurredUntil">The latest moment at which it may have occurred, or null.</param>
/// <param name="Precision">How precisely <paramref name="OccurredAt"/> is known; null to the minute.</param>
public sealed record Beginning(
    OffsetDateTime KnownAt, OffsetDateTime OccurredAt, OffsetDateTime? OccurredUntil = null, TimePrecision? Precision = null)
{
    /// <summary>The earlier of both moments: nothing is done about an incident before it.</summary>
    internal OffsetDateTime Earliest => OccurredAt.ToInstant() < KnownAt.ToInstant() ? OccurredAt : KnownAt;

    /// <summary>The start of the response times where the first step of the response was at a moment; null where it is not known.</summary>
    internal OffsetDateTime? StartBefore(OffsetDateTime step)
    {
        foreach (var moment in (OffsetDateTime?[])[KnownAt, OccurredUntil, Precision is null ? OccurredAt : null])
        {
            if (moment is { } start && start.ToInstant() <= step.ToInstant())
                return start;
        }
        return Precision is null ? KnownAt : null;
    }
}
