using Incidents.Domain.Dispatch;
using Incidents.Projections.Signals;

namespace Incidents.Projections.Plates;

/// <summary>What plate reads change in the register of signals, by which plates are found.</summary>
internal static class PlateRows
{
    public static void Declare(SignalRules rules) => rules.On<Domain.Plates.PlateRead>((row, e) =>
    {
        row.Begin(SignalKind.PlateRead, e.Origin, e.CountKey(), e.DeviceId, e);
        row.BeginPlate(e.Plate);
    });
}
