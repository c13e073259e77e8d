using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Copies events, and the tables that lists read beside them, into the store of another database.</summary>
/// <remarks>The tables that are copied from are only read, by plain queries: nobody waits for a copy.</remarks>
internal static class EventCopy
{
    private const string Events = $"{EventStore.Schema}.mt_events";
    private const string Streams = $"{EventStore.Schema}.mt_streams";
    private const string DeadLetters = $"{EventStore.Schema}.mt_doc_deadletterevent";

    // What grows with the events and serves commands only is not copied, and neither are the tiles of the map.
    private static readonly string[] Beside =
    [
        CityCatalogueTable, StoreTables.Quarantine, DeadLetters, HistoricSourceTable.Name, $"{EventStore.Schema}.boundary",
        PictureKeyTable,
    ];

    private const string CityCatalogueTable = $"{EventStore.Schema}.city";

    // Links in an answer have the same signature when it is asked again.
    private const string PictureKeyTable = $"{EventStore.Schema}.picture_key";

    /// <summary>Copies the events after one sequence up to another, with their streams.</summary>
    /// <param name="from">The store.</param>
    /// <param name="to">The other database.</param>
    /// <param name="after">The other database has the events up to this sequence.</param>
    /// <param name="until">The last sequence to copy.</param>
    /// <param name="cancellation">Cancels it; what is copied so far is rolled back.</param>
    public static async Task Append(
        NpgsqlDataSource from, NpgsqlDataSource to, long after, long until, CancellationToken cancellation)
    {
        if (until <= after)
            return;
        await using var reader = await from.OpenConnectionAsync(cancellation);
        await using var writer = await to.OpenConnectionAsync(cancellation);
        await using var transaction = await writer.BeginTransactionAsync(cancellation);
        var range = FormattableString.Invariant($"seq_id > {after} and seq_id <= {until}");
        var streams = await Columns(reader, Streams, cancellation);
        await Sql.Execute(writer, $"create temp table copied (like {Streams}) on commit drop", cancellation);
        await Copy(
            reader, $"(select {streams} from {Streams} where id in (select stream_id from {Events} where {range}))", writer,
            $"copied ({streams})", cancellation);
        await Sql.Execute(writer, $"insert into {Streams} ({streams}) select {streams} from copied on conflict do nothing", cancellation);
        var events = await Columns(reader, Events, cancellation);
        await Copy(
            reader, $"(select {events} from {Events} where {range} order by seq_id)", writer, $"{Events} ({events})", cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Removes the events after a sequence from a copy.</summary>
    public static async Task Cut(NpgsqlDataSource copy, long after, CancellationToken cancellation)
    {
        await using var command = copy.CreateCommand($"delete from {Events} where seq_id > $1");
        command.Parameters.Add(new() { Value = after });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Removes all events and streams from a copy.</summary>
    public static async Task Clear(NpgsqlDataSource copy, CancellationToken cancellation)
    {
        await using var command = copy.CreateCommand($"truncate {Events}, {Streams} cascade");
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Replaces the tables beside the events by those of the store.</summary>
    public static async Task CopyTables(NpgsqlDataSource from, NpgsqlDataSource to, CancellationToken cancellation)
    {
        await using var reader = await from.OpenConnectionAsync(cancellation);
        await using var writer = await to.OpenConnectionAsync(cancellation);
        foreach (var table in Beside)
        {
            if (!await Sql.HasTable(from, table, cancellation) || !await Sql.HasTable(to, table, cancellation))
                continue;
            var columns = await Columns(reader, table, cancellation);
            await Sql.Execute(writer, $"truncate {table} cascade", cancellation);
            await Copy(reader, $"(select {columns} from {table})", writer, $"{table} ({columns})", cancellation);
        }
    }

    private static async Task Copy(
        NpgsqlConnection from, string rows, NpgsqlConnection to, string table, CancellationToken cancellation)
    {
        await using var source = await from.BeginRawBinaryCopyAsync($"copy {rows} to stdout (format binary)", cancellation);
        await using var target = await to.BeginRawBinaryCopyAsync($"copy {table} from stdin (format binary)", cancellation);
        await source.CopyToAsync(target, cancellation);
    }

    // In the order in which both sides name them.
    private static async Task<string> Columns(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
            where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''
            """, connection);
        command.Parameters.Add(new() { Value = table });
        return (string)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
