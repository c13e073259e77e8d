using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Domain.Alerts;
using Incidents.Domain.Violations;
using Incidents.Projections.Outcomes;
using NodaTime;

namespace Incidents.Api.Outcomes;

/// <summary>What came of the violations and alerts of a period in one city, or in all selected cities together, as known now.</summary>
/// <param name="City">City code; null for the sum of all selected cities.</param>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day after it.</param>
/// <param name="Violations">Its violations.</param>
/// <param name="Alerts">Its alerts.</param>
public sealed record OutcomeTotals(string? City, LocalDate From, LocalDate Until, ViolationTotals Violations, AlertTotals Alerts);

/// <summary>
/// Violations by how far they have come. To callers who see rounded counts, a count below the smallest one that is shown is null.
/// </summary>
/// <param name="Recorded">Nobody has looked at them yet.</param>
/// <param name="Reviewed">Somebody has, and has not decided.</param>
/// <param name="Confirmed">Confirmed, and not fined yet.</param>
/// <param name="Fined">Fined.</param>
/// <param name="Dismissed">Dismissed: they count no longer.</param>
/// <param name="Cancelled">Confirmed or fined first, then cancelled, e.g. by a court: they count no longer.</param>
/// <param name="FinesTenge">
/// What the fines of the fined ones add up to, in tenge. To callers who see rounded counts it is the sum over all amounts of the rounded
/// number of fines of that amount; null where `fined` is.
/// </param>
public sealed record ViolationTotals(
    int? Recorded, int? Reviewed, int? Confirmed, int? Fined, int? Dismissed, int? Cancelled, decimal? FinesTenge);

/// <summary>Alerts by what came of them. To callers who see rounded counts, a count below the smallest one that is shown is null.</summary>
/// <param name="Confirmed">What was reported had happened.</param>
/// <param name="FalseAlarms">Nothing of the kind was there.</param>
/// <param name="Unfounded">Something was there, and it was nothing to act on.</param>
/// <param name="Undecided">Nobody has said what came of them.</param>
public sealed record AlertTotals(int? Confirmed, int? FalseAlarms, int? Unfounded, int? Undecided);

/// <summary>Queries of what came of violations and alerts.</summary>
[QueryType]
internal static class OutcomeTotalQueries
{
    /// <summary>
    /// What came of the violations and alerts that occurred in a period, as known now: for all selected cities together, then for each city
    /// that has some.
    /// </summary>
    /// <param name="from">First local day on which they occurred.</param>
    /// <param name="until">First local day after the period.</param>
    /// <param name="cities">City codes; default all.</param>
    [Cost(CostAttribute.Events)]
    public static async Task<IEnumerable<OutcomeTotals>> OutcomeTotals(
        [FromServices] OutcomeTotalReader reader, LocalDate from, LocalDate until, IEnumerable<string>? cities = null,
        CancellationToken cancellation = default)
    {
        Checks.Period(from, until);
        if (from == until)
            throw RefusedException.BadInput("until", "The period is at least one day long.");
        var asked = cities?.ToArray();
        var violations = await reader.Violations(asked, from, until, cancellation);
        var alerts = await reader.Alerts(asked, from, until, cancellation);
        var found = violations.Select(p => p.City).Concat(alerts.Select(p => p.City)).Distinct().Order(StringComparer.Ordinal);
        return
        [
            .. found.Prepend(null).Select(city => new OutcomeTotals(
                city, from, until, Of(violations.Where(p => city is null || p.City == city)),
                Of(alerts.Where(p => city is null || p.City == city)))),
        ];
    }

    private static ViolationTotals Of(IEnumerable<ViolationPart> parts)
    {
        var all = parts.ToArray();
        return new(
            Count(ViolationStatus.Recorded), Count(ViolationStatus.Reviewed), Count(ViolationStatus.Confirmed),
            Count(ViolationStatus.Fined), Count(ViolationStatus.Dismissed), Count(ViolationStatus.Cancelled),
            all.Sum(p => p.FineTenge * p.Count ?? 0));

        int Count(ViolationStatus status) => checked((int)all.Where(p => p.Status == status).Sum(p => p.Count));
    }

    private static AlertTotals Of(IEnumerable<AlertPart> parts)
    {
        var all = parts.ToArray();
        return new(Count(AlertOutcome.Confirmed), Count(AlertOutcome.False), Count(AlertOutcome.Unfounded), Count(null));

        int Count(AlertOutcome? outcome) => checked((int)all.Where(p => p.Outcome == outcome).Sum(p => p.Count));
    }
}
