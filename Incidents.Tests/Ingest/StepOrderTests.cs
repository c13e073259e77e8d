using Incidents.Api.Data;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Ingest;

/// <summary>The steps of one thing in every order, with doubles: what is known in the end is the same.</summary>
public class StepOrderTests
{
    private static readonly Guid Call = Identity.Stream(PlaceSosCall.Kind, "s", "1");
    private static readonly Guid Camera = Identity.Stream(RaiseAlert.Kind, "s", "1");
    private static readonly Guid Offence = Identity.Stream(RecordViolation.Kind, "s", "1");
    private static readonly Guid Case = Identity.Stream(RegisterIncident.Kind, "s", "1");

    [Fact]
    public void An_answered_call_is_the_same_in_every_order_of_its_steps() => IsTheSameInEveryOrder(
        player => player.State<SosCall>(Call)!,
        CallStep("placed", 0, "sos-true"), CallStep("answered", 2, "sos-2"), CallStep("escalated", 3, "sos-2"),
        CallStep("escalated", 1, null), CallStep("ended", 9, "sos-3"));

    [Fact]
    public void An_abandoned_call_is_the_same_in_every_order_of_its_steps() => IsTheSameInEveryOrder(
        player => player.State<SosCall>(Call)!,
        CallStep("placed", 0, "sos-true"), CallStep("escalated", 1, null), CallStep("abandoned", 4, null));

    [Fact]
    public void An_alert_is_the_same_in_every_order_of_its_steps() => IsTheSameInEveryOrder(
        player => player.State<Alert>(Camera)!,
        AlertStep("raised", 0, "fight", 0.5, "clip-1"), AlertStep("updated", 1, "weapon", 0.7, null),
        AlertStep("updated", 2, "arson", null, "clip-2"), AlertStep("ended", 5, "theft", 0.1, "clip-3"),
        player => player.Send(new AcknowledgeAlert(Camera, "op", At(6))));

    [Fact]
    public void A_dismissed_alert_is_the_same_in_every_order_of_its_steps() => IsTheSameInEveryOrder(
        player => player.State<Alert>(Camera)!,
        AlertStep("raised", 0, "fight", 0.5, "clip-1"), AlertStep("ended", 5, "theft", 0.1, "clip-3"),
        player => player.Send(new DismissAlert(Camera, "op", "shadow", At(6))));

    [Fact]
    public void A_violation_is_the_same_in_every_order_of_its_steps() => IsTheSameInEveryOrder(
        player => player.State<Violation>(Offence)!,
        player => player.Send(Report("violation", "recorded", 0) with { Article = "592", Plate = "123 ABC 09" }),
        player => player.Send(new ConfirmViolation(Offence, "inspector", At(60))),
        player => player.Send(new CancelViolation(Offence, "court", "appeal", At(90))));

    [Fact]
    public void A_fined_violation_is_the_same_in_every_order_of_its_steps() => IsTheSameInEveryOrder(
        player => player.State<Violation>(Offence)!,
        Recorded, player => player.Send(new ReviewViolation(Offence, "inspector", "clear", At(30))),
        player => player.Send(new ConfirmViolation(Offence, "inspector", At(60))),
        player => player.Send(new FineViolation(Offence, Catalogues.Tariffs(), At(90))),
        When(v => v.Fine is not null, new CancelViolation(Offence, "court", "appeal", At(120))),
        player => player.Send(new ReinstateViolation(Offence, "court", "appeal-rejected", At(150))));

    [Fact]
    public void A_violation_that_was_dismissed_by_mistake_is_the_same_in_every_order_of_its_steps() => IsTheSameInEveryOrder(
        player => player.State<Violation>(Offence)!,
        Recorded, player => player.Send(new ReviewViolation(Offence, "inspector", null, At(30))),
        player => player.Send(new DismissViolation(Offence, "inspector", "blurred", At(60))),
        player => player.Send(new ReinstateViolation(Offence, "head", "mistake", At(90))),
        When(v => v.LastDecisionAt is not null, new ConfirmViolation(Offence, "inspector", At(120))));

    [Fact]
    public void An_alert_that_was_dismissed_by_mistake_is_the_same_in_every_order_of_its_steps() => IsTheSameInEveryOrder(
        player => player.State<Alert>(Camera)!,
        AlertStep("raised", 0, "fight", 0.5, "clip-1"), AlertStep("ended", 5, "theft", 0.1, "clip-3"),
        player => player.Send(new DismissAlert(Camera, "op", "shadow", At(60))),
        player => player.Send(new ReinstateAlert(Camera, "op", "mistake", At(90))));

    [Fact]
    public void A_call_of_a_caller_who_is_called_back_is_the_same_in_every_order_of_its_steps() => IsTheSameInEveryOrder(
        player => player.State<SosCall>(Call)!,
        CallStep("placed", 0, "sos-true"), CallStep("escalated", 1, null), CallStep("abandoned", 4, null),
        player => player.Send(new CallBackSosCall(Call, "op", false, At(30))),
        player => player.State<SosCall>(Call)?.LastCallBack is null
            ? NotYet : player.Send(new CallBackSosCall(Call, "op", true, At(60))));

