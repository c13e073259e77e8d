using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>Simulates the response to an incident: assignment, arrival, resolution, closing, and deviations from these.</summary>
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
        ["fraud"] = ["theft"],
        ["intrusion"] = ["burglary", "trespass"],
        ["smoke"] = ["fire"],
        ["fall"] = ["ems"],
        ["other"] = ["hooliganism", "ems"],
    };

    /// <summary>A unit is assigned, arrives and resolves the incident, or the incident is withdrawn; sometimes it is reopened.</summary>
    public static void Play(DayScript day, Guid incident, Instant known, string category)
    {
        var random = day.Random;
        var arrived = Attend(day, incident, known, day.Unit());
        if (random.Chance(0.03))
        {
            day.At(arrived + DayScript.Minutes(random.Between(5, 20)),
                new WithdrawIncident(incident, new(DayScript.Source + ".console", $"{incident:N}"), "unfounded"));
            return;
        }
        var resolved = arrived + DayScript.Minutes(Math.Clamp(random.LogNormal(day.Town.Plan.ResolutionMinutes, 0.6), 3, 600));
        day.At(resolved, new ResolveIncident(incident, random.OneOf(Outcomes)));
        Recategorise(day, incident, arrived, category);
        if (random.Chance(0.02))
        {
            var back = resolved + DayScript.Hours(random.Between(0.5, 30));
            day.At(back, new ReopenIncident(incident, day.Operator(), "came-back"));
            resolved = Attend(day, incident, back, day.Unit()) + DayScript.Minutes(random.Between(10, 60));
            day.At(resolved, new ResolveIncident(incident, random.OneOf(Outcomes)));
        }
        day.At(resolved + DayScript.Hours(random.Between(1, 60)), new CloseIncident(incident, day.Operator()));
    }

    /// <summary>An incident without a unit, which is resolved after days.</summary>
    public static void PlayUnattended(DayScript day, Guid incident, Instant known, string category)
    {
        var random = day.Random;
        Recategorise(day, incident, known, category);
        if (random.Chance(0.03))
        {
            day.At(known + DayScript.Hours(random.Between(5, 120)),
                new WithdrawIncident(incident, new(DayScript.Source + ".console", $"{incident:N}"), "unfounded"));
            return;
        }
        var resolved = known + DayScript.Hours(Math.Clamp(random.LogNormal(50, 0.6), 6, 190));
        day.At(resolved, new ResolveIncident(incident, "report-taken"));
        day.At(resolved + DayScript.Hours(random.Between(1, 24)), new CloseIncident(incident, day.Operator()));
    }

    private static Instant Attend(DayScript day, Guid incident, Instant known, string unit)
    {
        var (random, town) = (day.Random, day.Town.Plan);
        var assigned = known + DayScript.Minutes(Math.Clamp(random.LogNormal(town.DispatchMinutes, 0.55), 0.2, 60));
        var arrived = assigned + DayScript.Minutes(Math.Clamp(random.LogNormal(town.ArrivalMinutes, 0.45), 1, 90));
        day.At(assigned, new AssignUnit(incident, unit));
        day.At(arrived, new RecordArrival(incident, unit));
        if (!random.Chance(0.12))
            return arrived;

        var second = day.Unit();
        if (second != unit)
            day.At(assigned + DayScript.Seconds(random.Between(10, 50)), new AssignUnit(incident, second));
        return arrived;
    }

    // One incident in fourteen has a wrong category at first; it is corrected within four hours, before an unattended one is withdrawn.
    private static void Recategorise(DayScript day, Guid incident, Instant from, string category)
    {
        var random = day.Random;
        if (random.Chance(0.07) && Confused.TryGetValue(category, out var others))
            day.At(from + DayScript.Minutes(random.Between(1, 240)),
                new CategoriseIncident(incident, random.OneOf(others), day.Operator()));
    }
}
