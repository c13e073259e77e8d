using Incidents.Domain;
using Incidents.Projections;
using Incidents.Projections.Outages;
using Incidents.Projections.Timelines;
using NodaTime;

namespace Incidents.Api.Timelines;

/// <summary>By which clocks the entries of timelines occurred, and where two of them do not tell the order.</summary>
internal sealed class TimelineClocks
{
    private readonly Dictionary<Guid, string?> devices;
    private readonly Dictionary<Guid, string> towns;
    private IReadOnlyDictionary<(string City, string DeviceId, LocalDate Day), DeviceClock> measured =
        new Dictionary<(string City, string DeviceId, LocalDate Day), DeviceClock>();

    private TimelineClocks(IReadOnlyCollection<StoredEvent> stored, IReadOnlyList<TimelineEntry> timeline)
    {
        devices = timeline.Where(e => e.DeviceId is not null).GroupBy(e => e.SubjectId)
            .ToDictionary(of => of.Key, of => of.First().DeviceId);
        towns = stored.Where(e => e.Event is IDeviceReport).GroupBy(e => e.StreamId)
            .ToDictionary(of => of.Key, of => ((IDeviceReport)of.First().Event).Place.City);
    }

    /// <summary>Reads what is known of the clocks: one query for all entries.</summary>
    /// <param name="stored">The events, with those that began their subjects.</param>
    /// <param name="timeline">The timeline, or the timelines, of these events.</param>
    /// <param name="outages">Reads what was measured of the clocks of devices.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<TimelineClocks> Read(
        IReadOnlyCollection<StoredEvent> stored, IReadOnlyList<TimelineEntry> timeline, OutageReader outages,
        CancellationToken cancellation)
    {
        var clocks = new TimelineClocks(stored, timeline);
        clocks.measured = await outages.Clocks(
            [.. timeline.Select(clocks.KeyOf).OfType<(string City, string DeviceId, LocalDate Day)>()], cancellation);
        return clocks;
    }

    /// <summary>The clock by which an entry occurred.</summary>
    public CaseClock Of(TimelineEntry entry) => CaseClock.Of(
        entry, devices.GetValueOrDefault(entry.SubjectId), KeyOf(entry) is { } key ? measured.GetValueOrDefault(key) : null);

    /// <summary>A timeline in order of occurrence, each entry with the mark where its order after the one before it is not known.</summary>
    public IReadOnlyList<TimelineEntry> Marked(IReadOnlyList<TimelineEntry> timeline)
    {
        var entries = timeline.Select(entry => (Entry: entry, Clock: Of(entry))).ToArray();
        return
        [
            .. entries.Select((second, i) => i > 0 && CaseClock.IsOrderUnknown(entries[i - 1], second)
                ? second.Entry with { IsOrderUnknown = true }
                : second.Entry),
        ];
    }

    // The device that reported the subject of an entry, and the day on which the entry arrived.
    private (string City, string DeviceId, LocalDate Day)? KeyOf(TimelineEntry entry) =>
        devices.GetValueOrDefault(entry.SubjectId) is { } device && towns.TryGetValue(entry.SubjectId, out var town)
            ? (town, device, entry.KnownAt.Date)
            : null;
}
