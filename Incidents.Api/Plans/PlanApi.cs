using System.ComponentModel;
using GraphQL;
using Incidents.Api.Dispatch;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Plans;
using NodaTime;

namespace Incidents.Api.Plans;

/// <summary>A step of an incident's response plan.</summary>
/// <param name="Code">Its code: what `tickPlanStep` names.</param>
/// <param name="NameKk">Name in Kazakh.</param>
/// <param name="NameRu">Name in Russian.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="IsRequired">Whether it is to be done each time; the others are done where they apply.</param>
/// <param name="TickedBy">Who said that it was done; null where it is not ticked.</param>
/// <param name="TickedAt">When it was done; null where it is not ticked.</param>
/// <param name="Note">What they said about it, or null.</param>
[DisplayName("PlanStep")]
public sealed record PlanStepNode(
    string Code, string NameKk, string NameRu, string NameEn, bool IsRequired, string? TickedBy, OffsetDateTime? TickedAt, string? Note);

/// <summary>The response plan of an incident: a checklist with who ticked what when.</summary>
/// <param name="Code">Code of the plan.</param>
/// <param name="Version">Version of the plan: the one that held when the incident was opened.</param>
/// <param name="NameKk">Name in Kazakh.</param>
/// <param name="NameRu">Name in Russian.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="Steps">Its steps, in their order.</param>
[DisplayName("ResponsePlan")]
public sealed record ResponsePlanNode(
    string Code, int Version, string NameKk, string NameRu, string NameEn,
    [property: Cost(Items = 10)] IReadOnlyList<PlanStepNode> Steps)
{
    internal static ResponsePlanNode? Of(Incident incident, ResponsePlans plans)
    {
        if (incident.PlanOf(plans) is not { } plan)
            return null;
        var ticks = incident.Ticks(plan.Code).ToDictionary(tick => tick.Step);
        return new(
            plan.Code, plan.Version, plan.NameKk, plan.NameRu, plan.NameEn,
            [.. plan.Steps.Select(step => Of(step, ticks.GetValueOrDefault(step.Code)))]);
    }

    private static PlanStepNode Of(PlanStep step, PlanTick? tick) =>
        new(step.Code, step.NameKk, step.NameRu, step.NameEn, step.IsRequired, tick?.By, tick?.At, tick?.Note);
}

/// <summary>The response plan of an incident.</summary>
[ExtendObjectType(typeof(IncidentNode))]
internal static class IncidentPlans
{
    /// <summary>
    /// The response plan of its category and city in the version that held when it was opened; null where there is none, and for one that
    /// came with a historic register. With another category comes the plan of that; what was ticked before stays in the timeline.
    /// </summary>
    [Cost(CostAttribute.Events)]
    public static async Task<ResponsePlanNode?> Plan([Parent] IncidentNode incident, [FromServices] ResponsePlans plans) =>
        ResponsePlanNode.Of((await incident.Streams.One(incident.Id)).State, plans);
}

/// <summary>Mutations of the response plan of an incident.</summary>
[MutationType]
internal sealed class PlanMutations(Commands commands, IncidentFiles files, EventReader events, ResponsePlans plans)
{
    private readonly IncidentSender sender = new(commands, files, events);

    /// <summary>Ticks a step of an incident's response plan: it was done. The incident may be resolved or closed by now.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="step">Code of the step.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="note">What they say about it.</param>
    /// <param name="occurredAt">When it was done, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentNode> TickPlanStep(
        Guid id, string step, string by, string? note = null, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        sender.Send(id, occurredAt, at => new TickPlanStep(id, step, plans, by, note, at, expectedVersion), cancellation);

    /// <summary>Takes back the tick of a step of an incident's response plan: it was not done after all.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="step">Code of the step.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="occurredAt">When they say so, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<IncidentNode> UntickPlanStep(
        Guid id, string step, string by, string reasonCode, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        sender.Send(id, occurredAt, at => new UntickPlanStep(id, step, plans, by, reasonCode, at, expectedVersion), cancellation);
}
