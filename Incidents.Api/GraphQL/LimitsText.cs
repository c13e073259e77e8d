using System.Globalization;
using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>The limits of a request as text: part of the description of <c>Query</c>.</summary>
internal static class LimitsText
{
    /// <summary>The limits that the settings set.</summary>
    public static string Of(GraphQLSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
         Limits of a request:
         - depth: {settings.MaxDepth:#,0} levels (`QUERY_TOO_DEEP`);
         - cost: {settings.MaxComplexity:#,0} fields in the response at most (`QUERY_TOO_COMPLEX`),
           {settings.MaxIntrospectionComplexity:#,0} for a query of the schema alone. The fields of a list count `first`
           or `last` times, default {Page.DefaultSize}. `extensions.cost` has the cost of the request in `fields`, and the
           limit in `limit`;
         - length: {settings.MaxQueryLength:#,0} characters of the query (`QUERY_TOO_LONG`);
         - body: {settings.MaxBodyBytes:#,0} bytes (`BODY_TOO_LARGE`);
         - time: {Seconds(settings.TimeLimit)} (`TIME_LIMIT`);
         - rows of a page: 1 to {Page.MaxSize:#,0} (`PAGE_SIZE_OUT_OF_RANGE`);
         - arguments: {ArgumentLimits.MostItems:#,0} items of a list, {Texts.SourceId.MostCharacters:#,0} characters of a text in a query,
           fewer where the argument states so (`BAD_INPUT`);
         - queries at the same time, of all clients: {settings.MostQueries:#,0}; {settings.MostWaitingQueries:#,0} more wait for at most
           {Seconds(settings.QueryPatience)} (`TOO_BUSY`, status 503).
         """);

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
