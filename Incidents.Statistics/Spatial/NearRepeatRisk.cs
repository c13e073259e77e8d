namespace Incidents.Statistics.Spatial;

/// <summary>Where a near-repeat table says that the risk is raised at a given time.</summary>
/// <remarks>Johnson, Bowers, Birks and Pease, "Predictive mapping of crime by ProMap", 2009.</remarks>
public static class NearRepeatRisk
{
    /// <summary>
    /// A ring around each recent event for every band of distance that has more pairs than chance at the age that the event has now.
    /// </summary>
    /// <param name="events">The events that the table was made of; only those not later than <paramref name="now"/> count.</param>
    /// <param name="space">The table's bands of distance.</param>
    /// <param name="time">The table's bands of time.</param>
    /// <param name="table">The table, with permutations.</param>
    /// <param name="now">The time, in the events' unit of time.</param>
    /// <param name="level">Largest p (greater) of an entry that counts.</param>
    /// <returns>The rings, highest risk first. None where nothing is significant or nothing happened recently.</returns>
    /// <exception cref="ArgumentException">The table is not of these bands, or was made without permutations.</exception>
    public static IReadOnlyList<RiskRing> At(
        IReadOnlyList<SpaceTimePoint> events, Bands space, Bands time, KnoxTable table, double now, double level = 0.05)
    {
        var (spaces, times) = (space.Labels, time.Labels);
        if (table.Entries.Count != spaces.Count * times.Count
            || table.Entries.Where((e, i) => e.Space != spaces[i / times.Count] || e.Time != times[i % times.Count]).Any())
            throw new ArgumentException("The table is not of these bands.", nameof(table));
        if (table.Entries.Any(e => e.PGreater is null))
            throw new ArgumentException("A table without permutations has no p.", nameof(table));
        List<RiskRing> rings = [];
        for (var i = 0; i < events.Count; i++)
        {
            var age = now - events[i].Time;
            if (age < 0 || time.Of(age) is not (>= 0 and var t))
                continue;
            for (var s = 0; s < space.Count; s++)
            {
                var entry = table.Entries[s * time.Count + t];
                if (entry.PGreater <= level && entry.Ratio > 1)
                    rings.Add(
                        new(i, events[i].Place, space.Edges[s], space.Edges[s + 1], entry.Ratio!.Value,
                        events[i].Time + time.Edges[t + 1]));
            }
        }

        return [.. rings.OrderByDescending(r => r.Ratio).ThenBy(r => r.Event)];
    }
}

/// <summary>A ring of raised risk around an event.</summary>
/// <param name="Event">Number of the event, from 0.</param>
/// <param name="Centre">Place of the event.</param>
/// <param name="InnerRadius">Inner edge; 0 for a disc.</param>
/// <param name="OuterRadius">Outer edge.</param>
/// <param name="Ratio">The Knox ratio: observed pairs / pairs by chance.</param>
/// <param name="Until">When the event leaves this band of time.</param>
public sealed record RiskRing(int Event, PlanarPoint Centre, double InnerRadius, double OuterRadius, double Ratio, double Until);
