using Incidents.Domain;
using Incidents.Domain.Outages;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Outages;

public class OutageTests
{
    private static readonly SuspectDevice Suspect = new("cam-1", Some.Place, Some.Before(20), 840);
    private static readonly DeviceFellSilent Silent = new("cam-1", Some.Place, 840, Some.Before(20), Some.Now);
    private static readonly ReportDeviceFault Fault = new("cam-1", Some.Place, DeviceFault.Storage, Some.Before(20));
    private static readonly DeviceFaulted Faulted = new("cam-1", Some.Place, DeviceFault.Storage, Some.Before(20), Some.Now);
    private static readonly ReportDeviceRecovery Recovery = new("cam-1", Some.Place, DeviceFault.Storage, Some.Before(10));

    [Fact]
    public void A_device_that_stopped_is_silent_since_it_was_last_heard() => Suspect.Yields(null, Silent);

    [Fact]
    public void A_silence_is_told_once() => (Suspect with { HeardAt = Some.Before(15) }).Yields(Some.Outages(Silent));

    [Fact]
    public void A_device_that_was_heard_again_is_not_suspected_of_the_silence_before()
    {
        var heard = new DeviceHeardAgain("cam-1", Some.Place, Some.Before(20), Some.Before(5), Some.Now);

        Suspect.Yields(Some.Outages(Silent, heard));
        (Suspect with { HeardAt = Some.Before(2) }).Yields(Some.Outages(Silent, heard), Silent with { OccurredAt = Some.Before(2) });
    }

    [Fact]
    public void A_device_is_heard_again_once()
    {
        var hear = new HearDevice("cam-1", Some.Place, Some.Before(1));
        var heard = new DeviceHeardAgain("cam-1", Some.Place, Some.Before(20), Some.Before(1), Some.Now);

        hear.Yields(Some.Outages(Silent), heard);
        hear.Yields(Some.Outages(Silent, heard));
        hear.Yields(null);
        (hear with { HeardAt = Some.Before(30) }).Yields(Some.Outages(Silent));
    }

    [Fact]
    public void Nobody_was_heard_in_the_future() =>
        (Suspect with { HeardAt = Some.Later(6) }).Refuses(null, Refusals.ImpossibleTime);

    [Fact]
    public void A_town_is_silent_and_heard_as_one()
    {
        var fell = new TownFellSilent(new("karaganda"), 500, Some.Before(20), Some.Now);
        var back = new TownHeardAgain(new("karaganda"), Some.Before(20), Some.Before(1), Some.Now);
        var suspect = new SuspectTown(new("karaganda"), 500, Some.Before(20));
        var hear = new HearTown(new("karaganda"), Some.Before(1));

        suspect.Yields(null, fell);
        suspect.Yields(Some.Outages(fell));
        hear.Yields(Some.Outages(fell), back);
        hear.Yields(Some.Outages(fell, back));
        Assert.NotEqual(suspect.StreamId, DeviceOutages.Stream("karaganda", "karaganda"));
    }

    [Fact]
    public void A_fault_is_told_once_and_another_one_beside_it()
    {
        Fault.Yields(null, Faulted);
        Fault.Yields(Some.Outages(Faulted));
        (Fault with { Fault = DeviceFault.Power }).Yields(Some.Outages(Faulted), Faulted with { Fault = DeviceFault.Power });
    }

    [Fact]
    public void A_fault_that_begins_again_while_it_is_open_is_kept_beside_it_and_both_are_over_together()
    {
        var again = Faulted with { OccurredAt = Some.Before(15) };
        var over = new DeviceRecovered("cam-1", Some.Place, DeviceFault.Storage, Some.Before(20), Some.Before(10), Some.Now);

        (Fault with { OccurredAt = Some.Before(15) }).Yields(Some.Outages(Faulted), again);
        Recovery.Yields(Some.Outages(Faulted, again), over, over with { FaultedAt = Some.Before(15) });
        // The recovery between the two comes last: the second one lasts.
        (Recovery with { OccurredAt = Some.Before(17) }).Yields(Some.Outages(Faulted, again), over with { OccurredAt = Some.Before(17) });
    }

    [Fact]
    public void A_fault_that_is_told_every_minute_does_not_fill_the_stream_of_its_device()
    {
        DeviceOutages? state = null;
        var events = 0;
        for (var minutes = 500; minutes > 0; minutes--)
        {
            foreach (var @event in (Fault with { OccurredAt = Some.Before(minutes) }).Decide(state, Some.Now).Events)
                (state, events) = (StreamState.After(state, @event), events + 1);
        }

        Assert.Equal(8, events);
        Assert.Equal(Some.Before(500), state!.Faults.MinBy(p => p.Began!.Value.ToInstant())!.Began);
        Assert.Equal(8, Recovery.Decide(state, Some.Now).Events.Count);
    }

    [Fact]
    public void A_fault_is_over_and_comes_again()
    {
        var recovered = new DeviceRecovered("cam-1", Some.Place, DeviceFault.Storage, Some.Before(20), Some.Before(10), Some.Now);

        Recovery.Yields(Some.Outages(Faulted), recovered);
        Recovery.Yields(Some.Outages(Faulted, recovered));
        Fault.Yields(Some.Outages(Faulted, recovered));
        (Fault with { OccurredAt = Some.Before(5) }).Yields(
            Some.Outages(Faulted, recovered), Faulted with { OccurredAt = Some.Before(5) });
    }

