using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>
/// Simulates camera alerts: raised, sometimes updated, ended, acknowledged or dismissed, and sometimes followed by a dispatch.
/// </summary>
internal static class AlertScript
{
    private const double LongestSeconds = 1_800;
    private static readonly string[] FalseReasons = ["shadow", "animal", "weather", "reflection", "staged", "other"];

    private static readonly Dictionary<string, string> Reclassified = new()
    {
        ["loitering"] = "intrusion",
        ["crowd"] = "fight",
        ["fight"] = "crowd",
        ["smoke"] = "fire",
        ["fall"] = "fight",
        ["intrusion"] = "vandalism",
    };

    // And a little, until the end of it is known.
    private static readonly Duration Longest = Duration.FromSeconds(LongestSeconds + 10);

    /// <summary>Adds the alerts of a day.</summary>
    public static void Play(DayScript day, SimulationPlan plan)
    {
        foreach (var kind in plan.Alerts.Where(k => k.Months is null || k.Months.Contains(day.Day.Month)))
        {
            foreach (var moment in day.Moments(plan.AlertsPerDay * kind.Share * day.Town.Share, Rhythm.Named(kind.Rhythm)))
                Play(day, kind, moment);
        }
    }

    private static void Play(DayScript day, AlertPlan kind, Instant moment)
    {
        var random = day.Random;
        var camera = OneCamera(day, moment);
        var alert = Raise(day, kind.Category, camera, moment, out var known);
        var raised = alert.StreamId;
        var (category, score) = (kind.Category, alert.Confidence);

        var length = Math.Clamp(random.LogNormal(70, 0.9), 5, LongestSeconds);
        if (random.Chance(0.35))
        {
            if (random.Chance(0.12) && Reclassified.TryGetValue(category, out var reclassified))
                category = reclassified;
            var at = moment + DayScript.Seconds(length * random.Between(0.2, 0.8));
            score = Math.Round(random.Between(0.5, 0.99), 2);
            var (changed, surer) = (category, score);
            day.At(at + (known - moment), new UpdateAlert(raised, category, score, null, null, null, day.Local(at)),
                () => SimulatedMessages.OfAlert(alert, "update", changed, surer, at));
        }
        var ended = moment + DayScript.Seconds(length);
        day.At(ended + (known - moment), new EndAlert(raised, day.Local(ended)),
            () => SimulatedMessages.OfAlert(alert, "end", category, score, ended));

        var judged = known + DayScript.Seconds(Math.Clamp(random.LogNormal(45, 0.9), 3, 3600));
        if (random.Chance(kind.FalseShare))
        {
            day.At(judged, new DismissAlert(raised, day.Operator(), random.OneOf(FalseReasons)));
            return;
        }
        if (random.Chance(0.55))
            day.At(judged, new AcknowledgeAlert(raised, day.Operator()));
        if (random.Chance(kind.Dispatched))
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
        {
            var number = day.Town.OneCamera(random);
            var later = occurred + DayScript.Seconds(random.Between(10, 90));
            var other = Raise(day, category, AtWork(day, number, later), later, out var otherKnown).StreamId;
            var signal = new Signal(SignalKind.Alert, other);
            var linked = (otherKnown > known ? otherKnown : known) + DayScript.Seconds(random.Between(20, 120));
            day.At(linked, new LinkSignal(open.StreamId, signal, day.Operator()));
            if (random.Chance(0.15))
                day.At(linked + DayScript.Seconds(random.Between(20, 90)), new UnlinkSignal(open.StreamId, signal, day.Operator()));
        }
        ResponseScript.Play(day, open.StreamId, known, category);
    }

    private static SimulatedDevice OneCamera(DayScript day, Instant moment) => AtWork(day, day.Town.OneCamera(day.Random), moment);

    private static SimulatedDevice AtWork(DayScript day, int number, Instant moment) =>
        day.Town.Cameras[day.AtWork(day.Town.Cameras, number, moment, Longest)];

    private static RaiseAlert Raise(DayScript day, string category, SimulatedDevice camera, Instant moment, out Instant known)
    {
        known = moment + DayScript.Seconds(day.Random.Between(0.3, 2.5));
        var confidence = Math.Round(day.Random.Between(0.45, 0.98), 2);
        var plate = category is "wanted-vehicle" ? Plates.One(day) : null;
        var raise = new RaiseAlert(day.NextOrigin(), category, confidence, camera.Id, camera.Place, null, null, plate, day.Local(moment));
        day.At(known, raise, () => SimulatedMessages.OfAlert(raise, "new", category, confidence, moment));
        return raise;
    }
}
