using Incidents.Statistics;
using NodaTime;

namespace Incidents.Projections.Outcomes;

/// <summary>By what alerts are told apart when their outcomes are counted.</summary>
public enum AlertSplit
{
    /// <summary>By town.</summary>
    City,

    /// <summary>By sending system; with the category that is the rule that raised them.</summary>
    Source,

    /// <summary>By category.</summary>
    Category,

    /// <summary>By camera.</summary>
    Device,

    /// <summary>By local hour of the day.</summary>
    Hour,
}

/// <summary>Which alerts are counted. Null means any, an empty list none.</summary>
/// <param name="Cities">City codes.</param>
/// <param name="Sources">Sending systems.</param>
/// <param name="Categories">Category codes.</param>
/// <param name="DeviceIds">Cameras.</param>
/// <param name="Hours">Local hours of the day, 0 to 23; alerts whose hour is not known are then left out.</param>
public sealed record AlertOutcomeFilter(
    IReadOnlyList<string>? Cities = null, IReadOnlyList<string>? Sources = null, IReadOnlyList<string>? Categories = null,
    IReadOnlyList<string>? DeviceIds = null, IReadOnlyList<int>? Hours = null);

/// <summary>A share of alerts with its interval of Wilson (1927).</summary>
/// <param name="Confirmed">Number of confirmed alerts.</param>
/// <param name="Of">Number of alerts of which they are a share.</param>
/// <param name="Share">The share, 0 to 1.</param>
/// <param name="LowShare">Lower end of the interval of 95 %.</param>
/// <param name="HighShare">Upper end of the interval of 95 %.</param>
public sealed record ConfirmedShare(int Confirmed, int Of, double Share, double LowShare, double HighShare)
{
    /// <summary>The share; null where it is of fewer alerts than anything is said of.</summary>
    internal static ConfirmedShare? Said(long confirmed, long of, int fewest)
    {
        if (of < Math.Max(1, fewest))
            return null;
        var wilson = Proportion.Wilson(confirmed, of);
        return new(
            checked((int)confirmed), checked((int)of), Math.Round(wilson.Share, 4), Math.Round(wilson.Low, 4), Math.Round(wilson.High, 4));
    }
}

/// <summary>What came of alerts that have some things in common, and what they cost.</summary>
/// <param name="City">City code; null where alerts are not told apart by it.</param>
/// <param name="Source">Sending system; null where alerts are not told apart by it.</param>
/// <param name="Category">Category code; null where alerts are not told apart by it.</param>
/// <param name="DeviceId">Camera; null where alerts are not told apart by it, or have none.</param>
/// <param name="Hour">Local hour of the day; null where alerts are not told apart by it, or it is not known.</param>
/// <param name="AlertCount">Number of alerts.</param>
/// <param name="ConfirmedCount">Number of alerts that were confirmed.</param>
/// <param name="FalseCount">Number of alerts that were false.</param>
/// <param name="UnfoundedCount">Number of alerts that were unfounded.</param>
/// <param name="UndecidedCount">Number of alerts without any of these outcomes.</param>
/// <param name="NotLookedAtCount">
/// Number of those among them that nobody acknowledged, dismissed or judged by the end of the last day on which they should have been.
/// </param>
/// <param name="OperatorMinutes">Minutes of operators that all these alerts cost, as far as they are known.</param>
/// <param name="UnitMinutes">Minutes of units that all these alerts cost, as far as they are known.</param>
public sealed record AlertOutcomeGroup(
    string? City, string? Source, string? Category, string? DeviceId, int? Hour, int AlertCount, int ConfirmedCount, int FalseCount,
    int UnfoundedCount, int UndecidedCount, int NotLookedAtCount, double OperatorMinutes, double UnitMinutes)
{
    /// <summary>
    /// Share of confirmed alerts among those with an outcome; null where these are too few to say. It is too high where what looks
    /// doubtful is left undecided.
    /// </summary>
    public ConfirmedShare? OfDecided { get; init; }

    /// <summary>
    /// Share of confirmed alerts among all; null where these are too few to say. It is too low where true alerts were left undecided.
    /// </summary>
    public ConfirmedShare? OfAll { get; init; }
}

/// <summary>What came of alerts, by rule, camera, kind or hour.</summary>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day after the period.</param>
/// <param name="AsKnownOn">As known at the end of this day; null for now.</param>
/// <param name="NotLookedAtAfterDays">
/// Days after the one on which it became known until an alert is not looked at: setting `Outcomes:NotLookedAtAfterDays`.
/// </param>
/// <param name="FewestAlerts">Of fewer alerts than these no share is said: setting `Outcomes:FewestAlerts`.</param>
/// <param name="Groups">The groups, those with the most alerts first.</param>
/// <param name="HasMore">Whether there are more groups than were asked for.</param>
public sealed record AlertPrecision(
    LocalDate From, LocalDate Until, LocalDate? AsKnownOn, int NotLookedAtAfterDays, int FewestAlerts,
    IReadOnlyList<AlertOutcomeGroup> Groups, bool HasMore);
