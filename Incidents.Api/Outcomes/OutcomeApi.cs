using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.Alerts;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Signals;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Projections;
using Incidents.Projections.Outcomes;
using NodaTime;

namespace Incidents.Api.Outcomes;

/// <summary>What came of alerts.</summary>
[QueryType]
internal static class OutcomeQueries
{
    private const int MostGroups = 1_000, LastHour = 23;

    /// <summary>
    /// What came of the alerts of a period, what they cost, and which share was confirmed: of those with an outcome, and of all. Both with
    /// the interval of Wilson (1927) of 95 %. The rule that raised an alert is its sending system with its category.
    /// </summary>
    /// <param name="from">First local day on which they occurred.</param>
    /// <param name="until">First local day after the period.</param>
    /// <param name="filter">Which alerts; default all.</param>
    /// <param name="splitBy">By what they are told apart; default all together.</param>
    /// <param name="asKnownOn">As known at the end of this local day; default as known now.</param>
    /// <param name="first">Number of groups at most, 1 to 1000, those with the most alerts.</param>
    [Cost(CostAttribute.Events)]
    public static Task<AlertPrecision> AlertPrecision(
        [FromServices] AlertOutcomeReader reader, [FromServices] OutcomeSettings settings, [FromServices] Cities cities,
        [FromServices] IClock clock, [Seen(RowClasses.Analysis)] RowSight sight, LocalDate from, LocalDate until,
        AlertOutcomeFilter? filter = null, IEnumerable<AlertSplit>? splitBy = null, LocalDate? asKnownOn = null, int first = 100,
        CancellationToken cancellation = default)
    {
        if (first is < 1 or > MostGroups)
            throw new RefusedException(new(ErrorCode.PageSizeOutOfRange, $"'first' is from 1 to {MostGroups}.", "first"));
        return reader.Read(
            from, until, Seen(filter, from, until, sight), splitBy?.ToHashSet() ?? [], asKnownOn,
            cities.Local(clock.GetCurrentInstant(), null).Date, settings.NotLookedAtAfterDays, settings.FewestAlerts, first, cancellation);
    }

    /// <summary>
    /// Precision against the threshold of confidence: what would have come of the alerts of a period, as known now, had only those with at
    /// least that confidence been raised. To be looked at before a threshold is changed.
    /// </summary>
    /// <param name="from">First local day on which they occurred.</param>
    /// <param name="until">First local day after the period.</param>
    /// <param name="filter">Which alerts; default all.</param>
    /// <param name="stepPercent">Hundredths from one threshold to the next, 1 to 100.</param>
    [Cost(CostAttribute.Events)]
    public static Task<PrecisionCurve> PrecisionCurve(
        [FromServices] AlertOutcomeReader reader, [FromServices] OutcomeSettings settings, [Seen(RowClasses.Analysis)] RowSight sight,
        LocalDate from, LocalDate until, AlertOutcomeFilter? filter = null, int stepPercent = 5, CancellationToken cancellation = default)
    {
        if (stepPercent is < 1 or > 100)
            throw RefusedException.BadInput("stepPercent", "The step is from 1 to 100 hundredths.");
        return reader.Curve(from, until, Seen(filter, from, until, sight), stepPercent, settings.FewestAlerts, cancellation);
    }

    /// <summary>The reasons that can be given for the outcome of an alert.</summary>
    public static IEnumerable<OutcomeReason> OutcomeReasons([FromServices] OutcomeCatalogue catalogue) => catalogue.Reasons;

    // What is told apart by cameras and hours is of whole towns.
    private static AlertOutcomeFilter Seen(AlertOutcomeFilter? filter, LocalDate from, LocalDate until, RowSight sight)
    {
        Checks.Period(from, until);
        var asked = filter ?? new();
        if (asked.Hours?.Any(hour => hour is < 0 or > LastHour) is true)
            throw RefusedException.BadInput("filter.hours", $"An hour is from 0 to {LastHour}.");
        return sight.WholeTowns is not { } towns ? asked
            : asked with { Cities = asked.Cities is { } cities ? [.. cities.Where(towns.Contains)] : towns };
    }
}

/// <summary>What is said of alerts.</summary>
[MutationType]
internal sealed class OutcomeMutations(Commands commands, SignalFiles signals, OutcomeCatalogue catalogue)
{
    /// <summary>
    /// Says what came of an alert. One that is judged false is dismissed with that, and counts no longer. A later judgement replaces an
    /// earlier one.
    /// </summary>
    /// <param name="id">The alert.</param>
    /// <param name="by">The operator.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="reasonCode">One of `outcomeReasons`; only a confirmed alert needs none.</param>
    /// <param name="operatorMinutes">
    /// Minutes of operators that it cost in all, 0 to 10,000; default those from its acknowledgement, at most 60.
    /// </param>
    /// <param name="unitMinutes">Minutes of units that it cost in all, 0 to 10,000.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public async Task<AlertNode> JudgeAlert(
        Guid id, string by, AlertOutcome outcome, string? reasonCode = null, double? operatorMinutes = null, double? unitMinutes = null,
        long? expectedVersion = null, Instant? occurredAt = null, CancellationToken cancellation = default)
    {
        var judge = new JudgeAlert(id, by, outcome, reasonCode, operatorMinutes, unitMinutes, ExpectedVersion: expectedVersion);
        if ((judge.Check() ?? catalogue.Check(outcome, reasonCode)) is { } refusal)
            throw new RefusedException(refusal);
        var opened = await commands.Send<Alert>(id, occurredAt, at => judge with { OccurredAt = at }, cancellation);
        return signals.Of(id, opened, commands.Sight, (row, streams) => new AlertNode(row, streams))!;
    }
}
