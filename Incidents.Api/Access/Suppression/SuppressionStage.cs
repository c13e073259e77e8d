using GraphQL;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Domain;

namespace Incidents.Api.Access.Suppression;

/// <summary>The one way of every count to callers who see rounded counts only.</summary>
/// <remarks>
/// Their questions are checked here; the counts are rounded where they are read (<see cref="RoundedParts"/>), before anything is derived
/// from them; what is too small is left out here, by type of the answer. A field of counts without a rule is refused.
/// </remarks>
internal sealed class SuppressionStage(EdgeCheck edges, AccessSettings settings) : IAnswerStage
{
    /// <summary>Code of the warning that counts are rounded.</summary>
    public const string Code = "COUNTS_ROUNDED";

    /// <summary>What is left out of the answers of each field.</summary>
    internal static readonly IReadOnlyDictionary<string, Rule> Rules = new Dictionary<string, Rule>
    {
        ["kpis"] = new(ShownTotals.Kpis),
        ["trend"] = new(ShownTotals.Trend),
        ["comparison"] = new(ShownTotals.Comparison),
        ["durationTrend"] = new(ShownTotals.Durations, AllCategories: true),
        ["hourByWeekday"] = new(ShownTotals.Hours, AllCategories: true),
        ["heatmap"] = new(ShownCells.Heatmap, AllCategories: true),
        ["heatmapScale"] = new(static scale => scale, AllCategories: true),
        ["heatmapChange"] = new(ShownCells.Change, AllCategories: true),
        ["countsByBoundary"] = new(ShownCells.Boundaries, AllCategories: true),
        ["outcomeTotals"] = new(ShownOutcomes.Totals),
    };

    private static readonly string Filter = TypeNames.Input(typeof(CountFilter));

    /// <inheritdoc/>
    public void Check(IResolveFieldContext context)
    {
        var field = context.FieldDefinition;
        if (!Rules.TryGetValue(field.Name, out var rule))
        {
            if (field.Arguments?.Any(a => a.ResolvedType?.GetNamedType().Name == Filter) is true)
                throw new RefusedException(new(ErrorCode.AccessDenied, $"Your roles do not see '{field.Name}'."));
            return;
        }
        edges.Check(Value, rule.AllCategories);
        if (field.Arguments?.Find("beforeFrom") is not null)
            EdgeCheck.CheckCompared(Value);
        context.RequestServices!.GetRequiredService<QueryWarnings>().Add(new(
            Code, $"Counts are rounded to multiples of {settings.SmallestCount}; one that is null on covered days is smaller.", field.Name,
            new RoundedWarning(settings.SmallestCount)));

        object? Value(string name) => context.Arguments?.TryGetValue(name, out var argument) is true ? argument.Value : null;
    }

    /// <inheritdoc/>
    public object? Shown(string field, object? answer) =>
        answer is not null && Rules.TryGetValue(field, out var rule) ? rule.Shown(answer) : answer;

    /// <summary>A rule of a field.</summary>
    /// <param name="Shown">The answer without what is too small.</param>
    /// <param name="AllCategories">Whether it counts all categories together only.</param>
    internal sealed record Rule(Func<object, object> Shown, bool AllCategories = false);
}

/// <summary>The value of the warning that counts are rounded.</summary>
/// <param name="SmallestCount">The smallest count that is shown, and the base of the rounding.</param>
internal sealed record RoundedWarning(int SmallestCount);