    [Fact]
    public void An_incident_is_the_same_in_every_order_of_its_steps() => IsTheSameInEveryOrder(
        player => Known(player.State<Incident>(Case)!),
        player => player.Send(Report("incident", "registered", 0) with { Category = "theft" }),
        player => player.Send(new AssignUnit(Case, "P-1", At(3))), player => player.Send(new RecordArrival(Case, "P-1", At(9))));

    [Fact]
    public void An_incident_and_its_withdrawal_are_the_same_in_every_order() => IsTheSameInEveryOrder(
        player => Known(player.State<Incident>(Case)!),
        player => player.Send(Report("incident", "registered", 0) with { Category = "theft", Reference = "R-1" }),
        player => player.Send(
            Report("incident", "withdrawn", 0) with { Id = "w", Category = "theft", Reference = "R-1", Reason = "unfounded" }));

    // As many withdrawals as incidents: in the end nothing is counted, whichever of them was withdrawn by which.
    [Fact]
    public void Two_incidents_of_one_reference_and_their_withdrawals_count_for_nothing_in_every_order() => IsTheSameInEveryOrder(
        player => new { Sums = string.Join('\n', player.Sums()) },
        [
            .. from id in (string[])["1", "2"]
               from phase in (string[])["registered", "withdrawn"]
               select (Step)(player => player.Send(
                   Report("incident", phase, 0) with { Id = $"{phase}-{id}", Category = "theft", Reference = "R-1" })),
        ]);

    private static object Known(Incident i) => new { i.Status, i.CountKey, i.Counted, Units = string.Join(' ', i.Units) };

    private delegate SubmissionResult Step(StepPlayer player);

    // A person decides on what was decided before.
    private static Step When(Func<Violation, bool> isSo, ICommand<Violation> command) => player =>
        player.State<Violation>(Offence) is { } violation && isSo(violation) ? player.Send(command) : NotYet;

    private static SubmissionResult NotYet => new(SubmissionStatus.Refused, default);

    private static SubmissionResult Recorded(StepPlayer player) => player.Send(Report("violation", "recorded", 0) with
    {
        Article = "592",
        Part = "1",
        Plate = "123 ABC 09",
        Measured = new(75, 60, "km/h"),
        Certificate = new("KZ-1", new(2026, 12, 31)),
    });

    private static Step CallStep(string phase, int minute, string? device) => player => player.Send(
        Report("sosCall", phase, minute) with
        {
            DeviceId = device,
            By = "op",
            To = $"10{minute}",
            District = phase == "placed" ? "true" : "assumed",
            Category = phase == "placed" ? "fire" : null,
        });

    private static Step AlertStep(string phase, int minute, string category, double? confidence, string? clip) => player => player.Send(
        Report("alert", phase, minute) with
        {
            Category = category,
            Confidence = confidence,
            DeviceId = $"cam-{phase}",
            Clip = clip is null ? null : new($"https://media.example/{clip}", null),
            Longitude = 73 + minute / 100.0,
            Latitude = 49.8,
        });

    private static Report Report(string kind, string phase, int minute) => new()
    {
        Source = "s",
        Id = "1",
        Kind = kind,
        Phase = phase,
        City = "karaganda",
        OccurredAt = ReportedTime.At(At(minute)),
    };

    // From half past eleven on the evening before: days of occurrence differ.
    private static OffsetDateTime At(int minute) =>
        new LocalDateTime(2026, 7, 2, 23, 57).WithOffset(Offset.FromHours(5)).Plus(Duration.FromMinutes(minute));

    private static void IsTheSameInEveryOrder<T>(Func<StepPlayer, T> known, params Step[] steps) where T : class
    {
        string? expected = null;
        var orders = 0;
        // Six steps have 720 orders.
        var each = steps.Length > 5 ? TestScale.Of(12, 1) : 1;
        var tried = EveryOrder.Of<int>([.. Enumerable.Range(0, steps.Length)]).Where((_, number) => number % each == 0);
        foreach (var order in tried.Select(Enumerable.ToList))
        {
            for (var doubled = 0; doubled < steps.Length; doubled++)
            {
                for (var at = 0; at <= order.Count; at++)
                {
                    var player = new StepPlayer();
                    Play(player, [.. order.Take(at), order[doubled], .. order.Skip(at)], steps);
                    var found = string.Join('\n', [$"{known(player)}", .. player.Sums(), .. player.Occurred()]);
                    expected ??= found;
                    Assert.True(found == expected, $"{string.Join(' ', order)}, {order[doubled]} again at {at}: {found}\nnot {expected}");
                    orders++;
                }
            }
        }
        Assert.True(orders > 3);
    }

    // An operator acts on what is there: what is refused because it is not there yet is done later. Reports are never refused.
    private static void Play(StepPlayer player, List<int> order, Step[] steps)
    {
        var done = new HashSet<int>();
        for (var round = 0; order.Count > 0; round++)
        {
            Assert.True(round <= steps.Length, "A step is refused in every order.");
            var later = new List<int>();
            foreach (var step in order)
            {
                var result = steps[step](player);
                if (result.Status is SubmissionStatus.Refused && !done.Contains(step))
                    later.Add(step);
                else
                    done.Add(step);
                Assert.NotEqual(SubmissionStatus.Conflict, result.Status);
            }
            order = later;
        }
    }
}
