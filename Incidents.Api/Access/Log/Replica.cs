using Incidents.Api.Store;
using Npgsql;

namespace Incidents.Api.Access.Log;

/// <summary>The store as it was at earlier positions, in a database of its own, with a host that answers from it.</summary>
/// <remarks>
/// It goes forward by copying further events and applying them; to go back it begins again. The live tables are only read. Its events are
/// copies of what the store holds today, so that what was masked since is masked in it too.
/// </remarks>
internal sealed class Replica : IAsyncDisposable
{
    private readonly StorePools live;
    private readonly IReplicaHost host;
    private readonly NpgsqlDataSource source;
    private readonly ReadModelReplica readModels;
    private readonly Dictionary<string, long> positions;

    private Replica(StorePools live, IReplicaHost host, string database, long masking)
    {
        (this.live, this.host, Database, Masking) = (live, host, database, masking);
        var services = host.Services;
        source = services.GetRequiredService<StorePools>().Upkeep;
        readModels = ActivatorUtilities.CreateInstance<ReadModelReplica>(services, source);
        positions = readModels.Names.ToDictionary(name => name, _ => 0L);
    }

    /// <summary>Name of its database.</summary>
    public string Database { get; }

    /// <summary>The last entry about personal data when its first events were copied.</summary>
    public long Masking { get; }

    /// <summary>Which one it is, so that another host's is not taken for it.</summary>
    public Guid Token { get; } = Guid.CreateVersion7();

    /// <summary>The last event that was copied.</summary>
    public long Appended { get; private set; }

    /// <summary>The host that answers from it.</summary>
    public IReplicaHost Host => host;

    /// <summary>Makes the database anew; one of the same name that an earlier process left is removed.</summary>
    public static async Task<Replica> Create(StorePools live, IReplicaHosts hosts, long masking, CancellationToken cancellation)
    {
        var given = new NpgsqlConnectionStringBuilder(live.ConnectionString);
        var name = NameOf(given.Database!);
        await Drop(live, name, cancellation);
        string collate, type;
        await using (var command = live.Upkeep.CreateCommand(
            "select datcollate, datctype from pg_database where datname = current_database()"))
        await using (var row = await command.ExecuteReaderAsync(cancellation))
        {
            await row.ReadAsync(cancellation);
            (collate, type) = (row.GetString(0), row.GetString(1));
        }
        await Execute(
            live, $"create database {Quoted(name)} template template0 encoding 'UTF8' lc_collate '{collate}' lc_ctype '{type}'",
            cancellation);
        var host = await hosts.Open(
            new NpgsqlConnectionStringBuilder(given.ConnectionString) { Database = name, MinPoolSize = 0 }.ConnectionString, cancellation);
        var replica = new Replica(live, host, name, masking);
        await EventCopy.CopyTables(live.Upkeep, replica.source, cancellation);
        await host.Services.GetRequiredService<CityCatalogue>().Load(cancellation);
        return replica;
    }

    /// <summary>Name of the database for replays of a database.</summary>
    public static string NameOf(string database) => $"{(database.Length <= 50 ? database : database[..50])}_replay";

    /// <summary>Removes a database; its connections are ended.</summary>
    public static Task Drop(StorePools live, string database, CancellationToken cancellation) =>
        Execute(live, $"drop database if exists {Quoted(database)} with (force)", cancellation);

    /// <summary>Brings it to positions.</summary>
    /// <param name="appended">The last event.</param>
    /// <param name="wanted">The last event of each read model.</param>
    /// <param name="report">Is called with how much is done, from 0 to 1.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task MoveTo(long appended, IReadOnlyDictionary<string, long> wanted, Action<double> report, CancellationToken cancellation)
    {
        if (positions.Any(p => wanted.TryGetValue(p.Key, out var position) && position < p.Value))
        {
            await EventCopy.Clear(source, cancellation);
            await readModels.Clear(cancellation);
            Appended = 0;
            foreach (var name in positions.Keys)
                positions[name] = 0;
        }
        if (appended < Appended)
            await EventCopy.Cut(source, appended, cancellation);
        // The read models of a moment hold no event that was stored later.
        await EventCopy.Append(live.Upkeep, source, Math.Min(appended, Appended), appended, cancellation);
        Appended = appended;
        var done = 0;
        foreach (var (name, position) in wanted.Where(w => positions.ContainsKey(w.Key)))
        {
            if (position > positions[name])
                await readModels.Advance(name, positions[name], position, cancellation);
            positions[name] = position;
            report((double)++done / positions.Count);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => host.DisposeAsync();

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static async Task Execute(StorePools live, string sql, CancellationToken cancellation)
    {
        await using var command = live.Upkeep.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
