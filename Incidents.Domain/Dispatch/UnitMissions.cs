using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>What follows from the steps of one unit, in order of their true times.</summary>
internal static class UnitMissions
{
    /// <summary>The times that the unit was on the incident, the earliest first.</summary>
    /// <remarks>
    /// Clocks differ: a unit that arrived within <see cref="EventTime.ClockSkew"/> before it was sent was sent, and one that arrived so
    /// long after it was released had arrived. Steps that fit none of them change nothing.
    /// </remarks>
    /// <param name="steps">Its steps, in order.</param>
    public static List<AssignedUnit> Of(IEnumerable<UnitStep> steps)
    {
        var missions = new List<AssignedUnit>();
        foreach (var step in steps)
        {
            var last = missions.LastOrDefault();
            switch (step.Kind)
            {
                case UnitStepKind.Assigned when last is { EndedAt: null, AssignedAt: null } && !last.Since.IsBefore(step.At):
                    missions[^1] = last with { AssignedAt = step.At, Since = step.At };
                    break;
                case UnitStepKind.Assigned when last is { EndedAt: null } && !last.Since.IsBefore(step.At):
                    break;
                case UnitStepKind.Assigned:
                    // It was sent again: it had left before, though nobody has entered when.
                    if (last is { EndedAt: null })
                        missions[^1] = last with { Status = UnitStatus.Released, EndedAt = step.At };
                    missions.Add(new(step.Unit, step.At, AssignedAt: step.At, CameWith: step.From));
                    break;
                case UnitStepKind.Arrived when last is { EndedAt: null, ArrivedAt: null }:
                    missions[^1] = last with { Status = UnitStatus.OnScene, ArrivedAt = step.At };
                    break;
                case UnitStepKind.Arrived when HadArrived(last, step.At):
                    missions[^1] = last! with { ArrivedAt = step.At };
                    break;
                case UnitStepKind.Arrived when last is not { EndedAt: null }:
                    missions.Add(new(step.Unit, step.At, step.At, UnitStatus.OnScene, CameWith: step.From));
                    break;
                case UnitStepKind.Released or UnitStepKind.Cancelled or UnitStepKind.Diverted when last is { EndedAt: null }:
                    missions[^1] = last with { Status = Ended(step.Kind), EndedAt = step.At, DivertedTo = step.To };
                    break;
            }
        }
        return missions;
    }

    /// <summary>Why a step does not fit, or null.</summary>
    /// <param name="step">The step.</param>
    /// <param name="before">The last time that the unit was on the incident, by the steps up to then; null where it never was.</param>
    /// <param name="later">Its steps after that moment, in order.</param>
    public static Refusal? Check(UnitStep step, AssignedUnit? before, IReadOnlyList<UnitStep> later)
    {
        var next = later.Count > 0 ? later[0] : null;
        return step.Kind switch
        {
            UnitStepKind.Assigned => CheckAssigned(step.At, before, later),
            UnitStepKind.Arrived => CheckArrived(step.At, before, later),
            _ when before is null => RecordArrival.NotAssigned,
            _ when before.EndedAt is not null => ReleaseUnit.AlreadyReleased,
            UnitStepKind.Cancelled when before.ArrivedAt is not null => RecordArrival.AlreadyArrived,
            _ => next is not null && IsEnd(next) && !step.At.IsBefore(next.At) ? ReleaseUnit.AlreadyReleased : null,
        };
    }

    private static Refusal? CheckAssigned(OffsetDateTime at, AssignedUnit? before, IReadOnlyList<UnitStep> later)
    {
        var isThere = before is { EndedAt: null } && (before.AssignedAt is not null || before.Since.IsBefore(at));
        return isThere || later.Any(s => s.Kind is UnitStepKind.Assigned && !at.IsBefore(s.At)) ? AssignUnit.AlreadyAssigned : null;
    }

    private static Refusal? CheckArrived(OffsetDateTime at, AssignedUnit? before, IReadOnlyList<UnitStep> later)
    {
        var next = later.Count > 0 ? later[0] : null;
        if (before is { EndedAt: null, ArrivedAt: not null })
            return RecordArrival.AlreadyArrived;
        if (before is { EndedAt: null })
        {
            return next?.Kind switch
            {
                UnitStepKind.Arrived => RecordArrival.AlreadyArrived,
                UnitStepKind.Cancelled => RecordArrival.Cancelled,
                _ => null,
            };
        }
        if (HadArrived(before, at))
            return null;
        if (next?.Kind is UnitStepKind.Arrived && !at.IsBefore(next.At))
            return RecordArrival.AlreadyArrived;
        if (next is not { Kind: UnitStepKind.Assigned })
            return null;
        // Either it is the arrival of the unit that was sent then, or it had been there before that on its own.
        var hasArrived = later.Count > 1 && later[1].Kind is UnitStepKind.Arrived;
        return at.IsBefore(next.At)
            ? hasArrived ? null : Refusals.ImpossibleTime
            : hasArrived ? RecordArrival.AlreadyArrived : null;
    }

    private static bool HadArrived(AssignedUnit? mission, OffsetDateTime at) =>
        mission is { Status: UnitStatus.Released, ArrivedAt: null, EndedAt: { } ended } && !ended.IsBefore(at);

    private static bool IsEnd(UnitStep step) => step.Kind is UnitStepKind.Released or UnitStepKind.Cancelled or UnitStepKind.Diverted;

    private static UnitStatus Ended(UnitStepKind kind) => kind switch
    {
        UnitStepKind.Cancelled => UnitStatus.Cancelled,
        UnitStepKind.Diverted => UnitStatus.Diverted,
        _ => UnitStatus.Released,
    };
}
