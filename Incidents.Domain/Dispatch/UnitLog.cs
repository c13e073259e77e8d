using System.Collections.Immutable;
using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>The steps of all units on an incident, and what follows from them in order of their true times.</summary>
/// <remarks>
/// <para>
/// Steps are entered in whatever order: what became of a unit follows from the order in which they happened, not in which they became
/// known. A reopening begins a new life of the incident: the units of the life before it have left.
/// </para>
/// <para>
/// A step that does not fit yet (a release before the assignment that it ends) is refused, and fits once that one is entered.
/// </para>
/// </remarks>
/// <param name="Entries">The steps, in the order in which they became known.</param>
/// <param name="Reopenings">The Reopenings of the incident.</param>
internal sealed record UnitLog(ImmutableList<UnitLog.Entry> Entries, ImmutableList<UnitLog.Reopening> Reopenings)
{
    public static readonly UnitLog Empty = new([], []);

    /// <summary>The units since the incident was opened or last reopened, in the order in which they came.</summary>
    internal IReadOnlyList<AssignedUnit> Current => [.. InOrder(Missions(Reopenings.Count))];

    /// <summary>The units of all its lives.</summary>
    internal IReadOnlyList<AssignedUnit> All => [.. Enumerable.Range(0, Reopenings.Count + 1).SelectMany(Missions)];

    /// <summary>All steps, in the order in which they became known.</summary>
    internal IEnumerable<UnitStep> Steps => Entries.Select(e => e.Step);

    /// <summary>The steps since it was opened or last reopened.</summary>
    internal IEnumerable<UnitStep> CurrentSteps => OfLife(Reopenings.Count).Select(e => e.Step);

    /// <summary>When the incident was last reopened, or null.</summary>
    internal OffsetDateTime? ReopenedAt => Reopenings.IsEmpty ? null : Reopenings.MaxBy(r => r.At.ToInstant())!.At;

    /// <summary>With one more step; it belongs to whom the unit was sent before.</summary>
    public UnitLog With(UnitStep step)
    {
        var before = OfLife(LifeAt(step.At)).Select(e => e.Step)
            .Where(s => s.Unit == step.Unit && s.At.ToInstant() <= step.At.ToInstant()).OrderBy(s => s.At.ToInstant()).LastOrDefault();
        var from = step.Kind is UnitStepKind.Assigned ? null : before?.From;
        return new(Entries.Add(new(step with { From = from })), Reopenings);
    }

    /// <summary>With the steps of the units of an incident that is merged into this one: they are on the way to this one now.</summary>
    public UnitLog With(IEnumerable<UnitStep> steps, Guid from) =>
        new(Entries.AddRange(steps.Select(s => new Entry(s with { From = from }, Reopenings.Count))), Reopenings);

    /// <summary>Without the units of an incident that was merged into this one.</summary>
    public UnitLog Without(Guid from) => new(
        Entries.RemoveAll(e => e.Step.From == from),
        [.. Reopenings.Select(r => r with { Entered = r.Entered - Entries.Take(r.Entered).Count(e => e.Step.From == from) })]);

    /// <summary>With those steps that it does not hold yet: what its units did while it was merged into another incident.</summary>
    public UnitLog Completed(IEnumerable<UnitStep> steps)
    {
        var known = Steps.Select(s => s with { From = null }).ToHashSet();
        return steps.Where(s => !known.Contains(s with { From = null })).Aggregate(this, (log, step) => log.With(step));
    }

    /// <summary>With a reopening.</summary>
    public UnitLog Reopened(OffsetDateTime at) => new(Entries, Reopenings.Add(new(at, Entries.Count)));

    /// <summary>Why a step does not fit those that are known, or null.</summary>
    public Refusal? Check(UnitStep step)
    {
        var steps = OfLife(LifeAt(step.At)).Select(e => e.Step).Where(s => s.Unit == step.Unit).OrderBy(s => s.At.ToInstant()).ToList();
        var before = UnitMissions.Of(steps.Where(s => s.At.ToInstant() <= step.At.ToInstant())).LastOrDefault();
        var later = steps.Where(s => s.At.ToInstant() > step.At.ToInstant()).ToList();
        return UnitMissions.Check(step, before, later);
    }

    private IEnumerable<AssignedUnit> Missions(int life) =>
        OfLife(life).Select(e => e.Step).GroupBy(s => s.Unit).SelectMany(g => UnitMissions.Of(g.OrderBy(s => s.At.ToInstant())));

    private static IEnumerable<AssignedUnit> InOrder(IEnumerable<AssignedUnit> units) =>
        units.OrderBy(u => u.Since.ToInstant()).ThenBy(u => u.Unit, StringComparer.Ordinal);

    private IEnumerable<Entry> OfLife(int life)
    {
        for (var i = 0; i < Entries.Count; i++)
        {
            if ((Entries[i].Life ?? LifeAt(Entries[i].Step.At, i)) == life)
                yield return Entries[i];
        }
    }

    private int LifeAt(OffsetDateTime at) => LifeAt(at, Entries.Count);

    // At the very moment of a reopening, what was entered before it belongs to the life before it.
    private int LifeAt(OffsetDateTime at, int entered) => Reopenings.Count(r =>
        r.At.ToInstant() < at.ToInstant() || (r.At.ToInstant() == at.ToInstant() && r.Entered <= entered));

    /// <summary>A step that became known.</summary>
    /// <param name="Step">The step.</param>
    /// <param name="Life">The life of the incident that it belongs to; null where its time tells.</param>
    internal sealed record Entry(UnitStep Step, int? Life = null);

    /// <summary>A reopening of the incident.</summary>
    /// <param name="At">When.</param>
    /// <param name="Entered">How many steps were known before it.</param>
    internal sealed record Reopening(OffsetDateTime At, int Entered);
}
