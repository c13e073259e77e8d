using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Incidents.Api.GraphQL;

/// <summary>The media type of a response.</summary>
internal enum ResponseMediaType
{
    /// <summary>The client accepts none of the others.</summary>
    None,

    /// <summary><c>application/json</c>: status 200 for every well-formed request.</summary>
    Json,

    /// <summary><c>application/graphql-response+json</c>: status 4xx for a request that was not executed.</summary>
    GraphQLResponse,

    /// <summary><c>text/html</c>: the explorer page for a browser.</summary>
    Html,

    /// <summary><c>text/event-stream</c>: each result is an event, as the protocol of graphql-sse defines it.</summary>
    EventStream,
}

/// <summary>Content negotiation of the GraphQL-over-HTTP specification.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json; charset=utf-8";
    public const string GraphQLResponse = "application/graphql-response+json; charset=utf-8";

    private const string BareJson = "application/json";
    private const string BareGraphQLResponse = "application/graphql-response+json";
    private const string Html = "text/html";

    /// <summary>Media type of Server-Sent Events.</summary>
    public const string EventStream = "text/event-stream";


    /// <summary>The media type that the client prefers: by quality, then by order; JSON without an <c>Accept</c> header.</summary>
    public static ResponseMediaType Negotiate(StringValues accept)
    {
        if (accept.Count == 0)
            return ResponseMediaType.Json;
        if (accept.Count == 1)
        {
            switch (accept[0])
            {
                case null or "" or "*/*" or BareJson or Json: return ResponseMediaType.Json;
                case BareGraphQLResponse or GraphQLResponse: return ResponseMediaType.GraphQLResponse;
                default: break;
            }
        }
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            return ResponseMediaType.None;
        return ranges
            .Where(range => range.Quality is null or > 0 && IsUtf8(range))
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(MediaType)
            .FirstOrDefault(type => type != ResponseMediaType.None);
    }

    /// <summary>Whether a body of this type is read: JSON in UTF-8.</summary>
    /// <remarks>A page of another site can send a form or plain text without a preflight request, so these are not read.</remarks>
    public static bool IsJson(string? contentType) =>
        contentType is BareJson or Json
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType.Equals(BareJson, StringComparison.OrdinalIgnoreCase) && IsUtf8(type));

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static ResponseMediaType MediaType(MediaTypeHeaderValue range) => range.MediaType.Value?.ToLowerInvariant() switch
    {
        BareJson or "*/*" or "application/*" => ResponseMediaType.Json,
        BareGraphQLResponse => ResponseMediaType.GraphQLResponse,
        Html => ResponseMediaType.Html,
        EventStream => ResponseMediaType.EventStream,
        _ => ResponseMediaType.None,
    };
}
