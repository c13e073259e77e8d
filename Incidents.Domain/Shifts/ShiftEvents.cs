using NodaTime;

namespace Incidents.Domain.Shifts;

/// <summary>Something on which a person works when they hand over their shift.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">The alert, call, violation or incident.</param>
/// <param name="TakenAt">Since when they work on it.</param>
public sealed record ShiftItem(WorkKind Kind, Guid Id, OffsetDateTime TakenAt);

/// <summary>A person began a shift in the control centre of a town.</summary>
/// <param name="Number">Number of the shift among theirs in this town, from 1.</param>
/// <param name="City">City code.</param>
/// <param name="By">The person.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record ShiftBegun(int Number, string City, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IStreamBeginning
{
    string IStreamBeginning.StreamType => "shift";
}

/// <summary>A person hands over their shift, with what is open, to another one, who has to accept it.</summary>
/// <param name="Number">Number of the shift.</param>
/// <param name="City">City code.</param>
/// <param name="By">The person.</param>
/// <param name="Receiver">Who is to accept it.</param>
/// <param name="Note">What they say about it, or null.</param>
/// <param name="Open">What they work on, as it was then.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record ShiftHandedOver(
    int Number, string City, string By, string Receiver, string? Note, IReadOnlyList<ShiftItem> Open, OffsetDateTime OccurredAt,
    OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>The person to whom a shift was handed over accepted it: the shift is over, and what was open is theirs.</summary>
/// <param name="Number">Number of the shift.</param>
/// <param name="City">City code.</param>
/// <param name="By">Who accepted it.</param>
/// <param name="Previous">Whose shift it was.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record ShiftAccepted(
    int Number, string City, string By, string Previous, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A person ended their shift without handing it over.</summary>
/// <param name="Number">Number of the shift.</param>
/// <param name="City">City code.</param>
/// <param name="By">The person.</param>
/// <param name="Note">What they say about it, or null.</param>
/// <param name="Open">What they still worked on, as it was then: it stays theirs until somebody takes it over.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record ShiftEnded(
    int Number, string City, string By, string? Note, IReadOnlyList<ShiftItem> Open, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : IDomainEvent;
