using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Tests.Ingest;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>The steps of an incident entered afterwards, in every order and with doubles: what is known in the end is the same.</summary>
/// <remarks>
/// A step that is refused because it does not fit what is known yet is entered again later. What one life of an incident holds (its units,
/// categories, corrections, resolution and closing) may be entered in any order; reopenings are entered in theirs.
/// </remarks>
public class IncidentOrderTests
{
    private static readonly Guid Case = Identity.Stream(RegisterIncident.Kind, "s", "1");

    private static readonly Step Opened = p => p.Send(new Report
    {
        Source = "s",
        Id = "1",
        Kind = "incident",
        City = "karaganda",
        Category = "theft",
        OccurredAt = ReportedTime.At(At(0)),
    });

    private static readonly Step Resolved = p => p.Send(new ResolveIncident(Case, "assisted", At(40)));

    [Fact]
    public void Two_units_of_which_one_is_called_off_are_the_same_in_every_order() => IsTheSameInEveryOrder(
        "Resolved: P-1 OnScene 5 11 -, P-2 Cancelled 6 - 12; since 0 sent 5 travel 5 there 11 resolved 40",
        Opened, Assigned("P-1", 5), Assigned("P-2", 6), Arrived("P-1", 11), p => p.Send(new CancelUnit(Case, "P-2", At(12))), Resolved);

    [Fact]
    public void A_unit_that_is_sent_again_after_it_left_is_the_same_in_every_order() => IsTheSameInEveryOrder(
        "OnScene: P-1 Released 5 11 20, P-1 OnScene 30 37 -; since 0 sent 5 travel 5 there 11 resolved -",
        Opened, Assigned("P-1", 5), Arrived("P-1", 11), Released("P-1", 20), Assigned("P-1", 30), Arrived("P-1", 37));

    [Fact]
    public void A_unit_that_came_on_its_own_before_the_one_that_was_sent_is_the_same_in_every_order() => IsTheSameInEveryOrder(
        "Resolved: P-9 OnScene - 3 -, P-1 OnScene 5 11 -; since 0 sent 5 travel - there 3 resolved 40",
        Opened, Arrived("P-9", 3), Assigned("P-1", 5), Arrived("P-1", 11), Resolved);

    [Fact]
    public void Categories_places_and_times_are_the_same_in_every_order() => IsTheSameInEveryOrder(
        "Assigned: P-1 Assigned 5 - -; since -9 sent 5 travel - there - resolved -",
        Opened, Assigned("P-1", 5), Categorised("robbery", 10), Categorised("fight", 20), Corrected("Main Street", null, 15),
        Corrected("Side Street", -9, 25));

    [Fact]
    public void The_last_unit_that_leaves_is_the_same_in_every_order() => IsTheSameInEveryOrder(
        "Closed: P-1 Released 5 11 45; since 0 sent 5 travel 5 there 11 resolved 40",
        Opened, Assigned("P-1", 5), Arrived("P-1", 11), Resolved, Released("P-1", 45), p => p.Send(new CloseIncident(Case, "op", At(50))));

    private delegate SubmissionResult Step(StepPlayer player);

    private static Step Assigned(string unit, int minute) => p => p.Send(new AssignUnit(Case, unit, At(minute)));

    private static Step Arrived(string unit, int minute) => p => p.Send(new RecordArrival(Case, unit, At(minute)));

    private static Step Released(string unit, int minute) => p => p.Send(new ReleaseUnit(Case, unit, At(minute)));

    private static Step Categorised(string to, int minute) => p => p.Send(new CategoriseIncident(Case, to, "op", At(minute)));

    private static Step Corrected(string street, int? occurred, int minute) => p => p.Send(new CorrectIncident(
        Case, "op", "misheard", new("karaganda", null, null, street), occurred is { } at ? At(at) : null, OccurredAt: At(minute)));

    // From shortly before midnight: days of occurrence differ. It is all entered the next day at noon.
    private static OffsetDateTime At(int minute) =>
        new LocalDateTime(2026, 7, 2, 23, 57).WithOffset(Offset.FromHours(5)).Plus(Duration.FromMinutes(minute));

    private static void IsTheSameInEveryOrder(string expected, params Step[] steps)
    {
        string? first = null;
        foreach (var order in EveryOrder.Of<int>([.. Enumerable.Range(0, steps.Length)]).Select(Enumerable.ToList))
        {
            // Each order with one of its steps entered a second time, by turns, at once or at the end.
            for (var doubled = 0; doubled < steps.Length; doubled++)
            {
                foreach (var at in (int[])[order.IndexOf(doubled) + 1, order.Count])
                {
                    var player = new StepPlayer();
                    Play(player, [.. order.Take(at), doubled, .. order.Skip(at)], steps);
                    Assert.Equal(expected, Known(player.State<Incident>(Case)!));
                    var found = string.Join('\n', [.. player.Sums(), .. player.Occurred()]);
                    first ??= found;
                    Assert.True(found == first, $"{string.Join(' ', order)}, {doubled} again at {at}:\n{found}\nnot\n{first}");
                }
            }
        }
    }

    private static string Known(Incident i) =>
        $"{i.Status}: {string.Join(", ", i.Units.Select(u =>
            $"{u.Unit} {u.Status} {Minute(u.AssignedAt)} {Minute(u.ArrivedAt)} {Minute(u.EndedAt)}"))}; since {Minute(i.Counted.Since)} "
        + $"sent {Minute(i.Counted.SentAt)} travel {Minute(i.Counted.TravelSince)} there {Minute(i.Counted.ArrivedAt)} "
        + $"resolved {Minute(i.Counted.ResolvedAt)}";

    private static string Minute(OffsetDateTime? at) =>
        at is { } moment ? $"{(moment.ToInstant() - At(0).ToInstant()).TotalMinutes}" : "-";

    private static void Play(StepPlayer player, List<int> order, Step[] steps)
    {
        var done = new HashSet<int>();
        for (var round = 0; order.Count > 0; round++)
        {
            Assert.True(round <= steps.Length, $"Steps {string.Join(' ', order)} are never taken.");
            var later = new List<int>();
            foreach (var step in order)
            {
                var result = steps[step](player);
                if (result.Status is SubmissionStatus.Refused && !done.Contains(step))
                    later.Add(step);
                else
                    done.Add(step);
            }
            order = later;
        }
    }
}
