using System.Text;
using System.Text.Json;

namespace Incidents.Api.Subscriptions;

/// <summary>Messages to a client, by the protocol <c>graphql-transport-ws</c>.</summary>
internal static class SocketFrames
{
    private const int MostReasonBytes = 123;

    /// <summary>The beginning of a result of an operation; its JSON and a closing brace follow.</summary>
    public static byte[] Next(string id) =>
        Encoding.UTF8.GetBytes($$"""{"id":{{JsonSerializer.Serialize(id)}},"type":"next","payload":""");

    /// <summary>A reason for which a connection is closed, cut to what a close frame has room for.</summary>
    /// <param name="text">The reason.</param>
    public static string Reason(string text)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Encoding.UTF8.GetByteCount(text.AsSpan(0, length + rune.Utf16SequenceLength)) > MostReasonBytes)
                break;
            length += rune.Utf16SequenceLength;
        }
        return text[..length];
    }

    /// <summary>A message.</summary>
    /// <param name="id">Id of the operation; null where it is about none.</param>
    /// <param name="type">Its type.</param>
    /// <param name="payload">Its payload as JSON; empty for none.</param>
    public static byte[] Of(string? id, string type, ReadOnlyMemory<byte> payload)
    {
        var operation = id is null ? "" : $"\"id\":{JsonSerializer.Serialize(id)},";
        var head = Encoding.UTF8.GetBytes($"{{{operation}\"type\":\"{type}\"");
        return payload.IsEmpty ? [.. head, (byte)'}'] : [.. head, .. ",\"payload\":"u8, .. payload.Span, (byte)'}'];
    }
}

/// <summary>An operation of a client on its connection.</summary>
/// <param name="next">The beginning of each of its results.</param>
internal sealed class SocketOperation(byte[] next)
{
    /// <summary>The beginning of each of its results.</summary>
    public byte[] Next => next;

    /// <summary>Cancelled when its client ends it.</summary>
    public CancellationTokenSource Ended { get; } = new();

    /// <summary>The subscription; null where it has not begun, or is none.</summary>
    public LiveSubscription? Subscription { get; set; }

    /// <summary>What begins it.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>Ends it because its client does; nothing more is sent of it.</summary>
    public Task End(Func<LiveSubscription, Task> forget)
    {
        Ended.Cancel();
        if (Subscription is not { } subscription)
            return Task.CompletedTask;
        subscription.End(new(null));
        return forget(subscription);
    }
}
