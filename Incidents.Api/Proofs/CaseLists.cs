using Incidents.Api.Cases;
using Incidents.Api.Store;
using Incidents.Domain.Cases;
using Incidents.Domain.Proofs;
using Incidents.Projections;
using Npgsql;

namespace Incidents.Api.Proofs;

/// <summary>The lists of cases: number of entries and root over their leaves, so that one that is left out is noticed.</summary>
/// <remarks>
/// The entries of a case are the events of those streams that its timeline has at that moment: its own, those of cases that were merged
/// into it, of what is attached, and of signals that are linked to attached incidents; and single events of the case that it was split off
/// from, which concern the items that came along. They are in the order of their numbers. A list is added to the log after each page that
/// has an event of the case, and before an export.
/// </remarks>
internal sealed class CaseLists(EventReader reader, EventCatalogue catalogue, CaseTimelines timelines, CaseFiles files)
{
    private readonly HashSet<string> types =
        [.. EventStore.EventTypes.Where(type => type.Namespace == typeof(Case).Namespace).Select(catalogue.NameOf)];

    /// <summary>The lists of the cases that have an event among some.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="events">The events.</param>
    /// <param name="until">Number of the last event that is in the log.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task<IReadOnlyList<CaseList>> Changed(
        NpgsqlConnection connection, IEnumerable<Commitment> events, long until, CancellationToken cancellation)
    {
        var lists = new List<CaseList>();
        foreach (var id in events.Where(next => types.Contains(next.Type)).Select(next => next.Stream).Distinct())
        {
            if (await Of(connection, id, until, cancellation) is { } list)
                lists.Add(list);
        }
        return lists;
    }

    /// <summary>The list of a case; null where there is none.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="id">The case.</param>
    /// <param name="until">Number of the last event that is in the log.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task<CaseList?> Of(NpgsqlConnection connection, Guid id, long until, CancellationToken cancellation)
    {
        if (await Entries(id, until, RowSight.All, cancellation) is not { } selection)
            return null;
        var entries = await Commitments.Of(connection, selection, until, cancellation);
        var root = MerkleTree.Root([.. entries.Select(entry => MerkleTree.LeafHash(ProofLeaf.Event(entry.Id, entry.Hash)))]);
        return new(id, entries.Count, root, until) { Entries = selection };
    }

    /// <summary>The events that a case consists of; null where there is no such case.</summary>
    /// <param name="id">The case.</param>
    /// <param name="until">Number of the last event that counts.</param>
    /// <param name="sight">What is seen of alerts, calls, violations and incidents.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task<EventSelection?> Entries(Guid id, long until, RowSight sight, CancellationToken cancellation)
    {
        var events = await reader.Read([id], null, cancellation, withBlocked: true);
        if (LoadedStream<Case>.Of([.. events.Where(stored => stored.Sequence <= until)]) is not { } stream)
            return null;
        var scope = await timelines.Scope(new(id, stream, files, sight, null), null, cancellation);
        var whole = scope.Own.Where(stored => !scope.OfOrigin.Contains(stored.Sequence)).Select(stored => stored.StreamId);
        return new(whole.Append(id).Concat(scope.Things).ToHashSet()) { Single = scope.OfOrigin };
    }
}
