using GraphQL;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Domain.Targets;
using Incidents.Projections.Kpis;
using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Api.Targets;

/// <summary>How often a target was met in a period.</summary>
/// <param name="Name">Name of the target.</param>
/// <param name="Step">The step.</param>
/// <param name="WithinSeconds">Within how many seconds.</param>
/// <param name="From">First local day of the period on which it was in force with these seconds.</param>
/// <param name="Until">First local day after that.</param>
/// <param name="Count">Number of durations that became known: steps that were done, whenever.</param>
/// <param name="Met">Number of them within the target; up to 2 % longer ones may be included.</param>
/// <param name="Share">`met` by `count`, 0 to 1; null where there are none.</param>
/// <param name="IsTooFew">Whether there are fewer than 30.</param>
public sealed record TargetShare(
    string Name, TargetStep Step, int WithinSeconds, LocalDate From, LocalDate Until, int Count, int Met, double? Share, bool IsTooFew);

/// <summary>Queries of the targets of service.</summary>
[QueryType]
internal static class TargetQueries
{
    private const int TooFewBelow = 30;

    /// <summary>The targets of service of this installation, by name and first day.</summary>
    public static IEnumerable<ServiceTarget> ServiceTargets([FromServices] ServiceTargets targets) => targets.All;

    /// <summary>
    /// How often each target was met: from the ledger of durations, which are true times and belong to the local day on which they started.
    /// A target that changed within the period is listed once for each of its values. Error `FILTER_UNSUPPORTED` for `filter.bounds` and
    /// `filter.measure`.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day after the period.</param>
    /// <param name="filter">Which calls and incidents; default all.</param>
    /// <param name="asKnownOn">As known at the end of this day, default as known now.</param>
    public static async Task<IEnumerable<TargetShare>> TargetShares(
        [FromServices] KpiReader reader, [FromServices] ServiceTargets targets, [FromServices] CountFilters filters,
        LocalDate from, LocalDate until, CountFilter? filter = null, LocalDate? asKnownOn = null, CancellationToken cancellation = default)
    {
        if (filter?.Measure is not null)
            throw CountFilters.Unsupported("measure", "What is timed follows from the step of each target.");
        var scope = await filters.Durations(filter, from, until, asKnownOn, cancellation);
        var shares = new List<TargetShare>();
        foreach (var target in targets.All)
        {
            var within = scope with
            {
                Measure = Measured(target.Step).Stored(),
                From = LocalDate.Max(scope.From, target.From),
                Until = target.Until is { } end ? LocalDate.Min(scope.Until, end) : scope.Until,
                Cities = Both(scope.Cities, target.Cities),
                Categories = Both(scope.Categories, target.Categories),
            };
            if (within.From >= within.Until)
                continue;
            var all = (await reader.Read(within, cancellation)).GetValueOrDefault("");
            var buckets = all?.Durations.GetValueOrDefault(within.Measure) ?? [];
            var (count, met) = (
                buckets.Values.Sum(), buckets.Where(b => b.Key <= DurationBuckets.UpTo(target.WithinSeconds)).Sum(b => b.Value));
            shares.Add(new(
                target.Name, target.Step, target.WithinSeconds, within.From, within.Until, (int)count, (int)met,
                count == 0 ? null : (double)met / count, count < TooFewBelow));
        }
        return shares;
    }

    private static DurationMeasure Measured(TargetStep step) => step switch
    {
        TargetStep.Answered => DurationMeasure.AnswerTime,
        TargetStep.Dispatched => DurationMeasure.DispatchTime,
        TargetStep.Arrived => DurationMeasure.ArrivalTime,
        _ => DurationMeasure.ResolutionTime,
    };

    private static string[]? Both(IReadOnlyList<string>? asked, IReadOnlyList<string>? own) =>
        (asked, own) switch
        {
            (null, null) => null,
            (null, { } only) => [.. only],
            ({ } only, null) => [.. only],
            ({ } one, { } other) => [.. one.Intersect(other, StringComparer.Ordinal)],
        };
}
