using System.Collections.Immutable;
using Incidents.Domain.Access;
using NodaTime;

namespace Incidents.Domain.Targets;

/// <summary>A target was passed, and somebody was told.</summary>
/// <param name="Subject">What it was passed for.</param>
/// <param name="SubjectId">The stream of the incident or call.</param>
/// <param name="Category">Its category then.</param>
/// <param name="Place">Where it is.</param>
/// <param name="Target">Name of the target.</param>
/// <param name="Step">The step that was not done.</param>
/// <param name="WithinSeconds">Within how many seconds it was to be done.</param>
/// <param name="Level">The level, from 1.</param>
/// <param name="OnRole">The role on whose people of the town it was escalated; null where it is a person.</param>
/// <param name="OnPerson">The person on whom it was escalated; null where it is a role.</param>
/// <param name="StartedAt">When the clock had started.</param>
/// <param name="OccurredAt">When the level was due.</param>
/// <param name="KnownAt">When it was escalated.</param>
public sealed record Escalated(
    TargetSubject Subject, Guid SubjectId, string Category, Place Place, string Target, TargetStep Step, int WithinSeconds, int Level,
    Role? OnRole, string? OnPerson, OffsetDateTime StartedAt, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IStreamBeginning
{
    string IStreamBeginning.StreamType => "escalations";
}

/// <summary>One escalation.</summary>
/// <param name="Target">Name of the target.</param>
/// <param name="Level">The level, from 1.</param>
/// <param name="OnRole">The role, or null.</param>
/// <param name="OnPerson">The person, or null.</param>
/// <param name="DueAt">When the level was due.</param>
/// <param name="EscalatedAt">When it was escalated.</param>
public sealed record Escalation(
    string Target, int Level, Role? OnRole, string? OnPerson, OffsetDateTime DueAt, OffsetDateTime EscalatedAt);

/// <summary>The escalations of one incident or call.</summary>
/// <remarks>
/// They are a stream of their own beside the thing's: that a target is passed while an operator works on the thing is no conflict with what
/// the operator does.
/// </remarks>
/// <param name="Place">Where the thing is.</param>
/// <param name="All">The escalations, in the order in which they were raised.</param>
public sealed record Escalations(Place Place, ImmutableList<Escalation> All) : StreamState, IState<Escalations>
{
    /// <summary>The stream of the escalations of an incident or call.</summary>
    /// <param name="subject">What it is.</param>
    /// <param name="id">Its stream.</param>
    public static Guid Stream(TargetSubject subject, Guid id) =>
        Identity.Stream("escalations", subject is TargetSubject.Incident ? "incident" : "sos_call", id.ToString());

    /// <summary>Those of one target, the first level first.</summary>
    public IEnumerable<Escalation> Of(string target) => All.Where(e => e.Target == target).OrderBy(e => e.Level);

    /// <summary>Whether a level of a target was escalated.</summary>
    public bool Has(string target, int level) => All.Exists(e => e.Target == target && e.Level == level);

    /// <inheritdoc/>
    public static Escalations? Evolve(Escalations? state, object @event) => @event is Escalated e
        ? (state ?? new(e.Place, [])) with
        {
            Place = e.Place,
            All = (state?.All ?? []).Add(new(e.Target, e.Level, e.OnRole, e.OnPerson, e.OccurredAt, e.KnownAt)),
        }
        : state;
}
