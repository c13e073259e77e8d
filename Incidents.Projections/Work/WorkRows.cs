using Incidents.Domain.Work;
using Incidents.Projections.Signals;

namespace Incidents.Projections.Work;

/// <summary>Who works on an alert, call or violation changes its version in the register of signals, and nothing else.</summary>
internal static class WorkRows
{
    public static void Declare(SignalRules rules) => rules
        .On<WorkTaken>().On<WorkReleased>().On<WorkHandedOver>().On<WorkTakenOver>();
}
