using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Correlation;
using Incidents.Projections.Correlation;
using NodaTime;

namespace Incidents.Api.Correlation;

/// <summary>What a rule would have raised, beside what was raised.</summary>
/// <param name="Rule">The candidate.</param>
/// <param name="From">First day, by the region's clock.</param>
/// <param name="Until">The day after the last.</param>
/// <param name="SignalCount">
/// Live alerts, calls and violations that became known in the period, and whose time is known to the minute.
/// </param>
/// <param name="CoveredCount">Those about which the candidate decided: the first rule in order that covers them.</param>
/// <param name="OpenedCount">Incidents that it would have opened.</param>
/// <param name="JoinedCount">Signals that it would have joined to an incident.</param>
/// <param name="OpenedByOthersCount">Incidents that the other rules would have opened.</param>
/// <param name="JoinedByOthersCount">Signals that the other rules would have joined to an incident.</param>
/// <param name="Raised">What was raised in the period.</param>
/// <param name="Days">What the candidate would have done by day; days without are left out.</param>
public sealed record ReplayedRule(
    CorrelationRule Rule, LocalDate From, LocalDate Until, int SignalCount, int CoveredCount, int OpenedCount, int JoinedCount,
    int OpenedByOthersCount, int JoinedByOthersCount, RaisedIncidents Raised, IReadOnlyList<ReplayedDay> Days);

/// <summary>Replays rules over past signals; one replay at a time, so that live rules have the other cores.</summary>
internal sealed class CorrelationReplays(CorrelationReader reader, CorrelationRules rules, Cities cities) : IDisposable
{
    /// <summary>The most days of a replay.</summary>
    public const int MostDays = 92;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Replays a candidate.</summary>
    /// <exception cref="RefusedException">It is no rule, the period is no period, or another replay takes too long.</exception>
    public async Task<ReplayedRule> Replay(
        CorrelationRule rule, LocalDate from, LocalDate until, IReadOnlyList<string>? towns, CancellationToken cancellation)
    {
        if (rule.Check("rule") is { } fault)
            throw new RefusedException(fault);
        Checks.Period(from, until);
        if (from.Year < EventTime.EarliestYear)
            throw RefusedException.BadInput("from", $"A replay begins in {EventTime.EarliestYear} or later.");
        if (Period.DaysBetween(from, until) > MostDays)
            throw RefusedException.BadInput("until", $"A replay is at most {MostDays} days long.");
        if (!await turn.WaitAsync(Patience, cancellation))
            throw new RefusedException(new(ErrorCode.TooBusy, "Another replay runs already; ask again later."));
        try
        {
            var (begin, end) = (StartOf(from), StartOf(until));
            var replay = new CorrelationReplay(rules.With(rule), rule.Code);
            await foreach (var signal in reader.Read(begin, end, towns, cancellation))
                replay.Take(signal);
            return new(
                rule, from, until, replay.SignalCount, replay.CoveredCount, replay.OpenedCount, replay.JoinedCount,
                replay.OpenedByOthersCount, replay.JoinedByOthersCount,
                await reader.Raised(rule.Code, begin, end, towns, cancellation), replay.Days);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private Instant StartOf(LocalDate day) => cities.ZoneOf(null).AtStartOfDay(day).ToInstant();
}
