using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Domain.Targets;
using NodaTime;

namespace Incidents.Tests;

internal static partial class Some
{
    /// <summary>A call is answered within 10 s; then the supervisor is told, a minute later Aigul.</summary>
    public static readonly ServiceTarget AnswerTarget = new(
        "answer-10", TargetStep.Answered, 10, new(2026, 1, 1), [new(0, Role.Supervisor), new(60, Person: "Aigul")]);

    /// <summary>A unit is sent within 60 s.</summary>
    public static readonly ServiceTarget DispatchTarget =
        new("dispatch", TargetStep.Dispatched, 60, new(2026, 1, 1), [new(0, Role.Supervisor)]);

    /// <summary>A unit is there within 8 minutes.</summary>
    public static readonly ServiceTarget ArrivalTarget =
        new("arrival", TargetStep.Arrived, 480, new(2026, 1, 1), [new(0, Role.Supervisor)]);

    /// <summary>It is resolved within 2 hours.</summary>
    public static readonly ServiceTarget ResolutionTarget =
        new("resolution", TargetStep.Resolved, 7_200, new(2026, 1, 1), [new(0, Role.Supervisor)]);

    private static IReadOnlyList<IDomainEvent> TargetEvents =>
    [
        new Escalated(
            TargetSubject.SosCall, Id, "sos", Place, "answer-10", TargetStep.Answered, 10, 1, Role.Supervisor, null, Began,
            Began.Plus(Duration.FromSeconds(10)), Began.Plus(Duration.FromSeconds(11))),
    ];
}
