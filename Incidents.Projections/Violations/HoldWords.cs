using Incidents.Domain.Violations;

namespace Incidents.Projections.Violations;

/// <summary>Codes of the reasons for which violations are held.</summary>
internal static class HoldWords
{
    /// <summary>The code of a reason.</summary>
    public static string Code(ViolationHoldReason reason) => reason switch
    {
        ViolationHoldReason.ImpossibleSpeed => "impossible-speed",
        ViolationHoldReason.TwoPlaces => "two-places",
        ViolationHoldReason.RecorderDrift => "recorder-drift",
        ViolationHoldReason.Other => "other",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
