using System.Text;
using Incidents.Api.Store;
using Incidents.Domain;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Benchmarks;

/// <summary>An event with the other columns of its row.</summary>
internal sealed record EventRow(Guid Id, Guid StreamId, long Version, IDomainEvent Event, string Type, string DotNetType, string Json)
{
    /// <summary>Headers of the same length as those of an event that came in.</summary>
    public string Headers { get; } = EventCommitment.Headers(Id, StreamId, Version, Type, Encoding.UTF8.GetBytes(Json));

    /// <summary>The report that it follows from, or null.</summary>
    public Original? Original { get; init; }
}

/// <summary>Events and their streams as rows, for binary COPY.</summary>
internal sealed class EventRows
{
    /// <summary>As long as a trace id.</summary>
    public const string Correlation = "0123456789abcdef0123456789abcdef";

    /// <summary>The cause of a reported event.</summary>
    public const string Cause = "report";

    /// <summary>As long as the name of a source.</summary>
    public const string User = "benchmark";

    private readonly EventCatalogue catalog;
    private readonly List<EventRow> events = [];
    private readonly Dictionary<Guid, (string Type, long Version)> streams = [];
    private IReadOnlyList<OriginalRows.Block>? originals;

    public EventRows(EventCatalogue catalog) => this.catalog = catalog;

    /// <summary>The rows in the order of appending.</summary>
    public IReadOnlyList<EventRow> Events => events;

    public void Add(Guid id, Guid streamId, IDomainEvent fact, Original? original = null)
    {
        var (type, version) = streams.TryGetValue(streamId, out var known) ? known : (StreamType.Of(fact), 0);
        streams[streamId] = (type, ++version);
        var (name, dotNetType) = catalog.Of(fact);
        events.Add(new(id, streamId, version, fact, name, dotNetType, catalog.Write(fact)) { Original = original });
    }

    /// <summary>Writes all with binary COPY, in one transaction of one connection, under all indexes and constraints.</summary>
    public async Task Copy(NpgsqlDataSource source)
    {
        var blocks = originals ??= OriginalRows.Of(events);
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var now = DateTime.UtcNow;
        await using (var import = await connection.BeginBinaryImportAsync(
            $"copy {EventStore.Schema}.mt_streams (id, type, version, timestamp, created) from stdin (format binary)"))
        {
            foreach (var (id, (type, version)) in streams)
            {
                await import.StartRowAsync();
                await import.WriteAsync(id, NpgsqlDbType.Uuid);
                await import.WriteAsync(type, NpgsqlDbType.Varchar);
                await import.WriteAsync(version, NpgsqlDbType.Bigint);
                await import.WriteAsync(now, NpgsqlDbType.TimestampTz);
                await import.WriteAsync(now, NpgsqlDbType.TimestampTz);
            }
            await import.CompleteAsync();
        }
        await using (var import = await connection.BeginBinaryImportAsync(
            $"copy {EventStore.Schema}.mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, headers, "
                + "correlation_id, causation_id, user_name) from stdin (format binary)"))
        {
            var sequence = 0L;
            foreach (var row in events)
            {
                await import.StartRowAsync();
                await import.WriteAsync(++sequence, NpgsqlDbType.Bigint);
                await import.WriteAsync(row.Id, NpgsqlDbType.Uuid);
                await import.WriteAsync(row.StreamId, NpgsqlDbType.Uuid);
                await import.WriteAsync(row.Version, NpgsqlDbType.Bigint);
                await import.WriteAsync(row.Json, NpgsqlDbType.Jsonb);
                await import.WriteAsync(row.Type, NpgsqlDbType.Varchar);
                await import.WriteAsync(now, NpgsqlDbType.TimestampTz);
                await import.WriteAsync(row.DotNetType, NpgsqlDbType.Varchar);
                await import.WriteAsync(row.Headers, NpgsqlDbType.Jsonb);
                await import.WriteAsync(Correlation, NpgsqlDbType.Varchar);
                await import.WriteAsync(Cause, NpgsqlDbType.Varchar);
                await import.WriteAsync(User, NpgsqlDbType.Varchar);
            }
            await import.CompleteAsync();
        }
        await OriginalRows.Copy(connection, blocks, now);
        await using var command = new NpgsqlCommand(
            $"select setval('{EventStore.Schema}.mt_events_sequence', {events.Count})", connection, transaction);
        await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }
}
