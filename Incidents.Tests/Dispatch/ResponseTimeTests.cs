using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>From which moments the response times of an incident are counted.</summary>
public class ResponseTimeTests
{
    // Occurred at 11:00, entered at 12:00.
    private static readonly IncidentOpened Afterwards = Some.IncidentOpened() with { OccurredAt = Some.Before(60), KnownAt = Some.Now };

    [Fact]
    public void They_start_when_the_centre_learned_of_it() =>
        Assert.Equal(
            new ResponseTimes(Some.Before(30), Some.Before(20)),
            After(Some.IncidentOpened() with { OccurredAt = Some.Before(90) }, new AssignUnit(Some.Id, "P-1", Some.Before(20))));

    [Fact]
    public void Of_what_is_entered_after_the_unit_was_sent_they_start_when_it_occurred() =>
        Assert.Equal(
            new ResponseTimes(Some.Before(60), Some.Before(55), Some.Before(55), Some.Before(49), Some.Before(10)),
            After(
                Afterwards, new AssignUnit(Some.Id, "P-1", Some.Before(55)), new RecordArrival(Some.Id, "P-1", Some.Before(49)),
                new ResolveIncident(Some.Id, "assisted", Some.Before(10))));

    [Fact]
    public void They_start_when_it_was_reported_where_that_is_entered() =>
        Assert.Equal(
            new ResponseTimes(Some.Before(57), Some.Before(55)),
            After(Afterwards with { ReportedAt = Some.Before(57) }, new AssignUnit(Some.Id, "P-1", Some.Before(55))));

    [Fact]
    public void Of_an_interval_they_start_at_its_end_unless_the_response_began_within_it()
    {
        var overnight = Afterwards with { OccurredUntil = Some.Before(50) };
        Assert.Equal(
            new ResponseTimes(Some.Before(50), Some.Before(45)), After(overnight, new AssignUnit(Some.Id, "P-1", Some.Before(45))));
        Assert.Equal(
            new ResponseTimes(Some.Before(60), Some.Before(55)), After(overnight, new AssignUnit(Some.Id, "P-1", Some.Before(55))));
    }

    // Occurred on a day, was entered after the unit was sent: when it began is not known, and the time of that day's beginning is none.
    [Fact]
    public void Of_what_is_known_to_the_day_they_start_when_the_centre_learned_of_it_or_not_at_all()
    {
        var coarse = Afterwards with { Precision = TimePrecision.Day };
        Assert.Equal(
            new ResponseTimes(null, Some.Before(55), ResolvedAt: Some.Before(10)),
            After(coarse, new AssignUnit(Some.Id, "P-1", Some.Before(55)), new ResolveIncident(Some.Id, "assisted", Some.Before(10))));
        Assert.Equal(
            new ResponseTimes(Some.Before(30), Some.Before(20)),
            After(coarse with { KnownAt = Some.Before(30) }, new AssignUnit(Some.Id, "P-1", Some.Before(20))));
    }

    // The resolution was entered first, by which it is known to have been entered in time; then the unit that was sent before.
    [Fact]
    public void A_step_before_it_was_entered_moves_the_start_of_those_after_it()
    {
        var opened = Afterwards with { KnownAt = Some.Before(30) };
        var resolve = new ResolveIncident(Some.Id, "assisted", Some.Before(10));
        Assert.Equal(new ResponseTimes(Some.Before(30), ResolvedAt: Some.Before(10)), After(opened, resolve));
        Assert.Equal(
            new ResponseTimes(Some.Before(60), Some.Before(55), ResolvedAt: Some.Before(10)),
            After(opened, resolve, new AssignUnit(Some.Id, "P-1", Some.Before(55))));
    }

    [Fact]
    public void A_clock_that_runs_behind_makes_no_duration_negative() =>
        Assert.Equal(
            new ResponseTimes(Some.Before(30), Some.Before(33)),
            After(Some.IncidentOpened(), new AssignUnit(Some.Id, "P-1", Some.Before(33))));

    [Fact]
    public void A_unit_that_was_called_off_was_sent_and_never_arrived() =>
        Assert.Equal(
            new ResponseTimes(Some.Began, Some.Before(28), Some.Before(27), Some.Before(20)),
            After(
                Some.IncidentOpened(), new AssignUnit(Some.Id, "P-1", Some.Before(28)), new AssignUnit(Some.Id, "P-2", Some.Before(27)),
                new CancelUnit(Some.Id, "P-1", Some.Before(25)), new RecordArrival(Some.Id, "P-2", Some.Before(20))));

    [Fact]
    public void What_was_done_before_the_resolution_is_entered_after_it_and_what_came_later_is_refused()
    {
        var resolved = Some.Incident(Some.IncidentResolved());
        Assert.False(new AssignUnit(Some.Id, "P-1", Some.Before(20)).Decide(resolved, Some.Now).IsRefused);
        new AssignUnit(Some.Id, "P-1").Refuses(resolved, ResolveIncident.Over);
        new AssignUnit(Some.Id, "P-1", Some.Later(2)).Refuses(resolved, ResolveIncident.Over);
    }

    [Fact]
    public void A_report_lies_between_the_occurrence_and_now()
    {
        var open = new OpenIncident(Some.Origin, "theft", Some.Place, OccurredAt: Some.Before(60), ReportedAt: Some.Before(50));
        Assert.Equal(Some.Before(50), ((IncidentOpened)open.Decide(null, Some.Now).Events[0]).ReportedAt);
        (open with { ReportedAt = Some.Before(70) }).Refuses(null, OpenIncident.ImpossibleReport);
        (open with { ReportedAt = Some.Later(6) }).Refuses(null, OpenIncident.ImpossibleReport);
        Assert.Equal(Some.Before(50), (open with { OccurredAt = null }).Decide(null, Some.Now).Events[0].OccurredAt);
    }

    // An old event counted the unit that had been sent before the incident was entered as sent at once.
    [Fact]
    public void What_an_old_event_counted_is_taken_back_as_it_was_counted()
    {
        var old = Some.Folded<Incident>(
            Afterwards, new UnitAssigned("P-1", Key(Afterwards), Some.Now, IncidentStatus.Assigned, Some.Before(55), Some.Now));
        var categorised = (IncidentCategorised)new CategoriseIncident(Some.Id, "robbery", "op").Decide(old, Some.Now).Events[0];
        Assert.Equal(
            new ResponseChange(
                Key(Afterwards), Key(Afterwards) with { Category = "robbery" }, new(Some.Now, Some.Before(55)),
                new(Some.Before(60), Some.Before(55))),
            categorised.Response);
    }

    private static CountKey Key(IncidentOpened opened) => opened.CountKey();

    private static ResponseTimes After(IncidentOpened opened, params ICommand<Incident>[] commands)
    {
        var incident = Some.Folded<Incident>(opened);
        foreach (var command in commands)
        {
            var decision = command.Decide(incident, Some.Now);
            Assert.Null(decision.Refusal);
            incident = StreamState.After(incident, decision.Events[0])!;
        }
        return incident.Counted;
    }
}
