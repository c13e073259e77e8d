using NodaTime;

namespace Incidents.Domain.Work;

/// <summary>A person began to work on something that nobody had.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="City">City code of it.</param>
/// <param name="By">The person.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record WorkTaken(WorkKind Kind, string City, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IWorkEvent
{
    string? IWorkEvent.Holder => By;
}

/// <summary>A person no longer works on something, and nobody does.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="City">City code of it.</param>
/// <param name="By">The person, who had it.</param>
/// <param name="Note">What they say about it, or null.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record WorkReleased(
    WorkKind Kind, string City, string By, string? Note, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IWorkEvent
{
    string? IWorkEvent.Holder => null;
}

/// <summary>A person handed what they worked on to another one.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="City">City code of it.</param>
/// <param name="By">Who had it.</param>
/// <param name="Holder">Who has it from now on.</param>
/// <param name="Note">What they say about it, or null.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record WorkHandedOver(
    WorkKind Kind, string City, string By, string Holder, string? Note, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IWorkEvent;

/// <summary>A supervisor took over what another person worked on.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="City">City code of it.</param>
/// <param name="By">The supervisor, who has it from now on.</param>
/// <param name="Previous">Who had it.</param>
/// <param name="Reason">Why: a code, or words.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record WorkTakenOver(
    WorkKind Kind, string City, string By, string Previous, string Reason, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IWorkEvent
{
    string? IWorkEvent.Holder => By;
}

/// <summary>Who works on something, by these events alone.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Place">Its city.</param>
/// <param name="TakenBy">Who works on it, or null where nobody does.</param>
/// <param name="TakenAt">Since when they do, or null where nobody does.</param>
public sealed record WorkState(WorkKind Kind, Place Place, string? TakenBy, OffsetDateTime? TakenAt)
    : StreamState, IState<WorkState>, IWorkedOn
{
    /// <inheritdoc/>
    public static WorkState? Evolve(WorkState? state, object @event) => @event is IWorkEvent e
        ? new(e.Kind, new(e.City), e.Holder, e.Holder is null ? null : e.OccurredAt)
        : state;
}
