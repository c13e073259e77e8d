using Incidents.Projections;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Brings the read models of a copied store to given positions, with the projections that write the live ones.</summary>
/// <param name="source">The database.</param>
/// <param name="readModels">The read models.</param>
/// <param name="pages">Reads the events.</param>
/// <param name="quarantine">Events that the live read models skipped.</param>
internal sealed class ReadModelReplica(
    NpgsqlDataSource source, ReadModels readModels, EventPages pages, QuarantineTable quarantine)
{
    /// <summary>Names of the read models.</summary>
    public IEnumerable<string> Names => readModels.Projections.Select(projection => projection.Name);

    /// <summary>Makes them empty.</summary>
    public async Task Clear(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        foreach (var projection in readModels.Projections)
        {
            foreach (var table in projection.Tables)
                await Sql.Execute(connection, $"drop table if exists {ReadModels.Schema}.{table}", cancellation);
            await Sql.Execute(connection, projection.Ddl(ReadModels.Schema), cancellation);
            await new ReadModelProgress(0, projection.Version).Write(connection, projection.Name, cancellation);
        }
    }

    /// <summary>Applies the events after one position up to another to one read model.</summary>
    /// <param name="name">Name of the read model.</param>
    /// <param name="after">Where it is.</param>
    /// <param name="until">Where it is to be.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task Advance(string name, long after, long until, CancellationToken cancellation)
    {
        var projection = readModels.Projections.First(p => p.Name == name);
        var writer = new PageWriter(projection, ReadModels.Schema);
        var skipped = await quarantine.Skipped(name, cancellation);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        while (after < until)
        {
            var page = await pages.Read(after, until, cancellation);
            var given = pages.For(page.Events, name, skipped);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            if (given.Count > 0)
                await writer.WriteAround(connection, given, cancellation);
            after = page.Ceiling;
            await new ReadModelProgress(after, projection.Version).Write(connection, name, cancellation);
            await transaction.CommitAsync(cancellation);
        }
    }
}
