namespace Incidents.Api.Store;

/// <summary>Bounds the age of the oldest event that is not projected, by the clock that nobody sets.</summary>
/// <remarks>
/// Events carry the time of a host's clock. Where that is set back or ahead, the difference to the present says nothing. What this host saw
/// appended, and when, does: an event that was there then is at least so old, and one that was not is at most so old.
/// </remarks>
internal sealed class LagClock(TimeProvider time)
{
    private const int MostSamples = 1_000;

    private readonly Lock gate = new();
    private readonly List<Sample> samples = [];

    /// <summary>Takes one more reading, and bounds the age that the host's clock says.</summary>
    /// <param name="began">When the reading began.</param>
    /// <param name="projected">Sequence of the last event projected.</param>
    /// <param name="appended">Sequence of the last event appended.</param>
    /// <param name="seconds">Age of the oldest event not projected by the host's clock.</param>
    /// <returns>The age in seconds, not negative; 0 where none waits.</returns>
    public double Bound(long began, long projected, long appended, double seconds)
    {
        lock (gate)
        {
            Add(new(appended, time.GetTimestamp(), began));
            // The last sample in which no event waited that waits now bounds from above, and stays.
            var before = samples.FindLastIndex(s => s.Appended <= projected);
            if (before > 0)
            {
                samples.RemoveRange(0, before);
                before = 0;
            }
            if (appended <= projected)
                return 0;
            var most = before < 0 ? double.MaxValue : time.GetElapsedTime(samples[before].Last).TotalSeconds;
            var least = Math.Min(most, time.GetElapsedTime(samples[before + 1].First).TotalSeconds);
            return Math.Clamp(seconds, least, most);
        }
    }

    private void Add(Sample sample)
    {
        if (samples.Count > 0 && sample.Appended <= samples[^1].Appended)
        {
            // Readings may overtake one another; an older one adds nothing.
            if (sample.Appended == samples[^1].Appended && sample.Last > samples[^1].Last)
                samples[^1] = samples[^1] with { Last = sample.Last };
            return;
        }
        if (samples.Count == MostSamples)
            samples.RemoveAt(MostSamples / 2);
        samples.Add(sample);
    }

    /// <param name="Appended">Sequence of the last event appended.</param>
    /// <param name="First">When the first reading that found it ended.</param>
    /// <param name="Last">When the last reading that found it began.</param>
    private readonly record struct Sample(long Appended, long First, long Last);
}
