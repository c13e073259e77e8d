using Incidents.Domain.Targets;

namespace Incidents.Api.Targets;

/// <summary>An incident or call with the clocks of its targets.</summary>
/// <param name="Times">Its times.</param>
/// <param name="Clocks">The clocks, by name of their target.</param>
/// <param name="Raised">What was escalated; null where nothing was.</param>
internal sealed record WatchedThing(TargetTimes Times, IReadOnlyList<TargetClock> Clocks, Escalations? Raised)
{
    /// <summary>What is to be escalated, unless it is done in time: the levels that have not been.</summary>
    public IEnumerable<(TargetClock Clock, TargetDeadline Deadline)> Deadlines() =>
        from clock in Clocks
        from deadline in clock.Deadlines()
        where Raised?.Has(deadline.Target.Name, deadline.Level) is not true
        select (clock, deadline);
}
