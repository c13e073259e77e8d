using GraphQL;
using Incidents.Api.Dispatch;
using Incidents.Api.GraphQL;
using Incidents.Api.SosCalls;
using Incidents.Domain.Access;
using Incidents.Domain.Targets;
using NodaTime;

namespace Incidents.Api.Targets;

/// <summary>A target of service for one incident or call, and how it stands.</summary>
/// <param name="Name">Name of the target.</param>
/// <param name="Step">The step that is to be done.</param>
/// <param name="WithinSeconds">Within how many seconds.</param>
/// <param name="Status">How it stands now.</param>
/// <param name="StartedAt">
/// When its clock started: when the thing was reported to the centre, and of an arrival when the first unit was sent; null where nobody was
/// sent yet.
/// </param>
/// <param name="DueAt">By when the step is to be done; null where the clock has not started.</param>
/// <param name="MetAt">When the step was done, in time or not; null where it is not.</param>
/// <param name="EscalatedAt">When it was first escalated; null where it was not.</param>
/// <param name="OnRole">The role on whose people of the town it was last escalated; null where it was not, or on a person.</param>
/// <param name="OnPerson">The person on whom it was last escalated; null where it was not, or on a role.</param>
/// <param name="Escalations">
/// All escalations, the first level first. They stay where the step turns out to have been done in time; `status` is `MET_KNOWN_LATE` then.
/// </param>
public sealed record TargetView(
    string Name, TargetStep Step, int WithinSeconds, TargetStatus Status, OffsetDateTime? StartedAt, OffsetDateTime? DueAt,
    OffsetDateTime? MetAt, OffsetDateTime? EscalatedAt, Role? OnRole, string? OnPerson, IReadOnlyList<Escalation> Escalations)
{
    /// <summary>The targets of a thing, by name.</summary>
    internal static IReadOnlyList<TargetView> Of(WatchedThing? thing, Instant now) =>
        thing is null ? [] : [.. thing.Clocks.Select(clock => Of(clock, thing.Raised, now))];

    private static TargetView Of(TargetClock clock, Escalations? raised, Instant now)
    {
        Escalation[] levels = [.. raised?.Of(clock.Target.Name) ?? []];
        var last = levels.LastOrDefault();
        return new(
            clock.Target.Name, clock.Target.Step, clock.Target.WithinSeconds, clock.StatusAt(now, levels.Length > 0), clock.StartedAt,
            clock.DueAt, clock.MetAt, levels.FirstOrDefault()?.EscalatedAt, last?.OnRole, last?.OnPerson, levels);
    }
}

/// <summary>The targets of an incident.</summary>
[ExtendObjectType(typeof(IncidentNode))]
internal static class IncidentTargets
{
    /// <summary>
    /// The targets of service that are in force for it, by name; none where it came with a register. They are those of the local day on
    /// which it was reported to the centre, for the category that it has now.
    /// </summary>
    [Cost(CostAttribute.Events, Items = 6)]
    public static async Task<IReadOnlyList<TargetView>> Targets(
        [Parent] IncidentNode incident, [FromServices] TargetReader reader, [FromServices] IClock clock) =>
        TargetView.Of(await reader.Read(incident.Streams, incident.Id), clock.GetCurrentInstant());
}

/// <summary>The targets of a call.</summary>
[ExtendObjectType(typeof(SosCallNode))]
internal static class SosCallTargets
{
    /// <summary>
    /// The targets of service that are in force for it, by name. Their clocks start when the call became known to the centre, by the
    /// centre's clock: `waitedSeconds`, and the key figures, start with the call itself.
    /// </summary>
    [Cost(CostAttribute.Events, Items = 6)]
    public static async Task<IReadOnlyList<TargetView>> Targets(
        [Parent] SosCallNode call, [FromServices] TargetReader reader, [FromServices] IClock clock) =>
        TargetView.Of(await reader.Read(call.Streams, call.Id), clock.GetCurrentInstant());
}
