using Incidents.Api.Store;
using Incidents.Domain.Access;
using JasperFx;
using JasperFx.Events;
using Marten;
using Npgsql;
using Weasel.Core;

namespace Incidents.Api.Access.Log;

/// <summary>The Marten store of the access log: a schema, a sequence and connections of its own.</summary>
/// <remarks>
/// Reading does not move the positions of the incidents. Each writer has a stream of its own for each day, so that two hosts never wait for
/// each other and never collide, and a group of entries is one append to one stream.
/// </remarks>
internal sealed class AccessStore : IDisposable
{
    /// <summary>Its schema.</summary>
    public const string Schema = "access";

    /// <summary>The table of the events.</summary>
    public const string Events = $"{Schema}.mt_events";

    /// <summary>The row of the replica that replays use.</summary>
    public const string Replica = $"{Schema}.replica";

    private const string ByContent = "access_by_content";
    private const string ById = "access_by_id";
    private const string ByTime = "access_by_time";

    /// <summary>Indexes for the lists, the key of the watch list, and the row of the replica.</summary>
    public const string Ddl =
        $"""
         create index if not exists {ByContent} on {Events} using gin (data jsonb_path_ops);
         create index if not exists {ById} on {Events} (id);
         create index if not exists {ByTime} on {Events} (timestamp);
         create table if not exists {Replica} (
             one boolean primary key default true check (one), database text not null, token uuid not null, used_at timestamptz not null);
         create table if not exists {Schema}.watch_key (one boolean primary key default true check (one), key bytea not null);
         """;

    /// <summary>Sets it up; nothing is connected yet.</summary>
    public AccessStore(StorePools pools)
    {
        Source = pools.AccessLog;
        var options = new StoreOptions { DatabaseSchemaName = Schema, AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate };
        options.Connection(Source);
        options.UseSystemTextJsonForSerialization(EventJson.Options, EnumStorage.AsString, Casing.CamelCase);
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.EnableBigIntEvents = true;
        options.Events.MetadataConfig.HeadersEnabled = true;
        options.Events.AddEventTypes([typeof(AccessRecorded), typeof(WatchBegun), typeof(WatchEnded)]);
        foreach (var index in (string[])[ByContent, ById, ByTime])
            options.Events.IgnoreIndex(index);
        Documents = new DocumentStore(options);
    }

    /// <summary>The store.</summary>
    public DocumentStore Documents { get; }

    /// <summary>Its connections.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Creates what the database lacks.</summary>
    public async Task Prepare(CancellationToken cancellation)
    {
        await Documents.Storage.ApplyAllConfiguredChangesToDatabaseAsync().WaitAsync(cancellation);
        await using var command = Source.CreateCommand(Ddl);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => Documents.Dispose();
}
