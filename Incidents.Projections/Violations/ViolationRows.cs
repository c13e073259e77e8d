using Incidents.Domain.Dispatch;
using Incidents.Domain.Violations;
using Incidents.Projections.Signals;

namespace Incidents.Projections.Violations;

/// <summary>What the events of violations change in the register of signals.</summary>
public static class ViolationRows
{
    internal static void Declare(SignalRules rules) => rules
        .On<ViolationRecorded>((row, e) =>
        {
            row.Begin(SignalKind.Violation, e.Origin, e.CountKey(), e.Recorder, e);
            row.Become(StatusName(ViolationStatus.Recorded));
            (row.Article, row.Part) = (e.Article, e.Part);
            row.BeginPlate(e.Plate);
        })
        .On<ViolationReviewed>((row, _) => row.BecomeUnlessSettled(StatusName(ViolationStatus.Reviewed)))
        .On<ViolationConfirmed>((row, _) => row.Become(StatusName(ViolationStatus.Confirmed)))
        .On<ViolationFined>((row, e) =>
        {
            row.Become(StatusName(ViolationStatus.Fined));
            (row.FineUnits, row.FineUnitValue) = (e.Fine.Units, e.Fine.UnitValue);
        })
        .On<ViolationDismissed>((row, e) =>
        {
            row.Become(StatusName(ViolationStatus.Dismissed));
            row.Discount(e.Reason);
        })
        .On<ViolationCancelled>((row, e) =>
        {
            row.Become(StatusName(ViolationStatus.Cancelled));
            row.Discount(e.Reason);
        })
        .On<ViolationReinstated>((row, e) =>
        {
            row.Become(StatusName(e.Status));
            row.Recount();
        })
        .On<ViolationHeld>()
        .On<ViolationHoldLifted>();

    /// <summary>The name of a status in the table.</summary>
    public static string StatusName(ViolationStatus status) => status switch
    {
        ViolationStatus.Recorded => "recorded",
        ViolationStatus.Reviewed => "reviewed",
        ViolationStatus.Confirmed => "confirmed",
        ViolationStatus.Fined => "fined",
        ViolationStatus.Dismissed => "dismissed",
        ViolationStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The status with a name in the table.</summary>
    public static ViolationStatus Status(string name) => Enum.GetValues<ViolationStatus>().Single(status => StatusName(status) == name);
}
