using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Targets;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>Simulates calls from SOS terminals.</summary>
/// <remarks>Nine of ten calls are answered within eight seconds: log-normal, median 4.5 s, sigma ln(8 / 4.5) / 1.2816.</remarks>
internal static class SosCallScript
{
    // Until the caller has given up.
    private static readonly Duration Longest = Duration.FromMinutes(5);

    private const double AnswerSeconds = 4.5;
    private const double AnswerSigma = 0.449;

    private static readonly (string Service, string Reason, string Category)[] Needs =
    [
        ("102", "violence", "assault"), ("102", "theft", "theft"), ("102", "hooliganism", "hooliganism"), ("103", "illness", "ems"),
        ("103", "injury", "ems"), ("101", "fire", "fire"), ("102", "accident", "traffic-accident"), ("112", "other", "other"),
    ];

    private static readonly string[] Outcomes = ["information", "assisted", "false-call", "prank", "passed-on"];

    /// <summary>Adds the calls of a day.</summary>
    public static void Play(DayScript day, SimulationPlan plan)
    {
        foreach (var moment in day.Moments(plan.SosCallsPerDay * day.Town.Share, Rhythm.Named("dusk")))
            Play(day, moment);
    }

    /// <summary>Adds a call that is answered.</summary>
    /// <returns>The stream of the call, the time of the answer and the terminal.</returns>
    public static (Guid Call, Instant Answered, SimulatedDevice Terminal) Answered(DayScript day, Instant moment)
    {
        var (call, known, terminal) = Placed(day, moment);
        var answered = known + DayScript.Seconds(Math.Clamp(day.Random.LogNormal(AnswerSeconds, AnswerSigma), 1, 120));
        day.At(answered, new AnswerSosCall(call.StreamId, day.Operator(answered)));
        TargetScript.Play(day, Times(day, call, known) with { AnsweredAt = day.Local(answered) });
        return (call.StreamId, answered, terminal);
    }

    private static void Play(DayScript day, Instant moment)
    {
        var random = day.Random;
        if (random.Chance(0.06))
        {
            var (abandoned, known, _) = Placed(day, moment);
            var at = known + DayScript.Seconds(2 + random.Exponential(15));
            day.At(at, new AbandonSosCall(abandoned.StreamId), () => SimulatedMessages.OfCall(abandoned, "abandoned", at));
            TargetScript.Play(day, Times(day, abandoned, known) with { EndedAt = day.Local(at) });
            return;
        }

        var (call, answered, terminal) = Answered(day, moment);
        var length = Math.Clamp(random.LogNormal(80, 0.7), 10, 1200);
        var need = random.OneOf(Needs);
        var escalated = random.Chance(0.22);
        if (escalated)
            day.At(answered + DayScript.Seconds(length * 0.6), new EscalateSosCall(call, need.Service, need.Reason));
        if (random.Chance(escalated ? 0.6 : 0.08))
        {
            var known = answered + DayScript.Seconds(length * 0.8);
            var open = new OpenIncident(
                day.NextOrigin(DayScript.Source + ".console"), need.Category, day.Town.Near(random, terminal.Place, 150),
                new(SignalKind.SosCall, call), terminal.Id, null, day.Local(moment));
            day.At(known, open);
            ResponseScript.Play(day, open.StreamId, known, need.Category, open.Place);
        }
        day.At(answered + DayScript.Seconds(length), new EndSosCall(call, escalated ? "passed-on" : random.OneOf(Outcomes)));
    }

    private static TargetTimes Times(DayScript day, PlaceSosCall call, Instant known) =>
        new(TargetSubject.SosCall, call.StreamId, call.Category, call.Place, day.Local(known));

    private static (PlaceSosCall Call, Instant Known, SimulatedDevice Terminal) Placed(DayScript day, Instant moment)
    {
        var number = day.AtWork(day.Town.SosTerminals, day.Town.OneTerminal(day.Random), moment, Longest);
        var terminal = day.Town.SosTerminals[number];
        var known = moment + DayScript.Seconds(day.Random.Between(0.1, 0.6));
        var origin = day.NextOrigin();
        var place = new PlaceSosCall(
            origin with { Id = SimulatedMessages.CallId(terminal.Id, origin.Id) }, "sos", terminal.Id, terminal.Place, day.Local(moment));
        day.At(known, place, () => SimulatedMessages.OfCall(place, "call", moment));
        return (place, known, terminal);
    }
}
