using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.ObjectPool;

namespace Incidents.Api.GraphQL;

/// <summary>Sends a complete response, compressed where the host compresses and the client accepts it.</summary>
/// <remarks>
/// It is compressed in memory, because it is complete there: the middleware for other responses sends what the encoder gives in many small
/// chunks.
/// </remarks>
internal static class ResponseBody
{
    /// <summary>A shorter response is sent as it is: it fits into one or two packets, and compressing costs more than it saves.</summary>
    public const int LeastCompressedBytes = 2048;

    private static readonly ObjectPool<MemoryStream> Pool = new DefaultObjectPool<MemoryStream>(new Policy());

    /// <summary>Sets the headers of the body and sends it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="body">The body.</param>
    public static async Task Send(HttpContext http, ReadOnlyMemory<byte> body)
    {
        var response = http.Response;
        var compression = http.RequestServices.GetService<IResponseCompressionProvider>();
        response.Headers.Vary = compression is null ? "Accept" : "Accept, Accept-Encoding";
        if (body.Length < LeastCompressedBytes || compression?.GetCompressionProvider(http) is not { } encoder)
        {
            response.ContentLength = body.Length;
            await response.BodyWriter.WriteAsync(body, http.RequestAborted);
            return;
        }
        var compressed = Pool.Get();
        try
        {
            using (var stream = encoder.CreateStream(compressed))
                stream.Write(body.Span);
            response.Headers.ContentEncoding = encoder.EncodingName;
            response.ContentLength = compressed.Length;
            await response.BodyWriter.WriteAsync(compressed.GetBuffer().AsMemory(0, (int)compressed.Length), http.RequestAborted);
        }
        finally
        {
            Pool.Return(compressed);
        }
    }

    private sealed class Policy : PooledObjectPolicy<MemoryStream>
    {
        /// <summary>A larger buffer is not returned to the pool.</summary>
        private const int KeptBytes = 1 << 18;

        public override MemoryStream Create() => new(16 * 1024);

        public override bool Return(MemoryStream stream)
        {
            stream.SetLength(0);
            return stream.Capacity <= KeptBytes;
        }
    }
}
