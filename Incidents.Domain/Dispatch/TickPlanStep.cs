using Incidents.Domain.Plans;
using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A step of an incident's response plan was done, also before it was resolved or closed, and entered afterwards.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="Step">Code of the step.</param>
/// <param name="Plans">The plans, of every date.</param>
/// <param name="By">Who says so.</param>
/// <param name="Note">What they say about it, or null.</param>
/// <param name="OccurredAt">When it was done, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record TickPlanStep(
    Guid StreamId, string Step, ResponsePlans Plans, string By, string? Note = null, OffsetDateTime? OccurredAt = null,
    long? ExpectedVersion = null) : ICommand<Incident>
{
    /// <summary>No plan of the incident has the step.</summary>
    public static readonly Refusal Unknown = new(
        ErrorCode.PlanStepUnknown, "The response plan of the incident has no such step, or no plan holds for it.", "step");

    /// <summary>It is ticked already.</summary>
    public static readonly Refusal AlreadyTicked = new(
        ErrorCode.PlanStepAlreadyTicked, "The step of the response plan is ticked already.", "step");

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Name.Check(Step, "step") ?? Texts.Person.Check(By, "by") ?? Texts.Description.CheckOptional(Note, "note");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessCounted() is { } refusal)
            return refusal;
        if (state.PlanOf(Plans) is not { } plan || plan.Find(Step) is null)
            return Unknown;
        var at = OccurredAt ?? now;
        if (state.RefuseWhileTaken(By, at) is { } taken)
            return taken;
        if (state.TickOf(plan.Code, Step) is not null)
            return AlreadyTicked;
        return state.CanMark(plan.Code, Step, at, now)
            ? Decision.Of(new PlanStepTicked(plan.Code, plan.Version, Step, By, Texts.OrNull(Note), at, now))
            : Refusals.ImpossibleTime;
    }
}
