using System.Buffers;
using System.Text.Json;
using GraphQL.Transport;
using Incidents.Api.GraphQL;

namespace Incidents.Api.Subscriptions;

/// <summary>Types of messages of a client, by the protocol <c>graphql-transport-ws</c>.</summary>
internal enum SocketMessageType
{
    /// <summary><c>connection_init</c>.</summary>
    Init = 1,

    /// <summary><c>ping</c>.</summary>
    Ping,

    /// <summary><c>pong</c>.</summary>
    Pong,

    /// <summary><c>subscribe</c>.</summary>
    Subscribe,

    /// <summary><c>complete</c>.</summary>
    Complete,
}

/// <summary>A message of a client.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">Id of the operation; empty where it is about none.</param>
/// <param name="Payload">Its payload as JSON; empty where it has none.</param>
internal sealed record SocketMessage(SocketMessageType Type, string Id, ReadOnlyMemory<byte> Payload)
{
    private const int LongestId = 200;

    /// <summary>Reads a message.</summary>
    /// <exception cref="FormatException">It is none; the message states why.</exception>
    public static SocketMessage Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 64 });
            var root = document.RootElement;
            if (root.ValueKind is not JsonValueKind.Object)
                throw new FormatException("A message is a JSON object.");
            var type = root.TryGetProperty("type", out var named) && named.ValueKind is JsonValueKind.String ? named.GetString() switch
            {
                "connection_init" => SocketMessageType.Init,
                "ping" => SocketMessageType.Ping,
                "pong" => SocketMessageType.Pong,
                "subscribe" => SocketMessageType.Subscribe,
                "complete" => SocketMessageType.Complete,
                _ => throw new FormatException("There is no such type of message."),
            } : throw new FormatException("A message has a type.");
            var payload = root.TryGetProperty("payload", out var given) && given.ValueKind is not JsonValueKind.Null
                ? JsonSerializer.SerializeToUtf8Bytes(given)
                : ReadOnlyMemory<byte>.Empty;
            if (type is not (SocketMessageType.Subscribe or SocketMessageType.Complete))
                return new(type, "", payload);
            return root.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String
                && id.GetString() is { Length: > 0 and <= LongestId } text
                    ? new(type, text, payload)
                    : throw new FormatException($"An operation has an id of 1 to {LongestId} characters.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("A message is JSON.", e);
        }
    }

    /// <summary>The request of a <c>subscribe</c>.</summary>
    /// <exception cref="FormatException">It is none; the message states why.</exception>
    public GraphQLRequest Request() => Payload.IsEmpty
        ? throw new FormatException("An operation has a payload with its query.")
        : GraphQLRequestReader.Read(new ReadOnlySequence<byte>(Payload));

    /// <summary>The token of a <c>connection_init</c>, as <c>Authorization</c> has it; null where it has none.</summary>
    /// <exception cref="FormatException">The payload is no object.</exception>
    public string? Authorization()
    {
        if (Payload.IsEmpty)
            return null;
        using var document = JsonDocument.Parse(Payload);
        if (document.RootElement.ValueKind is not JsonValueKind.Object)
            throw new FormatException("The payload of connection_init is an object.");
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (member.Name.Equals("authorization", StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind is JsonValueKind.String)
                return member.Value.GetString();
        }
        return null;
    }
}
