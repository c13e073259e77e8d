using GraphQL.Transport;

namespace Incidents.Api.GraphQL;

/// <summary>Answers requests whose results are streamed.</summary>
internal interface IEventStreams
{
    /// <summary>Answers a request as Server-Sent Events; comes back when the stream ends.</summary>
    /// <param name="http">The HTTP request.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="isPost">Whether it may change something.</param>
    Task Serve(HttpContext http, GraphQLRequest request, bool isPost);
}
