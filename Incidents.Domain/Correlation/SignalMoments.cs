using System.Collections.Immutable;
using NodaTime;

namespace Incidents.Domain.Correlation;

/// <summary>When a signal occurred that a rule joined to an incident.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="At">When it occurred; of an incident that was merged, when that occurred.</param>
/// <param name="Part">The merged incident with which it came, or null.</param>
public readonly record struct SignalMoment(Guid Signal, Instant At, Guid? Part = null);

/// <summary>The moments of what rules joined to an incident: with its own they are the time from which minutes are counted.</summary>
/// <remarks>
/// Of each merged incident, and of the incident itself, the earliest and the latest <see cref="MostOfEnd"/> are kept: what lies between
/// them counts for nothing until all of one end are gone, and a camera that sees the same thing for days must not make the row long.
/// </remarks>
public sealed class SignalMoments : IEquatable<SignalMoments>
{
    /// <summary>The most moments that are kept of each end.</summary>
    public const int MostOfEnd = 16;

    /// <summary>No moments.</summary>
    public static readonly SignalMoments None = new([]);

    private readonly ImmutableArray<SignalMoment> all;

    private SignalMoments(ImmutableArray<SignalMoment> all)
    {
        this.all = all;
        if (all.IsEmpty)
            return;
        First = all.Min(moment => moment.At);
        Last = all.Max(moment => moment.At);
    }

    /// <summary>All that are kept.</summary>
    public IReadOnlyList<SignalMoment> All => all;

    /// <summary>The earliest, or null where there is none.</summary>
    public Instant? First { get; }

    /// <summary>The latest, or null where there is none.</summary>
    public Instant? Last { get; }

    /// <summary>Some moments, in whatever order.</summary>
    public static SignalMoments Of(IEnumerable<SignalMoment> moments)
    {
        ImmutableArray<SignalMoment> kept =
        [
            .. moments.Distinct().GroupBy(moment => moment.Part).OrderBy(part => part.Key).SelectMany(part => Ends(
                [.. part.OrderBy(moment => moment.At).ThenBy(moment => moment.Signal)])),
        ];
        return kept.IsEmpty ? None : new(kept);
    }

    /// <summary>These and others.</summary>
    public SignalMoments With(IEnumerable<SignalMoment> others) => Of([.. all, .. others]);

    /// <summary>These without those of a signal.</summary>
    public SignalMoments Without(Guid signal) => Except(moment => moment.Signal == signal);

    /// <summary>These without those that came with a merged incident.</summary>
    public SignalMoments WithoutPart(Guid part) => Except(moment => moment.Part == part);

    /// <summary>These without signals of the incident itself that are no longer linked to it.</summary>
    /// <param name="linked">The signals that are linked to it.</param>
    public SignalMoments Linked(IReadOnlyCollection<Guid> linked) =>
        Except(moment => moment.Part is null && !linked.Contains(moment.Signal));

    /// <inheritdoc/>
    public bool Equals(SignalMoments? other) => other is not null && all.AsSpan().SequenceEqual(other.all.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SignalMoments);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(all.Length, First, Last);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", all);

    private static IEnumerable<SignalMoment> Ends(SignalMoment[] ordered) =>
        ordered.Length <= 2 * MostOfEnd ? ordered : [.. ordered[..MostOfEnd], .. ordered[^MostOfEnd..]];

    private SignalMoments Except(Predicate<SignalMoment> gone) =>
        all.Any(moment => gone(moment)) ? Of(all.Where(moment => !gone(moment))) : this;
}
