using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Domain;
using Marten;
using NodaTime;

namespace Incidents.Api.Store;

/// <summary>Names and JSON of the events, as Marten itself would write them.</summary>
internal sealed class EventCatalogue
{
    private readonly FrozenDictionary<Type, (string Name, string DotNetType)> byType;
    private readonly FrozenDictionary<string, Type> byName;

    private readonly EventUpcasts upcasts;

    /// <summary>The catalogue of a store.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="upcasts">How old events are read; default as this build does.</param>
    public EventCatalogue(IReadOnlyStoreOptions options, EventUpcasts? upcasts = null)
    {
        this.upcasts = upcasts ?? EventUpcasts.Current;
        var graph = (Marten.Events.EventGraph)((StoreOptions)options).Events;
        byType = EventStore.EventTypes.ToFrozenDictionary(
            t => t, t => (graph.EventMappingFor(t).EventTypeName, graph.EventMappingFor(t).DotNetTypeName));
        byName = byType.ToFrozenDictionary(p => p.Value.Name, p => p.Key);
    }

    /// <summary>The name of the events of a type, as stored.</summary>
    public string NameOf(Type type) => byType[type].Name;

    /// <summary>The type of the events of a name.</summary>
    public Type TypeOf(string name) => byName[name];

    public (string Name, string DotNetType) Of(object @event) => byType[@event.GetType()];

    /// <summary>The event's content, with sorted names and without blanks.</summary>
    public string Write(object @event) => Encoding.UTF8.GetString(WriteUtf8(@event));

    /// <summary>The same in UTF-8.</summary>
    public byte[] WriteUtf8(object @event) => JsonSerializer.SerializeToUtf8Bytes(@event, @event.GetType(), EventJson.Sorted);

    /// <exception cref="InvalidOperationException">The store holds an event of a type that this build does not know.</exception>
    public IDomainEvent Read(string name, string json) =>
        byName.TryGetValue(name, out var type)
            ? (IDomainEvent)JsonSerializer.Deserialize(upcasts.Apply(name, json), type, EventJson.Options)!
            : throw new InvalidOperationException($"The store holds an event '{name}' that this build does not know.");

    /// <summary>The event, as if it had become known at another moment.</summary>
    /// <exception cref="InvalidOperationException">The store holds an event of a type that this build does not know.</exception>
    public IDomainEvent ReadAsKnownAt(string name, string json, OffsetDateTime knownAt)
    {
        var node = JsonNode.Parse(upcasts.Apply(name, json))!.AsObject();
        node["knownAt"] = JsonSerializer.SerializeToNode(knownAt, EventJson.Options);
        return Read(name, node.ToJsonString(EventJson.Options));
    }
}
