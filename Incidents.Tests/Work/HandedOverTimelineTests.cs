using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Domain.Shifts;
using Incidents.Domain.Targets;
using Incidents.Domain.Work;
using Incidents.Projections;
using Incidents.Projections.Slices;
using Incidents.Projections.Timelines;
using Xunit;

namespace Incidents.Tests.Work;

/// <summary>A timeline says to whom something went.</summary>
public sealed class HandedOverTimelineTests
{
    [Fact]
    public void It_says_who_has_a_thing_from_then_on_and_from_whom_it_was_taken_over()
    {
        Assert.Equal("next", Entry(new WorkHandedOver(WorkKind.Alert, "karaganda", "op", "next", null, Some.Now, Some.Now)).Person);
        Assert.Equal("op", Entry(new WorkTakenOver(WorkKind.Alert, "karaganda", "head", "op", "absent", Some.Now, Some.Now)).Person);
        Assert.Null(Entry(Some.WorkTaken("op")).Person);
    }

    [Fact]
    public void It_says_to_whom_a_shift_went_and_from_whom()
    {
        Assert.Equal("next", Entry(Some.ShiftHandedOver("next")).Person);
        Assert.Equal("op", Entry(new ShiftAccepted(1, "karaganda", "next", "op", Some.Now, Some.Now)).Person);
    }

    [Fact]
    public void It_says_on_whom_a_target_was_escalated()
    {
        var escalated = new Escalated(
            TargetSubject.SosCall, Some.Id, "sos", Some.Place, "answer-10", TargetStep.Answered, 10, 1, Role.Supervisor, null, Some.Began,
            Some.Now, Some.Now);

        var (first, second) = (Entry(escalated), Entry(escalated with { Level = 2, OnRole = null, OnPerson = "Aigul" }));

        Assert.Equal((1, Role.Supervisor, null), (first.Level, first.Role, first.Person));
        Assert.Equal((2, null, "Aigul"), (second.Level, second.Role, second.Person));
    }

    private static TimelineEntry Entry(IDomainEvent @event) =>
        Assert.Single(SliceEvents.Timelines.Of([new StoredEvent(Guid.NewGuid(), Some.Id, 1, 1, "event", @event, "{}")]));
}
