using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Marten;
using Marten.Services.Json.Transformations;

namespace Incidents.Api.Store;

/// <summary>How the content of events that earlier builds wrote is read as today's.</summary>
/// <remarks>
/// Stored events never change. Where an event has another shape today, its type has an upcast here, and everything that reads events passes
/// it: decisions, timelines, the daemon and rebuilds. A field that is merely new needs none: it is null in old events.
/// </remarks>
/// <param name="byType">Changes the content of an event of a type, as stored; leaves one of today's as it is.</param>
internal sealed class EventUpcasts(IReadOnlyDictionary<string, Action<JsonObject>> byType)
{
    /// <summary>Those of this build.</summary>
    public static readonly EventUpcasts Current = new(FrozenDictionary<string, Action<JsonObject>>.Empty);

    /// <summary>The content as today's.</summary>
    /// <param name="type">The event's type, as stored.</param>
    /// <param name="json">Its content, as stored.</param>
    public string Apply(string type, string json)
    {
        if (byType.Count == 0 || !byType.TryGetValue(type, out var upcast) || JsonNode.Parse(json) is not JsonObject content)
            return json;
        upcast(content);
        return content.ToJsonString(EventJson.Options);
    }

    /// <summary>Has Marten read the same way.</summary>
    /// <param name="options">The store's options, with all event types.</param>
    /// <param name="catalogue">Reads the events.</param>
    public void AddTo(StoreOptions options, EventCatalogue catalogue)
    {
        foreach (var type in byType.Keys)
        {
            options.Events.Upcast(catalogue.TypeOf(type), type, new JsonTransformation(
                (_, reader, index) => catalogue.Read(type, reader.GetString(index)),
                async (_, reader, index, cancellation) =>
                    catalogue.Read(type, await reader.GetFieldValueAsync<string>(index, cancellation))));
        }
    }
}
