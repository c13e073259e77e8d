using NodaTime;

namespace Incidents.Domain;

/// <summary>Comparisons of moments that a decision needs.</summary>
public static class Moments
{
    /// <summary>How far ahead of ours a sender's clock may run before its reports are refused: five minutes.</summary>
    public static readonly Duration ClockSkew = Duration.FromMinutes(5);

    /// <summary>Whether the moment is not before <paramref name="earlier"/> and not after <paramref name="now"/> by more than <see cref="ClockSkew"/>.</summary>
    public static bool Follows(this OffsetDateTime moment, OffsetDateTime earlier, OffsetDateTime now) =>
        moment.ToInstant() >= earlier.ToInstant() && !moment.IsAfter(now);

    /// <summary>Whether the moment lies after <paramref name="now"/> by more than <see cref="ClockSkew"/>.</summary>
    public static bool IsAfter(this OffsetDateTime moment, OffsetDateTime now) => moment.ToInstant() > now.ToInstant() + ClockSkew;
}