    [Fact]
    public void A_recovery_that_is_reported_first_ends_the_fault_that_is_reported_later()
    {
        var recovered = new DeviceRecovered("cam-1", Some.Place, DeviceFault.Storage, null, Some.Before(10), Some.Now);

        Recovery.Yields(null, recovered);
        Fault.Yields(Some.Outages(recovered), Faulted with { RecoveredAt = Some.Before(10) });
        Fault.Yields(Some.Outages(recovered, Faulted with { RecoveredAt = Some.Before(10) }));
    }

    [Fact]
    public void A_recovery_stamped_before_the_open_fault_does_not_end_it_and_waits_for_its_own_fault()
    {
        var early = new DeviceRecovered("cam-1", Some.Place, DeviceFault.Storage, null, Some.Before(25), Some.Now);

        (Recovery with { OccurredAt = Some.Before(25) }).Yields(Some.Outages(Faulted), early);
        Assert.Single(Some.Outages(Faulted, early).Faults, period => period.IsOpen());
        (Fault with { OccurredAt = Some.Before(30) }).Yields(
            Some.Outages(Faulted, early), Faulted with { OccurredAt = Some.Before(30), RecoveredAt = Some.Before(25) });
    }

    [Fact]
    public void A_town_that_was_heard_again_is_not_suspected_of_the_silence_before_and_knows_its_devices()
    {
        string[] ids = ["cam-1", "cam-2"];
        var fell = new TownFellSilent(new("karaganda"), 2, Some.Before(20), Some.Now, ids);
        var back = new TownHeardAgain(new("karaganda"), Some.Before(20), Some.Before(10), Some.Now);

        new SuspectTown(new("karaganda"), 2, Some.Before(20), ids).Yields(null, fell);
        new SuspectTown(new("karaganda"), 2, Some.Before(15), ["cam-1"]).Yields(Some.Outages(fell, back));
        Assert.Equal(["cam-1", "cam-2"], Some.Outages(fell).Cut);
        Assert.Null(Some.Outages(fell, back).Cut);
    }

    // Two pairs: a fault from 60 to 50 minutes ago and one from 40 to 30, in each order in which their reports may come.
    [Fact]
    public void Two_faults_and_their_recoveries_are_two_periods_in_whatever_order_they_come()
    {
        (bool IsFault, int Minutes)[] reports = [(true, 60), (false, 50), (true, 40), (false, 30)];
        foreach (var order in EveryOrder.Of(reports))
        {
            DeviceOutages? state = null;
            foreach (var (isFault, minutes) in order)
            {
                var at = Some.Before(minutes);
                ICommand<DeviceOutages> command = isFault ? Fault with { OccurredAt = at } : Recovery with { OccurredAt = at };
                foreach (var @event in command.Decide(state, Some.Now).Events)
                    state = StreamState.After(state, @event);
            }
            var periods = state!.Faults.Where(p => p.Began is not null).OrderBy(p => p.Began!.Value.ToInstant())
                .Select(p => (p.Began, p.Ended)).ToArray();
            (OffsetDateTime?, OffsetDateTime?) one = (Some.Before(60), Some.Before(50)), two = (Some.Before(40), Some.Before(30));
            Assert.True(
                periods.SequenceEqual([one, two]),
                $"{string.Join(", ", order)} led to {string.Join(", ", periods)}");
        }
    }

    [Fact]
    public void A_report_from_before_all_periods_that_are_kept_is_refused_and_no_duplicate()
    {
        var state = Some.Outages([.. Enumerable.Range(0, DeviceOutages.MostPeriods + 5).Select(i =>
            Faulted with { OccurredAt = Some.Before(1_000 - 2 * i), RecoveredAt = Some.Before(999 - 2 * i) })]);

        Assert.Equal(DeviceOutages.MostPeriods, state.Faults.Count);
        (Fault with { OccurredAt = Some.Before(2_000) }).Refuses(state, Refusals.ImpossibleTime);
        (Recovery with { OccurredAt = Some.Before(2_000) }).Refuses(state, Refusals.ImpossibleTime);
    }

    [Fact]
    public void A_recovery_without_a_code_ends_all_faults_those_that_are_reported_later_too()
    {
        var all = Recovery with { Fault = null };
        var power = Faulted with { Fault = DeviceFault.Power };
        var clear = new DeviceRecovered("cam-1", Some.Place, null, null, Some.Before(10), Some.Now);

        all.Yields(
            Some.Outages(Faulted, power), clear,
            new DeviceRecovered("cam-1", Some.Place, DeviceFault.Storage, Some.Before(20), Some.Before(10), Some.Now),
            new DeviceRecovered("cam-1", Some.Place, DeviceFault.Power, Some.Before(20), Some.Before(10), Some.Now));
        all.Yields(null, clear);
        all.Yields(Some.Outages(clear));
        Fault.Yields(Some.Outages(clear), Faulted with { RecoveredAt = Some.Before(10) });
        // What begins after it lasts.
        (Fault with { OccurredAt = Some.Before(5) }).Yields(Some.Outages(clear), Faulted with { OccurredAt = Some.Before(5) });
    }

    [Fact]
    public void A_fault_of_the_future_is_refused() =>
        (Fault with { OccurredAt = Some.Now.Plus(Duration.FromHours(1)) }).Refuses(null, Refusals.ImpossibleTime);
}
