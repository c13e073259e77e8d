using Microsoft.Net.Http.Headers;

namespace Incidents.Api.GraphQL;

/// <summary>The media type that an asker wants the answer in.</summary>
internal enum AnswerForm
{
    /// <summary>None that we have.</summary>
    None,

    /// <summary><c>application/json</c>: 200 to every well-formed request.</summary>
    Json,

    /// <summary><c>application/graphql-response+json</c>: 4xx to what was not executed.</summary>
    GraphQLResponse,

    /// <summary><c>text/html</c>: a person with a browser.</summary>
    Html,
}

/// <summary>Content negotiation of the GraphQL-over-HTTP specification.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json; charset=utf-8";
    public const string GraphQLResponse = "application/graphql-response+json; charset=utf-8";

    private const string BareJson = "application/json";
    private const string BareGraphQLResponse = "application/graphql-response+json";
    private const string Html = "text/html";

    /// <summary>The best of our forms by the asker's preferences; what is said first wins a tie. JSON where nothing is said.</summary>
    public static AnswerForm Accepted(Microsoft.Extensions.Primitives.StringValues accept)
    {
        if (accept.Count == 0)
            return AnswerForm.Json;
        if (accept.Count == 1)
        {
            switch (accept[0])
            {
                case null or "" or "*/*" or BareJson or Json: return AnswerForm.Json;
                case BareGraphQLResponse or GraphQLResponse: return AnswerForm.GraphQLResponse;
                default: break;
            }
        }
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            return AnswerForm.None;
        return ranges
            .Where(range => range.Quality is null or > 0 && IsUtf8(range))
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(Form)
            .FirstOrDefault(form => form != AnswerForm.None);
    }

    /// <summary>Whether a body of this type is read: JSON in UTF-8. A form or plain text, which another site's page could send unasked, is not.</summary>
    public static bool IsJson(string? contentType) =>
        contentType is BareJson or Json
        || (MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals(BareJson, StringComparison.OrdinalIgnoreCase) && IsUtf8(type));

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static AnswerForm Form(MediaTypeHeaderValue range) => range.MediaType.Value?.ToLowerInvariant() switch
    {
        BareJson or "*/*" or "application/*" => AnswerForm.Json,
        BareGraphQLResponse => AnswerForm.GraphQLResponse,
        Html => AnswerForm.Html,
        _ => AnswerForm.None,
    };
}
