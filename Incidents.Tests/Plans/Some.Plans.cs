using Incidents.Domain.Plans;
using NodaTime;

namespace Incidents.Tests;

internal static partial class Some
{
    /// <summary>A plan of thefts in two versions and of all towns, one of fires, and one of thefts in Temirtau.</summary>
    public static readonly ResponsePlans Plans = new(
    [
        Plan("theft", 1, new(2025, 1, 1), "theft", "x", "scene") with { Until = new(2026, 8, 1) },
        Plan("theft", 2, new(2026, 8, 1), "theft", "recording"),
        Plan("fire", 1, new(2025, 1, 1), "fire", "x", "brigade"),
        Plan("theft-temirtau", 1, new(2025, 1, 1), "theft", "unit") with { Cities = ["temirtau"] },
    ]);

    public static ResponsePlan Plan(string code, int version, LocalDate from, string category, params string[] steps) => new(
        code, version, from, [category], code, code, code, [.. steps.Select(step => new PlanStep(step, step, step, step, step == "x"))]);
}
