using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>
/// Simulates camera alerts: raised, sometimes updated, ended, taken, acknowledged, judged or dismissed, and sometimes followed by a
/// dispatch.
/// </summary>
internal static class AlertScript
{
    // Until the end of an alert is known, and a little.
    internal static readonly Duration Longest = Duration.FromSeconds(LongestSeconds + 10);

    private const double LongestSeconds = 1_800;
    private const double LeastConfidence = 0.45;
    private const double MostConfidence = 0.98;

    // The rule of the program that joins alerts to what is open, and how near by.
    private const string Joins = "same-thing";
    private const double JoinMetres = 100;
    private const double JoinMinutes = 10;

    private static readonly string[] FalseReasons = ["shadow", "animal", "weather", "other-object", "dirty-lens", "shadow"];
    private static readonly string[] UnfoundedReasons = ["nothing-found", "staged", "permitted", "minor"];

    // Of these much is seen that is nothing to act on.
    private static readonly string[] OftenUnfounded = ["loitering", "crowd", "abandoned-object", "tampering"];

    private static readonly Dictionary<string, string> Reclassified = new()
    {
        ["loitering"] = "intrusion",
        ["crowd"] = "fight",
        ["fight"] = "crowd",
        ["smoke"] = "fire",
        ["fall"] = "fight",
        ["intrusion"] = "vandalism",
    };

    /// <summary>Adds the alerts of a day.</summary>
    public static void Play(DayScript day, SimulationPlan plan)
    {
        foreach (var kind in plan.Alerts.Where(k => k.Months is null || k.Months.Contains(day.Day.Month)))
        {
            foreach (var moment in day.Moments(plan.AlertsPerDay * kind.Share * day.Town.Share, Rhythm.Named(kind.Rhythm)))
                Play(day, kind, moment);
        }
    }

    /// <summary>A camera raises an alert.</summary>
    /// <param name="day">The day.</param>
    /// <param name="category">Its category.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="moment">When it begins.</param>
    /// <param name="confidence">How sure the analytics are.</param>
    /// <param name="known">When the centre learns it.</param>
    internal static RaiseAlert Raise(
        DayScript day, string category, SimulatedDevice camera, Instant moment, double confidence, Instant known)
    {
        var plate = category is "wanted-vehicle" ? Plates.One(day) : null;
        var raise = new RaiseAlert(day.NextOrigin(), category, confidence, camera.Id, camera.Place, null, null, plate, day.Local(moment));
        day.At(known, raise, () => SimulatedMessages.OfAlert(raise, "new", category, confidence, moment));
        return raise;
    }

    private static void Play(DayScript day, AlertPlan kind, Instant moment)
    {
        var random = day.Random;
        var camera = OneCamera(day, moment);
        var alert = Raise(day, kind.Category, camera, moment, out var known);
        var raised = alert.StreamId;
        var (category, first) = (kind.Category, alert.Confidence!.Value);
        var score = first;

        var length = Math.Clamp(random.LogNormal(70, 0.9), 5, LongestSeconds);
        if (random.Chance(0.35))
        {
            if (random.Chance(0.12) && Reclassified.TryGetValue(category, out var reclassified))
                category = reclassified;
            var at = moment + DayScript.Seconds(length * random.Between(0.2, 0.8));
            score = Math.Round(Math.Clamp(score + random.Between(-0.08, 0.12), LeastConfidence, 0.99), 2);
            var (changed, surer) = (category, score);
            day.At(at + (known - moment), new UpdateAlert(raised, category, score, null, null, null, day.Local(at)),
                () => SimulatedMessages.OfAlert(alert, "update", changed, surer, at));
        }
        var ended = moment + DayScript.Seconds(length);
        day.At(ended + (known - moment), new EndAlert(raised, day.Local(ended)),
            () => SimulatedMessages.OfAlert(alert, "end", category, score, ended));

        var judged = known + DayScript.Seconds(Math.Clamp(random.LogNormal(45, 0.9), 3, 3600));
        // Of what the analytics are sure little is false, of what they are unsure much is; on the whole it is the share of the plan.
        var isFalse = random.Chance(kind.FalseShare * 2 * (MostConfidence - first) / (MostConfidence - LeastConfidence));
        if (isFalse)
        {
            var by = day.Operator(judged);
            var reason = random.OneOf(FalseReasons);
            AlertWork.Dismiss(day, raised, known, judged, by, category is "wanted-vehicle" ? "misread-plate" : reason);
            return;
        }
        var isSeen = random.Chance(0.75);
        var person = isSeen ? day.Operator(judged) : null;
        var isDispatched = random.Chance(kind.Dispatched);
        if (isSeen || isDispatched)
        {
            var outcome = isDispatched || !day.Work.Chance(0.7) ? (AlertOutcome?)null
                : day.Work.Chance(OftenUnfounded.Contains(category) ? 0.3 : 0.12) ? AlertOutcome.Unfounded : AlertOutcome.Confirmed;
            AlertWork.Acknowledge(
                day, raised, known, judged, person ?? day.Colleague(judged), outcome,
                outcome is AlertOutcome.Unfounded ? day.Work.OneOf(UnfoundedReasons) : null);
        }
        if (isDispatched)
            Dispatch(day, kind.Category, camera, raised, moment, judged + DayScript.Seconds(random.Between(5, 60)));
    }

