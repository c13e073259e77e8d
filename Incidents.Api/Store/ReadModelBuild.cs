using Incidents.Projections;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>How far a rebuild has come.</summary>
/// <param name="Projection">Name of the projection.</param>
/// <param name="Position">Sequence of the last event applied.</param>
/// <param name="Target">Sequence of the last event to apply, as known so far.</param>
internal readonly record struct RebuildProgress(string Projection, long Position, long Target);

/// <summary>Tables of a read model under construction, beside the live ones.</summary>
/// <param name="projection">The read model.</param>
/// <param name="pages">Reads the events.</param>
/// <param name="quarantine">Events that the live one skips.</param>
/// <param name="report">Is called after each page.</param>
internal sealed class ReadModelBuild(
    TableProjection projection, EventPages pages, QuarantineTable quarantine, Action<RebuildProgress> report)
{
    private readonly PageWriter writer = new(projection, ReadModels.RebuildSchema);
    private readonly List<UnappliableEvent> unappliable = [];

    /// <summary>Sequence of the last event that the tables hold.</summary>
    public long Position { get; private set; }

    /// <summary>Events that could not be applied, and that are not quarantined.</summary>
    public IReadOnlyList<UnappliableEvent> Unappliable => unappliable;

    /// <summary>Makes empty tables in the place of those that an earlier rebuild left.</summary>
    public async Task Begin(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await Sql.Execute(connection, $"create schema if not exists {ReadModels.RebuildSchema}", cancellation);
        await Drop(connection, cancellation);
        await Sql.Execute(connection, projection.Ddl(ReadModels.RebuildSchema), cancellation);
    }

    /// <summary>Applies the events up to a sequence, a transaction a page.</summary>
    public async Task CatchUp(NpgsqlConnection connection, long target, CancellationToken cancellation)
    {
        while (Position < target)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await Apply(connection, Math.Min(target, Position + ReadModelFeed.PageSize), cancellation);
            await transaction.CommitAsync(cancellation);
        }
    }

    /// <summary>Applies the events up to a sequence within the connection's transaction.</summary>
    /// <returns>Forgets them again, where the transaction is rolled back.</returns>
    public async Task<Action> Apply(NpgsqlConnection connection, long target, CancellationToken cancellation)
    {
        var (position, faults) = (Position, unappliable.Count);
        // What the live one skips is skipped here too: its release stands where it was released.
        var skipped = await quarantine.Skipped(projection.Name, cancellation);
        while (Position < target)
        {
            var page = await pages.Read(Position, target, cancellation);
            var given = pages.For(page.Events, projection.Name, skipped);
            if (given.Count > 0)
                unappliable.AddRange(await writer.WriteAround(connection, given, cancellation));
            Position = page.Ceiling;
            report(new(projection.Name, Position, target));
        }
        return () =>
        {
            Position = position;
            unappliable.RemoveRange(faults, unappliable.Count - faults);
        };
    }

    /// <summary>Drops the tables.</summary>
    public async Task Drop(NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var table in projection.Tables)
            await Sql.Execute(connection, $"drop table if exists {ReadModels.RebuildSchema}.{table}", cancellation);
    }
}
