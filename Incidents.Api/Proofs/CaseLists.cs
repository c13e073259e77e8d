using Incidents.Api.Store;
using Incidents.Domain.Cases;
using Incidents.Domain.Proofs;
using Npgsql;

namespace Incidents.Api.Proofs;

/// <summary>The streams that a case consists of at a moment.</summary>
/// <param name="State">The case.</param>
/// <param name="Streams">The case, what is attached to it, and the cases that were merged into it.</param>
internal sealed record CaseStreams(Case State, IReadOnlyCollection<Guid> Streams);

/// <summary>The lists of cases: number of entries and root over their leaves, so that one that is left out is noticed.</summary>
/// <remarks>
/// The entries of a case are the events of its own stream, of what is attached to it at that moment, and of the cases that were merged into
/// it, in the order of their numbers. A list is added to the log after each page that has an event of the case, and before an export.
/// </remarks>
internal sealed class CaseLists(EventReader reader, EventCatalogue catalogue)
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
        if (await Streams(id, until, cancellation) is not { } found)
            return null;
        var entries = await Commitments.OfStreams(connection, found.Streams, until, cancellation);
        var root = MerkleTree.Root([.. entries.Select(entry => MerkleTree.LeafHash(ProofLeaf.Event(entry.Id, entry.Hash)))]);
        return new(id, entries.Count, root, until);
    }

    /// <summary>What a case consists of; null where there is none.</summary>
    /// <param name="id">The case.</param>
    /// <param name="until">Number of the last event that counts.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task<CaseStreams?> Streams(Guid id, long until, CancellationToken cancellation)
    {
        var events = await reader.Read([id], null, cancellation, withBlocked: true);
        if (LoadedStream<Case>.Of([.. events.Where(stored => stored.Sequence <= until)]) is not { State: var state })
            return null;
        return new(
            state,
            [
                id, .. state.Items.Values.Where(item => item.IsAttached()).Select(item => item.Id),
                .. state.Absorbed.Select(part => part.CaseId),
            ]);
    }
}
