using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Incidents.Domain;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>States of long streams, so that a stream of 100,000 events is decided on as fast as one of 10.</summary>
/// <remarks>
/// A snapshot only saves reading: it is written with the events that it covers, belongs to the build that made it (another one folds the
/// events anew), and can be deleted at any time. The ids of the events that it covers are kept beside it: a repeated report is found, and
/// its stream is then read in full.
/// </remarks>
internal static class StreamSnapshots
{
    /// <summary>Table of the states.</summary>
    public const string Table = $"{EventStore.Schema}.snapshot";

    /// <summary>Table of the ids of the events covered.</summary>
    public const string Covered = $"{EventStore.Schema}.snapshot_event";

    /// <summary>A stream gets a snapshot when it has so many events since its last one.</summary>
    public const int Every = 100;

    /// <summary>The tables.</summary>
    public const string Ddl =
        $"""
         create table if not exists {Table} (
             stream_id uuid primary key, version bigint not null, build uuid not null, state_type text not null, state jsonb not null);
         create table if not exists {Covered} (stream_id uuid, id uuid, primary key (stream_id, id));
         """;

    /// <summary>The build that the states are of.</summary>
    public static readonly Guid Build = typeof(StreamState).Assembly.ManifestModule.ModuleVersionId;

    private static readonly FrozenDictionary<string, Type> States = typeof(StreamState).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(StreamState))).ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);

    // A state is all of its fields, public or not; what its properties compute from them is not kept.
    private static readonly JsonSerializerOptions Options = new(EventJson.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepFields } },
    };

    /// <summary>A state as JSON.</summary>
    public static string Write(StreamState state) => JsonSerializer.Serialize(state, state.GetType(), Options);

    /// <summary>A state that was written by this build.</summary>
    /// <param name="type">Name of its type.</param>
    /// <param name="json">The state.</param>
    public static StreamState Read(string type, string json) => (StreamState)JsonSerializer.Deserialize(json, States[type], Options)!;

    /// <summary>The commands that keep the states of streams that have become long, in the transaction that appends to them.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Keep(IReadOnlyCollection<StreamPage.Stream> changed)
    {
        foreach (var stream in changed)
        {
            if (stream.SinceSnapshot < Every || stream.FoldAgain() is not { } state)
                continue;
            yield return Sql.Command(
                $"""
                 insert into {Table} as s values ($1, $2, $3, $4, $5::jsonb)
                 on conflict (stream_id) do update set version = excluded.version, build = excluded.build,
                     state_type = excluded.state_type, state = excluded.state
                 """,
                stream.Id, stream.Version, Build, state.GetType().Name, Write(state));
            yield return Sql.Command(
                $"insert into {Covered} select $1, unnest($2) on conflict do nothing", stream.Id, stream.EventIds.ToArray());
        }
    }

    private static void KeepFields(JsonTypeInfo type)
    {
        if (!type.Type.IsSubclassOf(typeof(StreamState)))
            return;
        type.Properties.Clear();
        // Whatever its constructor wants: the fields are all that there is to an object.
        type.CreateObject = () => RuntimeHelpers.GetUninitializedObject(type.Type);
        for (var declaring = type.Type; declaring != typeof(object); declaring = declaring!.BaseType)
        {
            foreach (var field in declaring!.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                var property = type.CreateJsonPropertyInfo(field.FieldType, $"{declaring.Name}.{field.Name}");
                (property.Get, property.Set) = (field.GetValue, field.SetValue);
                type.Properties.Add(property);
            }
        }
    }
}
