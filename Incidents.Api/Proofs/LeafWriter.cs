using Incidents.Api.Store;
using Incidents.Domain.Proofs;
using Npgsql;

namespace Incidents.Api.Proofs;

/// <summary>Which store a run of leaves is of.</summary>
internal enum RunKind : short
{
    /// <summary>Events.</summary>
    Event = 1,

    /// <summary>Entries of the access log.</summary>
    Access = 2,
}

/// <summary>Adds leaves to a log in a transaction.</summary>
internal sealed class LeafWriter
{
    private readonly NpgsqlConnection connection;
    private readonly MerkleTiles tiles;
    private readonly List<(RunKind Kind, long Index, long Number, long Count)> runs = [];
    private readonly List<(long Index, CaseList List)> lists = [];

    private LeafWriter(NpgsqlConnection connection, LogRow row, MerkleTiles tiles) =>
        (this.connection, Row, this.tiles) = (connection, row, tiles);

    /// <summary>The state of the log with what was added.</summary>
    public LogRow Row { get; private set; }

    /// <summary>Begins.</summary>
    public static async Task<LeafWriter> Begin(NpgsqlConnection connection, LogRow row, CancellationToken cancellation) =>
        new(connection, row, await TreeRows.Open(connection, row.Number, row.Size, cancellation));

    /// <summary>Adds the leaves of events or entries, in the order of their numbers.</summary>
    public void Add(RunKind kind, IEnumerable<Commitment> commitments)
    {
        foreach (var next in commitments)
        {
            var index = tiles.Size;
            tiles.Add(MerkleTree.LeafHash(
                kind == RunKind.Event ? ProofLeaf.Event(next.Id, next.Hash) : ProofLeaf.Access(next.Id, next.Hash)));
            if (runs is [.., var run] && run.Kind == kind && run.Number + run.Count == next.Sequence && run.Index + run.Count == index)
                runs[^1] = run with { Count = run.Count + 1 };
            else
                runs.Add((kind, index, next.Sequence, 1));
            Row = kind == RunKind.Event ? Row with { EventsUntil = next.Sequence } : Row with { AccessUntil = next.Sequence };
        }
        Row = Row with { Size = tiles.Size };
    }

    /// <summary>Adds the list of a case.</summary>
    public void Add(CaseList list)
    {
        lists.Add((tiles.Size, list));
        tiles.Add(MerkleTree.LeafHash(ProofLeaf.Case(list.Case, list.Count, list.Root)));
        Row = Row with { Size = tiles.Size };
    }

    /// <summary>Adds what was signed of the log before.</summary>
    public void Add(Checkpoint last)
    {
        tiles.Add(MerkleTree.LeafHash(ProofLeaf.Origin(last)));
        Row = Row with { Size = tiles.Size };
    }

    /// <summary>Writes all of it.</summary>
    public async Task End(CancellationToken cancellation)
    {
        await TreeRows.Write(connection, Row.Number, tiles, cancellation);
        // A run that continues the one before is written into its row.
        await using (var command = new NpgsqlCommand(
            $"""
             with t as (select * from unnest($2, $3, $4, $5) as t (kind, first_index, first_number, count)),
             grown as (
                 update {ProofTables.Run} r set count = r.count + t.count from t
                 where r.log = $1 and r.kind = t.kind and r.first_number = (
                         select max(l.first_number) from {ProofTables.Run} l
                         where l.log = $1 and l.kind = t.kind and l.first_number < t.first_number)
                     and r.first_number + r.count = t.first_number and r.first_index + r.count = t.first_index
                 returning t.kind, t.first_number)
             insert into {ProofTables.Run} (log, kind, first_index, first_number, count)
             select $1, kind, first_index, first_number, count from t
             where not exists (select from grown g where g.kind = t.kind and g.first_number = t.first_number)
             """,
            connection))
        {
            command.Parameters.Add(new() { Value = Row.Number });
            command.Parameters.Add(new() { Value = runs.Select(run => (short)run.Kind).ToArray() });
            command.Parameters.Add(new() { Value = runs.Select(run => run.Index).ToArray() });
            command.Parameters.Add(new() { Value = runs.Select(run => run.Number).ToArray() });
            command.Parameters.Add(new() { Value = runs.Select(run => run.Count).ToArray() });
            await command.ExecuteNonQueryAsync(cancellation);
        }
        foreach (var (index, list) in lists)
            await list.Insert(connection, Row.Number, index, cancellation);
        await Row.Update(connection, cancellation);
    }
}
