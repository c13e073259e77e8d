using NodaTime;

namespace Incidents.Domain.Targets;

/// <summary>All targets of this installation.</summary>
public sealed class ServiceTargets
{
    /// <summary>The most targets.</summary>
    public const int Most = 500;

    private readonly ServiceTarget[] all;

    /// <summary>Takes targets in any order.</summary>
    /// <exception cref="ArgumentException">
    /// One has a fault, there are too many, or two of one name are in force on the same day.
    /// </exception>
    public ServiceTargets(IEnumerable<ServiceTarget> targets)
    {
        all = [.. targets.OrderBy(t => t.Name, StringComparer.Ordinal).ThenBy(t => t.From)];
        if (all.Length > Most)
            throw new ArgumentException($"There are more than {Most} targets.", nameof(targets));
        foreach (var target in all)
        {
            if (target.Fault() is { } fault)
                throw new ArgumentException($"The target '{target.Name}' cannot be used: {fault}.", nameof(targets));
        }
        foreach (var (before, next) in all.Zip(all.Skip(1)))
        {
            if (before.Name == next.Name && !(before.Until <= next.From))
                throw new ArgumentException($"Two targets '{next.Name}' are in force on {next.From:uuuu-MM-dd}.", nameof(targets));
            // A name means one thing, so that its figures of several years can be compared.
            if (before.Name == next.Name && before.Step != next.Step)
                throw new ArgumentException($"The target '{next.Name}' is of two steps.", nameof(targets));
        }
    }

    /// <summary>No target at all.</summary>
    public static ServiceTargets None { get; } = new([]);

    /// <summary>All of them, by name and first day.</summary>
    public IReadOnlyList<ServiceTarget> All => all;

    /// <summary>Those that are in force for a thing, by name.</summary>
    /// <param name="subject">What it is.</param>
    /// <param name="category">Its category.</param>
    /// <param name="city">Its city.</param>
    /// <param name="day">The local day on which it became known.</param>
    public IEnumerable<ServiceTarget> Of(TargetSubject subject, string category, string city, LocalDate day) =>
        all.Where(target => target.Concerns(subject, category, city, day));
}
