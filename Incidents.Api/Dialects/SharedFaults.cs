using NodaTime;

namespace Incidents.Api.Dialects;

/// <summary>When states of other parts of a device, which have the same fault, changed.</summary>
/// <remarks>
/// A device has one fault of a kind, whichever of its disks it is of: it is over when the last of them is well, and what one of them ends
/// begins again where another one lasts.
/// </remarks>
/// <param name="Others">Key, moment and whether it became faulty, of the other parts.</param>
internal sealed record SharedFaults(IReadOnlyList<(string Key, Instant At, bool IsActive)> Others)
{
    /// <summary>When the fault is over that ends in one part; null while it lasts in another one.</summary>
    public Instant? Over(Instant at)
    {
        while (true)
        {
            var lasting = Others.Where(other => other.At <= at).GroupBy(other => other.Key)
                .Select(part => part.OrderBy(change => change.At).ThenBy(change => !change.IsActive).Last())
                .Where(last => last.IsActive).Select(last => last.Key).ToList();
            if (lasting.Count == 0)
                return at;
            if (Others.Where(other => lasting.Contains(other.Key) && other.At > at && !other.IsActive).Min(other => (Instant?)other.At)
                is not { } next)
                return null;
            at = next;
        }
    }

    /// <summary>When another part was said to be well, while the fault lasts in one; null where none was.</summary>
    /// <param name="from">When it began.</param>
    /// <param name="until">When it was over, or null.</param>
    public Instant? Within(Instant from, Instant? until) => Others
        .Where(other => !other.IsActive && other.At >= from && !(other.At >= until)).Max(other => (Instant?)other.At);
}
