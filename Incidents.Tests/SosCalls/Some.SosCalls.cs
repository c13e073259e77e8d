using Incidents.Domain;
using Incidents.Domain.SosCalls;

namespace Incidents.Tests;

internal static partial class Some
{
    private static IReadOnlyList<IDomainEvent> SosCallEvents =>
    [
        SosCallPlaced(),
        new SosCallBeginningReported(
            CountKey("sos"), CountKey("sos") with { OccurredAt = Before(40) }, "sos-1", null, Before(20), false, Before(40), Now),
        SosCallAnswered(),
        new SosCallAbandoned(CountKey("sos"), Now, Now),
        new SosCallEnded(CountKey("sos"), "helped", Now, Now),
        new SosCallEscalated("103", "injury", CountKey("sos"), Now, Now),
        new SosCallCalledBack("op", true, CountKey("sos"), Now, Now),
    ];

    public static SosCallPlaced SosCallPlaced() => new(Origin, "sos", "sos-1", Place, Began, Began);

    public static SosCallAnswered SosCallAnswered() => new("op", CountKey("sos"), Before(20), Before(20), true);

    public static SosCall SosCall(params IDomainEvent[] then) => Folded<SosCall>([SosCallPlaced(), .. then]);
}
