using Incidents.Domain;
using Incidents.Domain.Alerts;

namespace Incidents.Api.Simulation;

/// <summary>Simulates spiders before some cameras: on summer nights the lamp lights their webs, and the analytics see somebody.</summary>
/// <remarks>So a few cameras are wrong far more often than the others, at night only, which the alert ledger shows.</remarks>
internal static class WebScript
{
    private const double WebShare = 0.006;
    private const double AlertsPerNight = 0.9;

    /// <summary>Adds the alerts of a night.</summary>
    public static void Play(DayScript day, long seed)
    {
        if (day.Day.Month is < 5 or > 10)
            return;
        foreach (var camera in day.Town.Cameras.Where(camera => HasWeb(camera, seed)))
        {
            var count = day.Random.Poisson(AlertsPerNight);
            for (var i = 0; i < count; i++)
                Play(day, camera);
        }
    }

    /// <summary>Whether a spider lives before a camera.</summary>
    internal static bool HasWeb(SimulatedDevice camera, long seed) =>
        KeyedRandom.For(seed, 13, SimulatedTown.Number(camera.Id)).Chance(WebShare);

    private static void Play(DayScript day, SimulatedDevice camera)
    {
        var random = day.Random;
        // From ten in the evening until five.
        var moment = Cities.Microseconds(
            Cities.Resolve(day.Day.At(new(22, 0)).PlusSeconds(random.Below(7 * 3600)), day.Town.Zone).ToInstant());
        if (!day.IsAtWork(camera, moment, AlertScript.Longest))
            return;
        var category = random.Chance(0.7) ? "intrusion" : "loitering";
        var (confidence, known) = (Math.Round(random.Between(0.45, 0.8), 2), moment + DayScript.Seconds(random.Between(0.3, 2.5)));
        var alert = AlertScript.Raise(day, category, camera, moment, confidence, known);
        var ended = moment + DayScript.Seconds(random.Between(3, 40));
        day.At(ended + (known - moment), new EndAlert(alert.StreamId, day.Local(ended)),
            () => SimulatedMessages.OfAlert(alert, "end", category, confidence, ended));
        if (random.Chance(0.1))
            return;
        var judged = known + DayScript.Seconds(random.Between(8, 240));
        AlertWork.Dismiss(
            day, alert.StreamId, known, judged, day.Operator(judged), random.Chance(0.9) ? "dirty-lens" : "other-object");
    }
}
