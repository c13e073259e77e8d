using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Units;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Units;

/// <summary>What a unit says of itself, and what follows with what incidents say of it.</summary>
public class UnitRecordTests
{
    private static readonly RegisterUnit Listed = new("P-1", UnitKind.Patrol, Some.Place, "unit-1");

    [Fact]
    public void A_list_enters_a_unit_takes_over_what_is_new_and_says_nothing_twice()
    {
        Listed.Yields(null, new UnitRegistered("P-1", UnitKind.Patrol, Some.Place, "unit-1", Some.Now, Some.Now));
        Listed.Yields(Some.Unit());
        (Listed with { UnitKind = UnitKind.RoadPolice, Account = " " }).Yields(
            Some.Unit(), new UnitDescribed("P-1", UnitKind.RoadPolice, Some.Place, null, Some.Now, Some.Now));
        Listed.Refuses(Some.Unit(new UnitRetired("P-1", Some.Place, "x", Some.Before(5), Some.Before(5))), RetireUnit.AlreadyRetired);
        (Listed with { UnitKind = (UnitKind)99 }).Refuses(null, RegisterUnit.KindUnknown);
    }

    [Fact]
    public void Duty_begins_and_ends_in_turn_and_by_true_times()
    {
        var on = Some.Unit(new UnitDutyBegun("P-1", Some.Place, Some.Before(20), Some.Before(20)));

        new BeginUnitDuty(Some.Id, Some.Before(20)).Yields(
            Some.Unit(), new UnitDutyBegun("P-1", Some.Place, Some.Before(20), Some.Now));
        new BeginUnitDuty(Some.Id).Refuses(on, BeginUnitDuty.AlreadyOnDuty);
        new EndUnitDuty(Some.Id).Refuses(Some.Unit(), EndUnitDuty.NotOnDuty);
        new EndUnitDuty(Some.Id, Some.Before(26)).Refuses(on, Refusals.ImpossibleTime);
        new EndUnitDuty(Some.Id, Some.Later(6)).Refuses(on, Refusals.ImpossibleTime);
        // A phone whose clock is a few minutes behind the console's.
        new EndUnitDuty(Some.Id, Some.Before(24)).Yields(on, new UnitDutyEnded("P-1", Some.Place, Some.Before(24), Some.Now));
        new BeginUnitDuty(Some.Id).Refuses(null, Refusals.NotFound);
    }

    [Fact]
    public void What_a_phone_says_twice_it_said_once_and_another_mission_is_another()
    {
        var accepted = new UnitAccepted("P-1", Some.Place, Some.Id, Some.Before(20), Some.Before(19), Some.Before(19));

        new AcceptMission(Some.OtherId, Some.Id, Some.Before(20), Some.Before(19)).Yields(
            Some.Unit(), accepted with { KnownAt = Some.Now });
        new AcceptMission(Some.OtherId, Some.Id, Some.Before(20)).Yields(Some.Unit(accepted));
        new AcceptMission(Some.OtherId, Some.Id, Some.Before(4)).Yields(
            Some.Unit(accepted), accepted with { SentAt = Some.Before(4), OccurredAt = Some.Now, KnownAt = Some.Now });
        new SetOut(Some.OtherId, Some.Id, Some.Before(20), Some.Before(26)).Refuses(Some.Unit(accepted), Refusals.ImpossibleTime);
    }

    [Fact]
    public void What_a_unit_said_is_kept_of_its_last_twenty_missions()
    {
        var unit = Some.Unit(
        [
            .. Enumerable.Range(0, 21).Select(i => new UnitAccepted(
                "P-1", Some.Place, Some.Id, Some.Before(60 - i), Some.Before(60 - i), Some.Before(60 - i))),
        ]);

        Assert.Equal(Unit.MostWords, unit.Words.Count);
        Assert.Null(unit.Of(Some.Id, Some.Before(60)));
        Assert.NotNull(unit.Of(Some.Id, Some.Before(40)));
    }

