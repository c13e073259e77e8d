using NodaTime;

namespace Incidents.Domain.Plans;

/// <summary>The response plans of this installation, in all their versions.</summary>
public sealed class ResponsePlans
{
    /// <summary>The most plans, each version counted.</summary>
    public const int Most = 500;

    private readonly ResponsePlan[] all;

    /// <summary>Takes plans in any order.</summary>
    /// <exception cref="ArgumentException">
    /// One has a fault, there are too many, a later version of a plan has no higher number, or two plans hold for the same incidents.
    /// </exception>
    public ResponsePlans(IEnumerable<ResponsePlan> plans)
    {
        all = [.. plans.OrderBy(plan => plan.Code, StringComparer.Ordinal).ThenBy(plan => plan.From)];
        if (all.Length > Most)
            throw new ArgumentException($"There are more than {Most} plans.", nameof(plans));
        foreach (var plan in all)
        {
            if (plan.Fault() is { } fault)
                throw new ArgumentException($"The plan '{plan.Code}' cannot be used: {fault}.", nameof(plans));
        }
        foreach (var (before, next) in all.Zip(all.Skip(1)).Where(pair => pair.First.Code == pair.Second.Code))
        {
            if (!(before.Until <= next.From))
                throw new ArgumentException($"Two versions of the plan '{next.Code}' hold on {next.From:uuuu-MM-dd}.", nameof(plans));
            if (next.Version <= before.Version)
                throw new ArgumentException($"A later version of the plan '{next.Code}' has no higher number.", nameof(plans));
        }
        for (var i = 0; i < all.Length; i++)
        {
            if (all.Skip(i + 1).FirstOrDefault(other => Meet(all[i], other)) is { } other)
                throw new ArgumentException($"The plans '{all[i].Code}' and '{other.Code}' hold for the same incidents.", nameof(plans));
        }
    }

    /// <summary>No plan at all.</summary>
    public static ResponsePlans None { get; } = new([]);

    /// <summary>All of them, by code and first day.</summary>
    public IReadOnlyList<ResponsePlan> All => all;

    /// <summary>The plan that holds for an incident, that of its city before one of all cities; null where none does.</summary>
    /// <param name="category">Its category.</param>
    /// <param name="city">Its city.</param>
    /// <param name="day">The local day on which it was opened.</param>
    public ResponsePlan? Find(string category, string city, LocalDate day) =>
        all.Where(plan => plan.Holds(category, city, day)).OrderBy(plan => plan.Cities is null).FirstOrDefault();

    private static bool Meet(ResponsePlan one, ResponsePlan other) =>
        one.Code != other.Code && !(one.Until <= other.From) && !(other.Until <= one.From)
        && one.Categories.Intersect(other.Categories, StringComparer.Ordinal).Any()
        && (one.Cities, other.Cities) switch
        {
            (null, null) => true,
            ({ } some, { } others) => some.Intersect(others, StringComparer.Ordinal).Any(),
            _ => false,
        };
}
