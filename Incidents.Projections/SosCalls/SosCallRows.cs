using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Projections.Signals;

namespace Incidents.Projections.SosCalls;

/// <summary>What the events of SOS calls change in the register of signals.</summary>
public static class SosCallRows
{
    internal static void Declare(SignalRules rules) => rules
        .On<SosCallPlaced>((row, e) =>
        {
            row.Begin(SignalKind.SosCall, e.Origin, e.CountKey(), e.Terminal, e, e.Assumed is true);
            row.Become(StatusName(SosCallStatus.Placed));
        })
        .On<SosCallBeginningReported>((row, e) => row.BeginLate(e.Call, e.Terminal))
        .On<SosCallAnswered>((row, e) =>
        {
            row.Take(e.AnsweredBy, e.OccurredAt);
            row.IsBeginningAssumed = !e.HasBeginning();
            row.BecomeUnlessSettled(StatusName(SosCallStatus.Answered));
        })
        .On<SosCallAbandoned>((row, _) => row.Become(StatusName(SosCallStatus.Abandoned)))
        .On<SosCallEnded>((row, _) => row.Become(StatusName(SosCallStatus.Ended)))
        .On<SosCallCalledBack>((row, e) =>
        {
            if (e.Reached)
                row.Become(StatusName(SosCallStatus.CalledBack));
        })
        .On<SosCallEscalated>();

    /// <summary>The name of a status in the table.</summary>
    public static string StatusName(SosCallStatus status) => status switch
    {
        SosCallStatus.Placed => "placed",
        SosCallStatus.Answered => "answered",
        SosCallStatus.Abandoned => "abandoned",
        SosCallStatus.Ended => "ended",
        SosCallStatus.CalledBack => "calledBack",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The status with a name in the table.</summary>
    public static SosCallStatus Status(string name) => Enum.GetValues<SosCallStatus>().Single(status => StatusName(status) == name);
}
