using System.ComponentModel;
using Incidents.Domain.Shifts;
using NodaTime;

namespace Incidents.Projections.Shifts;

/// <summary>A shift of a person in the control centre of a town.</summary>
/// <param name="City">City code.</param>
/// <param name="Person">Whose shift it is.</param>
/// <param name="Number">Number of the shift among theirs in this town, from 1.</param>
/// <param name="BegunAt">When it began.</param>
/// <param name="EndedAt">When it ended, or null while it lasts.</param>
/// <param name="Receiver">To whom it was handed over, or null.</param>
/// <param name="HandedOverAt">When it was handed over, or null.</param>
/// <param name="AcceptedAt">When the receiver accepted it, or null.</param>
/// <param name="Open">What was open when it was handed over, or ended; empty while neither happened.</param>
[DisplayName("Shift")]
public sealed record ShiftRow(
    string City, string Person, int Number, OffsetDateTime BegunAt, OffsetDateTime? EndedAt, string? Receiver,
    OffsetDateTime? HandedOverAt, OffsetDateTime? AcceptedAt, IReadOnlyList<ShiftItem> Open)
{
    /// <summary>Whether it lasts.</summary>
    public bool IsOn => EndedAt is null;

    /// <summary>Whether it was handed over, and the receiver has not accepted it yet.</summary>
    public bool IsOffered => IsOn && Receiver is not null;

    /// <summary>The present or last shift of a person.</summary>
    /// <param name="shift">The state of their stream.</param>
    public static ShiftRow Of(Shift shift) => new(
        shift.Place.City, shift.Person, shift.Number, shift.BegunAt, shift.EndedAt, shift.Offer?.Receiver, shift.Offer?.At,
        shift.AcceptedAt, shift.LeftOpen ?? shift.Offer?.Open ?? []);
}
