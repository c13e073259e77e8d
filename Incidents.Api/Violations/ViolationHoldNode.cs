using System.ComponentModel;
using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Api.Violations;

/// <summary>Why a violation waits for a person before it is fined.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">Who held it; `rule:recorders` where a rule did.</param>
/// <param name="Note">What they say of it, or null.</param>
/// <param name="HeldAt">When.</param>
/// <param name="OtherId">The violation or plate read of the same plate that speaks against it, or null.</param>
/// <param name="DistanceMetres">Distance to that in a straight line, or null.</param>
/// <param name="Seconds">Time between the two, by the clocks as they were measured, or null.</param>
/// <param name="LeastKmPerHour">
/// Least speed of the way if the clocks are as wrong as they may be; null where no time is left, or nothing was read elsewhere.
/// </param>
/// <param name="DriftKmPerHour">By how much the recorder's speeds are above those of its neighbours, or null.</param>
[DisplayName("ViolationHold")]
public sealed record ViolationHoldNode(
    ViolationHoldReason Reason, string By, string? Note, OffsetDateTime HeldAt, Guid? OtherId, double? DistanceMetres, double? Seconds,
    double? LeastKmPerHour, double? DriftKmPerHour)
{
    internal static ViolationHoldNode? Of(ViolationHold? hold) => hold is null
        ? null
        : new(
            hold.Reason, hold.By, hold.Note, hold.At, hold.Grounds?.OtherId, hold.Grounds?.DistanceMetres, hold.Grounds?.Seconds,
            hold.Grounds?.LeastKmPerHour, hold.Grounds?.DriftKmPerHour);
}
