using NodaTime;

namespace Incidents.Domain.Correlation;

/// <summary>The rules of an installation, in their order, each in its versions.</summary>
public sealed class CorrelationRules
{
    private readonly CorrelationRule[] versions;

    /// <summary>Takes versions in the order in which their rules are asked; that of a rule's first version is its own.</summary>
    /// <exception cref="ArgumentException">Two versions of a rule have one number, or hold on one day.</exception>
    public CorrelationRules(IEnumerable<CorrelationRule> versions)
    {
        this.versions = [.. versions.GroupBy(rule => rule.Code).SelectMany(rule => rule)];
        foreach (var rule in this.versions.GroupBy(rule => rule.Code))
        {
            if (rule.GroupBy(version => version.Version).Any(same => same.Count() > 1))
                throw new ArgumentException($"The rule {rule.Key} has two versions of one number.", nameof(versions));
            foreach (var (one, other) in rule.SelectMany((one, i) => rule.Skip(i + 1).Select(other => (one, other))))
            {
                if (!(one.Until <= other.From) && !(other.Until <= one.From))
                    throw new ArgumentException($"Two versions of the rule {rule.Key} hold on the same day.", nameof(versions));
            }
        }
        Reach = this.versions.Select(rule => rule.Minutes ?? 0).DefaultIfEmpty().Max();
    }

    /// <summary>How long after its last signal no signal joins an incident any more, whatever comes late.</summary>
    /// <remarks>
    /// A signal occurred at most <see cref="CorrelationRule.MostMinutes"/> before it became known. An hour more covers clocks, and what is
    /// committed later than its neighbours.
    /// </remarks>
    public Duration Kept => Duration.FromMinutes(Reach + CorrelationRule.MostMinutes + 60);

    /// <summary>All versions, in the order of their rules.</summary>
    public IReadOnlyList<CorrelationRule> All => versions;

    /// <summary>The longest time within which one of them joins, in minutes.</summary>
    public double Reach { get; }

    /// <summary>The rule that decides about a signal: the first one that covers it; null where none does.</summary>
    public CorrelationRule? For(CorrelatedSignal signal) =>
        Array.Find(versions, rule => rule.Covers(signal))
        ?? (CorrelationRule.OfCalls.Covers(signal) ? CorrelationRule.OfCalls : null);

    /// <summary>The same rules with a candidate in the place of the rule of its code, or after all others.</summary>
    public CorrelationRules With(CorrelationRule candidate)
    {
        var at = Array.FindIndex(versions, rule => rule.Code == candidate.Code);
        return at < 0 ? new(versions.Append(candidate)) : new([
            .. versions[..at].Where(rule => rule.Code != candidate.Code), candidate,
            .. versions[at..].Where(rule => rule.Code != candidate.Code),
        ]);
    }
}
