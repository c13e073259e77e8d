using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A step of the incident's response plan was done.</summary>
/// <param name="Plan">Code of the plan.</param>
/// <param name="Version">Version of the plan.</param>
/// <param name="Step">Code of the step.</param>
/// <param name="By">Who says so.</param>
/// <param name="Note">What they say about it, or null.</param>
/// <param name="OccurredAt">When it was done.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record PlanStepTicked(
    string Plan, int Version, string Step, string By, string? Note, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>It turned out that a step of the incident's response plan was not done.</summary>
/// <param name="Plan">Code of the plan.</param>
/// <param name="Version">Version of the plan.</param>
/// <param name="Step">Code of the step.</param>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Why: a code, or words.</param>
/// <param name="OccurredAt">When they said so.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record PlanStepUnticked(
    string Plan, int Version, string Step, string By, string Reason, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A step of a response plan that was done.</summary>
/// <param name="Step">Code of the step.</param>
/// <param name="By">Who said so.</param>
/// <param name="At">When it was done.</param>
/// <param name="Note">What they said about it, or null.</param>
public sealed record PlanTick(string Step, string By, OffsetDateTime At, string? Note);
