using Incidents.Api.Outcomes;
using Incidents.Projections.Outcomes;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using Suppressed = Incidents.Domain.Access.Suppression;

namespace Incidents.Api.Access.Suppression;

/// <summary>Reads what came of violations and alerts, rounded where the caller sees rounded counts only.</summary>
/// <remarks>
/// The violations of a town and month are one table, by status and amount of the fine, and its alerts another one, by outcome. Sums of
/// fines are made of the rounded numbers of fines of each amount, and so say no more than these.
/// </remarks>
internal sealed class RoundedOutcomeReader(NpgsqlDataSource source, SuppressionKey key) : OutcomeTotalReader(source)
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<ViolationPart>> Violations(
        IReadOnlyList<string>? cities, LocalDate from, LocalDate until, CancellationToken cancellation)
    {
        var parts = await base.Violations(cities, from, until, cancellation);
        return !Suppressed.Applies(Callers.Current) ? parts : await Round(
            "violation", parts.OrderBy(p => p.Status).ThenBy(p => p.FineTenge), p => (p.City, p.Month, p.Count),
            (part, count) => part with { Count = count }, cancellation);
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<AlertPart>> Alerts(
        IReadOnlyList<string>? cities, LocalDate from, LocalDate until, CancellationToken cancellation)
    {
        var parts = await base.Alerts(cities, from, until, cancellation);
        return !Suppressed.Applies(Callers.Current) ? parts : await Round(
            "alert", parts.OrderBy(p => p.Outcome), p => (p.City, p.Month, p.Count), (part, count) => part with { Count = count },
            cancellation);
    }

    private async Task<List<T>> Round<T>(
        string kind, IEnumerable<T> parts, Func<T, (string City, LocalDate Month, long Count)> of, Func<T, long, T> with,
        CancellationToken cancellation)
    {
        var rounding = await key.Rounding(cancellation);
        var rounded = new List<T>();
        foreach (var table in parts.GroupBy(p => (of(p).City, of(p).Month)))
        {
            T[] ordered = [.. table];
            var name = $"outcome\n{table.Key.City}\n{LocalDatePattern.Iso.Format(table.Key.Month)}\n{kind}";
            var counts = rounding.Round(name, Array.ConvertAll(ordered, p => of(p).Count));
            rounded.AddRange(ordered.Zip(counts, with).Where(p => of(p).Count > 0));
        }
        return rounded;
    }
}

/// <summary>What came of violations and alerts, without what is too small.</summary>
internal static class ShownOutcomes
{
    /// <summary>All numbers are rounded already: a 0 stands for 0 to k − 1, and is left out.</summary>
    public static object Totals(object answer) => ((IEnumerable<OutcomeTotals>)answer).Select(totals => totals with
    {
        Violations = Shown(totals.Violations),
        Alerts = new(
            Shown(totals.Alerts.Confirmed), Shown(totals.Alerts.FalseAlarms), Shown(totals.Alerts.Unfounded),
            Shown(totals.Alerts.Undecided)),
    }).ToArray();

    private static ViolationTotals Shown(ViolationTotals all) => new(
        Shown(all.Recorded), Shown(all.Reviewed), Shown(all.Confirmed), Shown(all.Fined), Shown(all.Dismissed), Shown(all.Cancelled),
        Shown(all.Fined) is null ? null : all.FinesTenge);

    private static int? Shown(int? count) => ShownTotals.Shown(count);
}
