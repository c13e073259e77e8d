using Incidents.Domain.Plans;
using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A step of an incident's response plan was not done after all.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="Step">Code of the step.</param>
/// <param name="Plans">The plans, of every date.</param>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Why: a code, or words.</param>
/// <param name="OccurredAt">When they say so, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record UntickPlanStep(
    Guid StreamId, string Step, ResponsePlans Plans, string By, string Reason, OffsetDateTime? OccurredAt = null,
    long? ExpectedVersion = null) : ICommand<Incident>
{
    /// <summary>It is not ticked.</summary>
    public static readonly Refusal NotTicked = new(
        ErrorCode.PlanStepNotTicked, "The step of the response plan is not ticked.", "step");

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Name.Check(Step, "step") ?? Texts.Person.Check(By, "by") ?? Texts.Reason.Check(Reason, "reasonCode");

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
            return TickPlanStep.Unknown;
        var at = OccurredAt ?? now;
        if (state.RefuseWhileTaken(By, at) is { } taken)
            return taken;
        if (state.TickOf(plan.Code, Step) is null)
            return NotTicked;
        return state.CanMark(plan.Code, Step, at, now)
            ? Decision.Of(new PlanStepUnticked(plan.Code, plan.Version, Step, By, Reason, at, now))
            : Refusals.ImpossibleTime;
    }
}
