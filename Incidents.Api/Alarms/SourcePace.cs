using NodaTime;

namespace Incidents.Api.Alarms;

/// <summary>How a source reports: its silence at present, and the longest one of this week and of the week before.</summary>
/// <remarks>
/// Only time in which a host looked counts as silence, so a stop of the system makes no source silent. A week begins anew only when the
/// source reports: during a long silence its usual pauses are not forgotten.
/// </remarks>
/// <param name="Source">The source.</param>
/// <param name="Count">How many things it has reported.</param>
/// <param name="FirstSeenAt">When it was first looked at.</param>
/// <param name="ObservedAt">When it was last looked at.</param>
/// <param name="SilentSeconds">Its silence at present.</param>
/// <param name="Week">Number of the week of <paramref name="Longest"/>.</param>
/// <param name="Longest">The longest silence that ended in this week, in seconds.</param>
/// <param name="LongestBefore">The longest silence that ended in the week before.</param>
internal sealed record SourcePace(
    string Source, long Count, Instant FirstSeenAt, Instant ObservedAt, double SilentSeconds, int Week, double Longest,
    double LongestBefore)
{
    private static readonly Duration Learning = Duration.FromDays(1);

    /// <summary>The longest silence that is usual, in seconds; 0 where it is not known yet.</summary>
    public double Usual => Math.Max(Longest, LongestBefore);

    /// <summary>A source that is looked at for the first time.</summary>
    public static SourcePace First(string source, long count, Instant now) => new(source, count, now, now, 0, WeekOf(now), 0, 0);

    /// <summary>Looks again.</summary>
    /// <param name="count">How many things it has reported by now.</param>
    /// <param name="now">The present.</param>
    /// <param name="longestStep">The longest time between two looks that counts as looked at.</param>
    public SourcePace Observe(long count, Instant now, Duration longestStep)
    {
        var step = Duration.Max(Duration.Zero, Duration.Min(now - ObservedAt, longestStep)).TotalSeconds;
        var silent = SilentSeconds + step;
        if (count == Count)
            return this with { ObservedAt = now, SilentSeconds = silent };
        var week = WeekOf(now);
        return new(
            Source, count, FirstSeenAt, now, 0, week, week == Week ? Math.Max(Longest, silent) : silent,
            week == Week ? LongestBefore : Longest);
    }

    /// <summary>What its silence says.</summary>
    /// <param name="factor">How many times its usual silence is too long; 0 for never.</param>
    /// <param name="atLeast">The shortest silence that is too long.</param>
    public AlarmReading Reading(double factor, TimeSpan atLeast)
    {
        var threshold = Math.Max(factor * Usual, atLeast.TotalSeconds);
        var isKnown = factor > 0 && Usual > 0 && ObservedAt - FirstSeenAt >= Learning;
        var level = SilentSeconds == 0 || !isKnown ? AlarmLevel.Good
            : SilentSeconds > threshold ? AlarmLevel.Bad
            : AlarmLevel.Between;
        return new(AlarmKind.SourceSilent, Source, level, SilentSeconds, threshold);
    }

    private static int WeekOf(Instant now) => (int)Math.Floor((now - Instant.FromUnixTimeSeconds(0)).TotalDays / 7);
}
