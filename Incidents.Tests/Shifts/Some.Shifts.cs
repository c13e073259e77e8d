using Incidents.Domain;
using Incidents.Domain.Shifts;

namespace Incidents.Tests;

internal static partial class Some
{
    private static IReadOnlyList<IDomainEvent> ShiftEvents =>
    [
        ShiftBegun(),
        ShiftHandedOver("other"),
        new ShiftAccepted(1, "karaganda", "other", "op", Now, Now),
        new ShiftEnded(1, "karaganda", "op", null, [], Now, Now),
    ];

    public static ShiftBegun ShiftBegun() => new(1, "karaganda", "op", Began, Began);

    public static ShiftHandedOver ShiftHandedOver(string receiver) => new(
        1, "karaganda", "op", receiver, "all quiet", [new(WorkKind.Alert, Id, Before(20))], Before(10), Before(10));

    public static Shift Shift(params IDomainEvent[] then) => Folded<Shift>([ShiftBegun(), .. then]);
}
