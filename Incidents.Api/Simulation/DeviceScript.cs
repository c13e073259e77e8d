using Incidents.Domain.Outages;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>Simulates what becomes known of the devices of a town that do not work.</summary>
/// <remarks>
/// A silence is told by the script, since the watch over silences knows the rhythm of a device after days only. Where it knows it, it tells
/// the same silence, and the script's is nothing new.
/// </remarks>
internal static class DeviceScript
{
    /// <summary>Adds the silence and the fault that begin on a day.</summary>
    public static void Play(DayScript day, SimulatedTroubles troubles)
    {
        if (troubles.SilenceOf(day.Town, day.Day) is { } silence)
        {
            var suspected = silence.From + DayScript.Minutes(day.Random.Between(5, 30));
            var (camera, heard, again) = (silence.Device, silence.From, silence.Until);
            day.At(
                suspected, new SuspectDevice(camera.Id, camera.Place, day.Local(heard), (suspected - heard).TotalSeconds));
            day.At(again, new HearDevice(camera.Id, camera.Place, day.Local(again)));
        }
        if (troubles.FaultOf(day.Town, day.Day) is { Fault: { } fault } trouble)
        {
            var (camera, broke, mended) = (trouble.Device, day.Local(trouble.From), day.Local(trouble.Until));
            day.At(Known(trouble.From), new ReportDeviceFault(camera.Id, camera.Place, fault, broke),
                () => SimulatedMessages.OfFault(camera, fault, isFaulty: true, broke.ToInstant()));
            day.At(Known(trouble.Until), new ReportDeviceRecovery(camera.Id, camera.Place, fault, mended),
                () => SimulatedMessages.OfFault(camera, fault, isFaulty: false, mended.ToInstant()));
        }

        Instant Known(Instant at) => at + DayScript.Seconds(day.Random.Between(0.5, 3));
    }
}
