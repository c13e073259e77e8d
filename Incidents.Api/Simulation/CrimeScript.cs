using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Targets;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>Simulates offences in the mix of the registered ones.</summary>
/// <remarks>
/// Some cause near-repeats within 200 metres and seven days, which may cause others: a branching process of at most three generations.
/// </remarks>
internal static class CrimeScript
{
    private const double RepeatMetres = 200;
    private const int Generations = 3;
    private static readonly Duration RepeatWithin = Duration.FromDays(7);

    /// <summary>Adds the offences that begin on a day, with their repeats on later days.</summary>
    public static void Play(DayScript day, SimulationPlan plan)
    {
        foreach (var crime in plan.Crimes)
        {
            // A cluster has 1 + r + r^2 + r^3 offences on average, so the number of first ones is divided by that.
            var cluster = Enumerable.Range(0, Generations + 1).Sum(g => Math.Pow(crime.Repeats, g));
            foreach (var moment in day.Moments(crime.PerYear / 365 / cluster * day.Town.Share, Rhythm.Named(crime.Rhythm)))
                Play(day, crime, moment, day.Town.OnePlace(day.Random), 0);
        }
    }

    private static void Play(DayScript day, CrimePlan crime, Instant moment, Place place, int generation)
    {
        Report(day, crime, moment, place);
        if (generation == Generations)
            return;
        var repeats = day.Random.Poisson(crime.Repeats);
        for (var i = 0; i < repeats; i++)
        {
            var delay = DayScript.Hours(1 + day.Random.Exponential(40));
            while (delay > RepeatWithin)
                delay = DayScript.Hours(1 + day.Random.Exponential(40));
            Play(day, crime, Cities.Microseconds(moment + delay), day.Town.Near(day.Random, place, RepeatMetres), generation + 1);
        }
    }

    private static void Report(DayScript day, CrimePlan crime, Instant moment, Place place)
    {
        var random = day.Random;
        var known = moment + (crime.Attended
            ? DayScript.Minutes(Math.Clamp(random.LogNormal(crime.Rhythm is "night" ? 12 : 70, 1.0), 0.5, 2880))
            : DayScript.Hours(Math.Clamp(random.LogNormal(26, 0.9), 0.5, 96)));
        var origin = day.NextOrigin(DayScript.Source + ".register");
        var register = new RegisterIncident(origin, crime.Category, place, day.Local(moment), Reference: $"SIM-{origin.Id}");
        day.At(known, register);
        if (!crime.Attended)
        {
            ResponseScript.PlayUnattended(day, register.StreamId, known, crime.Category, place);
            return;
        }
        if (random.Chance(0.04))
            Duplicate(day, register, known);
        ResponseScript.Play(day, register.StreamId, known, crime.Category, place);
    }

    // A passer-by reports the same offence at a terminal. A second incident is opened, then merged with the first, and sometimes
    // unmerged again.
    private static void Duplicate(DayScript day, RegisterIncident first, Instant known)
    {
        var random = day.Random;
        var (call, answered, terminal) = SosCallScript.Answered(day, known + DayScript.Seconds(random.Between(5, 60)));
        var opened = answered + DayScript.Seconds(random.Between(15, 60));
        var open = new OpenIncident(
            day.NextOrigin(DayScript.Source + ".console"), first.Category, day.Town.Near(random, first.Place, 60),
            new(SignalKind.SosCall, call), terminal.Id, null, day.Local(answered));
        day.At(opened, open);
        day.At(opened + DayScript.Seconds(random.Between(5, 25)), new EndSosCall(call, "passed-on"));
        var target = first.Decide(null, day.Local(known)).Events.Aggregate((Incident?)null, (state, e) => StreamState.After(state, e));
        var merged = opened + DayScript.Seconds(random.Between(30, 90));
        day.At(merged, new MergeIncident(open.StreamId, first.StreamId, target, day.Operator(merged)));
        if (!random.Chance(0.15))
        {
            var times = new TargetTimes(TargetSubject.Incident, open.StreamId, first.Category, open.Place, day.Local(opened));
            TargetScript.Play(day, times with { EndedAt = day.Local(merged) });
            return;
        }
        var apart = merged + DayScript.Minutes(random.Between(5, 60));
        day.At(apart, new UnmergeIncident(open.StreamId, day.Operator(apart), From: first.StreamId));
        ResponseScript.Play(day, open.StreamId, apart, first.Category, open.Place, (opened, merged));
    }
}