    [Fact]
    public void A_unit_is_as_far_as_the_last_of_both_sides_says()
    {
        var sent = new IDomainEvent[] { Some.IncidentOpened(), Some.UnitAssigned() };
        UnitAccepted accepted = new("P-1", Some.Place, Some.Id, Some.Before(20), Some.Before(19), Some.Before(19));
        UnitSetOut setOut = new("P-1", Some.Place, Some.Id, Some.Before(20), Some.Before(18), Some.Before(18));

        Assert.Equal((UnitState.Assigned, Some.Before(20)), Of(Some.Unit(), sent));
        Assert.Equal((UnitState.Accepted, Some.Before(19)), Of(Some.Unit(accepted), sent));
        Assert.Equal((UnitState.EnRoute, Some.Before(18)), Of(Some.Unit(setOut), sent));
        Assert.Equal((UnitState.AtScene, Some.Before(10)), Of(Some.Unit(accepted, setOut), [.. sent, Some.UnitArrived()]));
        // Released, or nothing left to do: it is on it no more. A unit of no list is on it all the same.
        Assert.Null(Of(Some.Unit(), [.. sent, Some.UnitArrived(), Some.IncidentResolved()]));
        Assert.Null(Of(
            Some.Unit(), [.. sent, new UnitReleased("P-1", Some.CountKey("theft"), IncidentStatus.Open, Some.Before(5), Some.Before(5))]));
        Assert.Equal((UnitState.Assigned, Some.Before(20)), Of(null, sent));
        Assert.Null(Of(Some.Unit(), [Some.IncidentOpened()]));
    }

    [Fact]
    public void What_was_said_of_an_earlier_mission_to_the_same_incident_is_not_said_of_this_one()
    {
        UnitAccepted before = new("P-1", Some.Place, Some.Id, Some.Before(29), Some.Before(28), Some.Before(28));

        Assert.Equal(
            (UnitState.Assigned, Some.Before(20)), Of(Some.Unit(before), [Some.IncidentOpened(), Some.UnitAssigned()]));
    }

    // Sent to another incident, which is merged into this one; and back where that is undone.
    [Fact]
    public void What_was_said_of_a_mission_stays_said_when_its_incident_is_merged_and_when_that_is_undone()
    {
        var sent = Some.Before(20);
        UnitAccepted accepted = new("P-1", Some.Place, Some.OtherId, sent, Some.Before(19), Some.Before(19));
        UnitSetOut setOut = new("P-1", Some.Place, Some.Id, sent, Some.Before(12), Some.Before(12));
        IDomainEvent[] merged =
        [
            Some.IncidentOpened(),
            new IncidentAbsorbed(
                Some.OtherId, "op", IncidentStatus.Assigned, [new(Some.Began, Some.Began)], [new("P-1", UnitStepKind.Assigned, sent)], [],
                Some.Before(15), Some.Before(15)),
        ];

        Assert.Equal((UnitState.Accepted, Some.Before(19)), Of(Some.Unit(accepted), merged));
        new AcceptMission(Some.OtherId, Some.Id, sent).Yields(Some.Unit(accepted));
        Assert.Equal((UnitState.EnRoute, Some.Before(12)), Of(Some.Unit(accepted, setOut), merged));

        var word = Assert.Single(Some.Unit(accepted, setOut).Words);
        Assert.Equal((Some.OtherId, Some.Before(19), Some.Before(12)), (word.Incident, word.AcceptedAt, word.SetOutAt));
        Assert.Equal(Some.Before(12), Some.Unit(setOut).Of(Some.OtherId, sent)!.SetOutAt);
    }

    [Fact]
    public void A_unit_without_mission_is_free_only_on_duty()
    {
        UnitMission mission = new(Some.Id, UnitState.EnRoute, Some.Before(20), null, Some.Before(18), null);

        Assert.Equal(UnitState.Free, UnitMission.StateOf(false, true, []));
        Assert.Equal(UnitState.OffDuty, UnitMission.StateOf(false, false, []));
        Assert.Equal(UnitState.Retired, UnitMission.StateOf(true, false, []));
        Assert.Equal(UnitState.EnRoute, UnitMission.StateOf(false, false, [mission]));
        Assert.Equal(
            UnitState.AtScene,
            UnitMission.StateOf(false, true, [mission with { State = UnitState.AtScene, SentAt = Some.Before(3) }, mission]));
    }

    private static (UnitState State, OffsetDateTime Since)? Of(Unit? unit, IEnumerable<IDomainEvent> incident) =>
        UnitMission.Of(unit, "P-1", Some.Id, Some.Folded<Incident>(incident)) is { } mission
            ? (mission.State, mission.StateSince)
            : null;
}
