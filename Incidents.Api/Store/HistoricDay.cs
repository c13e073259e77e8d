using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Store;

/// <summary>The day from which a historic source says that something was known.</summary>
/// <param name="Source">The source.</param>
/// <param name="Day">The local day of its batch.</param>
/// <param name="City">The city whose day it is.</param>
/// <param name="IsOfBatch">
/// Whether it belongs to a batch that an import began: its days come in any order, and all are closed when the batch ends. Otherwise the
/// days of the source come in order, and one closes those before it.
/// </param>
internal sealed record HistoricDay(string Source, LocalDate Day, string City, bool IsOfBatch)
{
    /// <summary>The source has published a later batch: figures as known on the day do not change any more.</summary>
    public static readonly Refusal Closed = new(
        ErrorCode.KnownAtClosed, "The source has published a later batch; it adds only what became known after that.", "knownAt");

    /// <summary>What submissions of the source share, so that those without a batch keep their order.</summary>
    public Guid Lane { get; } = Identity.Stream("historicSource", Source, "");
}

/// <summary>The last closed days of historic sources, as a page of streams was read, and as it changes them.</summary>
internal sealed class HistoricDays
{
    private readonly Dictionary<string, (DateOnly Read, DateOnly Now)> closed = new(StringComparer.Ordinal);
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);

    /// <summary>Sources for which something is appended, with the day closed before and after.</summary>
    public IEnumerable<(string Source, DateOnly Before, DateOnly After)> Changed =>
        changed.Order(StringComparer.Ordinal).Select(source => (source, closed[source].Read, closed[source].Now));

    /// <summary>Takes what the store holds.</summary>
    public void Load(string source, DateOnly day) => closed[source] = (day, day);

    /// <summary>Takes what is to be appended; false where the day is closed.</summary>
    /// <param name="day">The day.</param>
    /// <param name="today">The present local day, which is never closed.</param>
    public bool TryAdd(HistoricDay day, LocalDate today)
    {
        var (read, now) = closed.GetValueOrDefault(day.Source, (DateOnly.MinValue, DateOnly.MinValue));
        var added = day.Day.ToDateOnly();
        if (added <= now && day.Day < today)
            return false;
        if (!day.IsOfBatch && added.AddDays(-1) > now)
            now = added.AddDays(-1);
        closed[day.Source] = (read, now);
        changed.Add(day.Source);
        return true;
    }
}
