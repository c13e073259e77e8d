using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace Incidents.Api.GraphQL;

/// <summary>A buffer for a response with its JSON writer, reused for later responses.</summary>
internal sealed class PooledBuffer
{
    /// <summary>A larger buffer is not returned to the pool.</summary>
    private const int KeptBytes = 1 << 20;

    private readonly ArrayBufferWriter<byte> bytes = new(16 * 1024);

    private PooledBuffer() =>
        // Cyrillic is not escaped: the response is UTF-8 and never part of an HTML page.
        Writer = new(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    public static ObjectPool<PooledBuffer> Pool { get; } = new DefaultObjectPool<PooledBuffer>(new Policy());

    public Utf8JsonWriter Writer { get; }

    public ReadOnlyMemory<byte> Written => bytes.WrittenMemory;

    private sealed class Policy : PooledObjectPolicy<PooledBuffer>
    {
        public override PooledBuffer Create() => new();

        public override bool Return(PooledBuffer buffer)
        {
            if (buffer.bytes.Capacity > KeptBytes)
                return false;
            buffer.bytes.ResetWrittenCount();
            buffer.Writer.Reset();
            return true;
        }
    }
}
