using Incidents.Api.Store;
using Incidents.Domain.Cases;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>Follows the merges of cases: a case that became part of another may be part of a third by it.</summary>
internal static class CaseMerges
{
    /// <summary>The cases that a case is part of, from the one that it was merged into to the last; none where it is of none.</summary>
    /// <param name="events">Reads the cases.</param>
    /// <param name="part">The case.</param>
    /// <param name="asKnownAt">As known at a moment; null for now.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task<IReadOnlyList<(Guid Id, Case State)>> Above(
        this EventReader events, Case part, Instant? asKnownAt, CancellationToken cancellation)
    {
        var (above, known) = (new List<(Guid, Case)>(), new HashSet<Guid>());
        // Merges are never a circle; one that was made while they were read is not followed for ever.
        for (var whole = part; whole.MergedInto is { } into && known.Add(into);)
        {
            if (await events.Open<Case>(into, asKnownAt, cancellation) is not { } next)
                break;
            above.Add((into, whole = next.State));
        }
        return above;
    }
}
