using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Targets;
using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>Simulates the response to an incident: taken, assignment, arrival, resolution, closing, and deviations from these.</summary>
internal static class ResponseScript
{
    private static readonly string[] Outcomes = ["detained", "assisted", "report-taken", "report-taken", "nothing-found", "warned"];

    private static readonly Dictionary<string, string[]> Confused = new()
    {
        ["theft"] = ["petty-theft", "robbery", "fraud", "burglary"],
        ["petty-theft"] = ["theft"],
        ["robbery"] = ["theft", "assault"],
        ["assault"] = ["hooliganism"],
        ["hooliganism"] = ["assault"],
        ["fight"] = ["assault", "hooliganism"],
        ["vehicle-theft"] = ["theft"],
        ["fraud"] = ["embezzlement"],
        ["intrusion"] = ["burglary", "trespass"],
        ["smoke"] = ["fire"],
        ["fall"] = ["ems"],
        ["other"] = ["hooliganism", "ems"],
    };

    /// <summary>A unit is assigned, arrives and resolves the incident, or the incident is withdrawn; sometimes it is reopened.</summary>
    /// <param name="day">The day on which it begins.</param>
    /// <param name="incident">The incident.</param>
    /// <param name="known">When somebody can respond to it.</param>
    /// <param name="category">Its category.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="opened">When it was opened and merged, where it was a part of another one until <paramref name="known"/>.</param>
    public static void Play(
        DayScript day, Guid incident, Instant known, string category, Place place, (Instant Opened, Instant Merged)? opened = null)
    {
        var random = day.Random;
        var taken = known + DayScript.Seconds(day.Work.Between(1, 8));
        day.At(taken, new TakeWork<Incident>(incident, day.Colleague(taken)));
        var first = Attend(day, incident, known);
        var arrived = first.Arrived;
        var times = new TargetTimes(TargetSubject.Incident, incident, category, place, day.Local(opened?.Opened ?? known))
        {
            SentAt = day.Local(first.Sent),
            ArrivedAt = day.Local(arrived),
        };
        (Instant, Instant)? apart = opened is { } part ? (part.Merged, known) : null;
        if (random.Chance(0.03))
        {
            var withdrawn = arrived + DayScript.Minutes(random.Between(5, 20));
            day.At(withdrawn, new WithdrawIncident(incident, new(DayScript.Source + ".console", $"{incident:N}"), "unfounded"));
            Leave(day, incident, withdrawn, first.Units);
            TargetScript.Play(day, times with { EndedAt = day.Local(withdrawn) }, null, apart);
            return;
        }
        var resolved = arrived + DayScript.Minutes(Math.Clamp(random.LogNormal(day.Town.Plan.ResolutionMinutes, 0.6), 3, 600));
        day.At(resolved, new ResolveIncident(incident, random.OneOf(Outcomes)));
        Leave(day, incident, resolved, first.Units);
        TargetScript.Play(day, times with { ResolvedAt = day.Local(resolved) }, Recategorise(day, incident, arrived, category), apart);
        if (random.Chance(0.02))
        {
            var back = resolved + DayScript.Hours(random.Between(0.5, 30));
            day.At(back, new ReopenIncident(incident, day.Operator(back), "came-back"));
            var takenAgain = back + DayScript.Seconds(day.Work.Between(1, 8));
            day.At(takenAgain, new TakeWork<Incident>(incident, day.Colleague(takenAgain)));
            var again = Attend(day, incident, back);
            resolved = again.Arrived + DayScript.Minutes(random.Between(10, 60));
            day.At(resolved, new ResolveIncident(incident, random.OneOf(Outcomes)));
            Leave(day, incident, resolved, again.Units);
        }
        var closed = resolved + DayScript.Hours(random.Between(1, 60));
        day.At(closed, new CloseIncident(incident, day.Operator(closed)));
    }

    /// <summary>An incident without a unit, which is resolved after days.</summary>
    public static void PlayUnattended(DayScript day, Guid incident, Instant known, string category, Place place)
    {
        var random = day.Random;
        var times = new TargetTimes(TargetSubject.Incident, incident, category, place, day.Local(known));
        var changed = Recategorise(day, incident, known, category);
        if (random.Chance(0.03))
        {
            var withdrawn = known + DayScript.Hours(random.Between(5, 120));
            day.At(withdrawn, new WithdrawIncident(incident, new(DayScript.Source + ".console", $"{incident:N}"), "unfounded"));
            TargetScript.Play(day, times with { EndedAt = day.Local(withdrawn) }, changed);
            return;
        }
        var resolved = known + DayScript.Hours(Math.Clamp(random.LogNormal(50, 0.6), 6, 190));
        day.At(resolved, new ResolveIncident(incident, "report-taken"));
        TargetScript.Play(day, times with { ResolvedAt = day.Local(resolved) }, changed);
        var closed = resolved + DayScript.Hours(random.Between(1, 24));
        day.At(closed, new CloseIncident(incident, day.Operator(closed)));
    }

    private static (Instant Sent, Instant Arrived, IReadOnlyList<string> Units) Attend(DayScript day, Guid incident, Instant known)
    {
        var (random, town, unit) = (day.Random, day.Town.Plan, day.Unit());
        var assigned = known + DayScript.Minutes(Math.Clamp(random.LogNormal(town.DispatchMinutes, 0.55), 0.2, 60));
        var arrived = assigned + DayScript.Minutes(Math.Clamp(random.LogNormal(town.ArrivalMinutes, 0.45), 1, 90));
        day.At(assigned, new AssignUnit(incident, unit));
        day.At(arrived, new RecordArrival(incident, unit));
        if (!random.Chance(0.12))
            return (assigned, arrived, [unit]);

        var second = day.Unit();
        if (second == unit)
            return (assigned, arrived, [unit]);
        day.At(assigned + DayScript.Seconds(random.Between(10, 50)), new AssignUnit(incident, second));
        // It arrives after the first one, or is not needed any more.
        var later = arrived + DayScript.Seconds(day.Work.Between(50, 150));
        if (day.Work.Chance(0.4))
        {
            day.At(later, new CancelUnit(incident, second));
            return (assigned, arrived, [unit]);
        }
        day.At(later, new RecordArrival(incident, second));
        return (assigned, arrived, [unit, second]);
    }

    // The units are free when they have written down what was done, and so is who had taken the incident.
    private static void Leave(DayScript day, Guid incident, Instant over, IReadOnlyList<string> units)
    {
        foreach (var unit in units)
            day.At(over + DayScript.Seconds(day.Work.Between(40, 300)), new ReleaseUnit(incident, unit));
        day.At(over + DayScript.Seconds(day.Work.Between(20, 120)), new ReleaseWork<Incident>(incident, ""));
    }

    // One incident in fourteen has a wrong category at first; it is corrected within four hours, before an unattended one is withdrawn.
    private static (Instant At, string To)? Recategorise(DayScript day, Guid incident, Instant from, string category)
    {
        var random = day.Random;
        if (!random.Chance(0.07) || !Confused.TryGetValue(category, out var others))
            return null;
        var at = from + DayScript.Minutes(random.Between(1, 240));
        var to = random.OneOf(others);
        day.At(at, new CategoriseIncident(incident, to, day.Operator(at)));
        return (at, to);
    }
}