    private static void Dispatch(DayScript day, string category, SimulatedDevice camera, Guid alert, Instant occurred, Instant known)
    {
        var random = day.Random;
        var open = new OpenIncident(
            day.NextOrigin(DayScript.Source + ".console"), category, camera.Place, new(SignalKind.Alert, alert), camera.Id, null,
            day.Local(occurred));
        day.At(known, open);
        if (random.Chance(0.25))
            Join(day, open, camera, occurred, known);
        ResponseScript.Play(day, open.StreamId, known, category, camera.Place);
    }

    // Another camera sees the same: the one beside the first, where it looks at the same place. What becomes known when the incident is
    // open already is linked as the rule of the program links it, the rest by a person.
    private static void Join(DayScript day, OpenIncident open, SimulatedDevice camera, Instant occurred, Instant known)
    {
        var random = day.Random;
        var number = day.Town.OneCamera(random);
        var later = occurred + DayScript.Seconds(random.Between(10, 90));
        var near = day.Town.Neighbour(camera) is { Metres: <= JoinMetres } found && day.IsAtWork(found.Camera, later, Longest) ? found
            : ((SimulatedDevice Camera, double Metres)?)null;
        var other = Raise(day, open.Category, near?.Camera ?? AtWork(day, number, later), later, out var otherKnown).StreamId;
        var signal = new Signal(SignalKind.Alert, other);
        var linked = (otherKnown > known ? otherKnown : known) + DayScript.Seconds(random.Between(20, 120));
        var minutes = Math.Round((later - occurred).TotalMinutes, 2);
        if (near is { } beside && otherKnown > known && minutes <= JoinMinutes)
        {
            linked = otherKnown + DayScript.Seconds(day.Work.Between(0.2, 1));
            var rule = new RuleMatch(Joins, 1, Math.Round(beside.Metres, 1), minutes);
            day.At(linked, new LinkSignal(open.StreamId, signal, rule.Actor(), Rule: rule));
        }
        else
            day.At(linked, new LinkSignal(open.StreamId, signal, day.Operator(linked)));
        if (!random.Chance(0.15))
            return;
        var apart = linked + DayScript.Seconds(random.Between(20, 90));
        day.At(apart, new UnlinkSignal(open.StreamId, signal, day.Operator(apart)));
    }

    private static SimulatedDevice OneCamera(DayScript day, Instant moment) => AtWork(day, day.Town.OneCamera(day.Random), moment);

    private static SimulatedDevice AtWork(DayScript day, int number, Instant moment) =>
        day.Town.Cameras[day.AtWork(day.Town.Cameras, number, moment, Longest)];

    private static RaiseAlert Raise(DayScript day, string category, SimulatedDevice camera, Instant moment, out Instant known)
    {
        known = moment + DayScript.Seconds(day.Random.Between(0.3, 2.5));
        return Raise(day, category, camera, moment, Math.Round(day.Random.Between(LeastConfidence, MostConfidence), 2), known);
    }
}
