using Incidents.Domain;
using Incidents.Domain.PersonalData;

namespace Incidents.Tests;

internal static partial class Some
{
    private static IReadOnlyList<IDomainEvent> PersonalDataEvents =>
    [
        new MaskingBegun(MaskingTarget.Person, "00ff", "subject-request", "2026/17", "op-1", "karaganda", Now, Now),
        new MaskingCompleted(2, [new("events", 3)], Now, Now),
        new RetentionExecuted("ViolationPlates", Before(minutes: 60), [new("events", 3)], "karaganda", Now, Now),
        new PersonBlocked("00ff", "subject-request", "2026/17", "op-1", "karaganda", Now, Now),
        new PersonUnblocked("00ff", "subject-request", "2026/17", "op-1", Now, Now),
    ];
}
