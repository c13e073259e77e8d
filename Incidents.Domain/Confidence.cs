namespace Incidents.Domain;

/// <summary>The rule for how sure analytics are.</summary>
public static class Confidence
{
    /// <summary>Why a number is no confidence, or null.</summary>
    /// <param name="confidence">The number, or null where the analytics do not say.</param>
    /// <param name="field">The field that holds it.</param>
    public static Refusal? Check(double? confidence, string field) =>
        confidence is null or (>= 0 and <= 1) ? null : new(ErrorCode.ConfidenceOutOfRange, "A confidence is between 0 and 1.", field);
}
