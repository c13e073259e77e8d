using Incidents.Api.Data;
using Incidents.Api.Simulation;
using Incidents.Domain.Alerts;
using Incidents.Domain.Outages;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Simulation;

/// <summary>Simulated devices that do not work: what the history tells, what the devices say, and that both are the same.</summary>
public class SimulatedTroubleTests
{
    private const int Days = 10;
    private static readonly Simulator Simulator = new(SimulationPlan.Load(), Catalogues.Cities(), SimulatedHistory.Tariffs, 1);
    private static readonly SimulatedStep[] Steps = [.. Simulator.History(SimulatedHistory.End, Days)];
    private static readonly Instant Begin = Simulator.BeginOfHistory(SimulatedHistory.End, Days);

    [Fact]
    public void No_device_is_silent_and_speaks_at_once()
    {
        var small = new List<SimulatedTrouble>();
        var last = SimulatedHistory.End.ToUnixTimeSeconds() / NodaConstants.SecondsPerDay;
        foreach (var device in Simulator.Towns.SelectMany(town => town.AllDevices))
        {
            for (var day = last - Days; day <= last; day++)
            {
                if (Simulator.Troubles.Of(device, day) is { Fault: null } silence)
                    small.Add(silence);
            }
        }
        // 2.5 % of 3,356 devices on each of 11 days.
        Assert.InRange(small.Count, 800, 1_050);
        var silences = small.Select(silence => (silence.Device.Id, silence.From, silence.Until)).Concat(Told()).ToLookup(s => s.Id);
        var speaking = Speaking().ToList();

        Assert.Equal(
            ["EndAlert", "PlaceSosCall", "RaiseAlert", "RecordViolation", "UpdateAlert"], speaking.Select(s => s.By).Distinct().Order());
        Assert.All(speaking, s => Assert.DoesNotContain(silences[s.Device], t => s.At >= t.From && s.At < t.Until));
    }

    [Fact]
    public void From_the_second_day_on_a_camera_of_each_town_is_silent_at_every_moment()
    {
        var silences = Told().ToList();

        for (var at = Begin + Duration.FromHours(36); at < SimulatedHistory.End; at += Duration.FromMinutes(20))
        {
            Assert.All(Simulator.Towns, town => Assert.InRange(
                silences.Count(s => s.Id.StartsWith($"sim-{town.Code}-", StringComparison.Ordinal) && s.From <= at && at < s.Until), 1, 2));
        }
    }

    [Fact]
    public void A_camera_whose_silence_is_told_sends_no_sign_until_it_is_heard_again()
    {
        var signs = new SimulatedSigns(Simulator.Towns, Simulator.Troubles);
        var (camera, from, until) = Told().First(silence => silence.Until < SimulatedHistory.End);

        Assert.Equal(1, Signs(from - Duration.FromMinutes(7), from - Duration.FromMinutes(2)));
        Assert.Equal(0, Signs(from - Duration.FromMinutes(2), until));
        Assert.Equal(1, Signs(until, until + SimulatedSigns.Period));

        int Signs(Instant after, Instant before) => signs.HeartbeatsBetween(after, before).Count(m => m.Topic.EndsWith($"/{camera}"));
    }

    [Fact]
    public void What_a_camera_or_recorder_publishes_says_what_the_command_does()
    {
        var dialects = new HashSet<string>();
        foreach (var step in Steps.Where(step => step.Message is not null))
        {
            if (step.Command is not (ReportDeviceFault or ReportDeviceRecovery or RecordViolation))
                continue;
            var sent = step.Message!();
            dialects.Add(sent.Topic.Split('/')[2]);
            var report = SimulatedReports.Read(sent);
            Assert.Equal("simulator", report.Source);
            Assert.Equal(
                step.Command switch
                {
                    ReportDeviceFault c => ("device", "faulted", c.DeviceId, c.Fault.ToString().ToLowerInvariant(), Micro(c.OccurredAt)),
                    ReportDeviceRecovery c =>
                        ("device", "recovered", c.DeviceId, c.Fault.ToString()!.ToLowerInvariant(), Micro(c.OccurredAt)),
                    RecordViolation c => ("plateRead", null, c.Recorder!, c.Plate!, Milli(c.OccurredAt)),
                    _ => default,
                },
                (report.Kind, report.Phase, report.DeviceId!, report.Reason ?? report.Plate!,
                    step.Command is RecordViolation ? Milli(report.OccurredAt!.Value.Moment!.Value)
                        : Micro(report.OccurredAt!.Value.Moment!.Value)));
        }
        Assert.Equal(["hikvision", "onvif", "openalpr"], dialects.Order());

        static long Micro(OffsetDateTime at) => at.ToInstant().ToUnixTimeTicks();

        // What OpenALPR counts in.
        static long Milli(OffsetDateTime at) => at.ToInstant().ToUnixTimeMilliseconds();
    }

    // The silences that the history tells.
    private static IEnumerable<(string Id, Instant From, Instant Until)> Told()
    {
        var again = Steps.Select(step => step.Command).OfType<HearDevice>().ToLookup(heard => heard.DeviceId);
        foreach (var silence in Steps.Select(step => step.Command).OfType<SuspectDevice>())
        {
            var from = silence.HeardAt.ToInstant();
            var ends = again[silence.DeviceId].Select(heard => heard.HeardAt.ToInstant()).Where(at => at > from);
            yield return (silence.DeviceId, from, ends.DefaultIfEmpty(Instant.MaxValue).Min());
        }
    }

    private static IEnumerable<(string Device, string By, Instant At)> Speaking()
    {
        var devices = new Dictionary<Guid, string>();
        foreach (var (at, command, _) in Steps)
        {
            var device = command switch
            {
                RaiseAlert alert => devices[alert.StreamId] = alert.DeviceId!,
                UpdateAlert update => devices[update.StreamId],
                EndAlert end => devices[end.StreamId],
                PlaceSosCall call => call.Terminal!,
                RecordViolation violation => violation.Recorder!,
                _ => null,
            };
            if (device is not null)
                yield return (device, command.GetType().Name, at);
        }
    }
}
