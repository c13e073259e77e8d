using System.Net;
using Incidents.Api.GraphQL;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.GraphQL;

public sealed class HttpTests
{
    private const string Typename = """{"query":"{ __typename }"}""";
    private const string GraphQLResponse = "application/graphql-response+json";

    [Fact]
    public async Task A_query_by_GET_is_executed()
    {
        await using var server = await SampleServer.Start();

        using var response = await server.Get("/graphql?query=query($v:String!){echoText(value:$v)}&variables={\"v\":\"a%2Bb\"}");

        Assert.StartsWith("""{"data":{"echoText":"a+b"},""", await Body(response));
        Assert.Equal(response.Content.Headers.ContentLength,
            (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task A_mutation_by_GET_is_refused_and_not_executed()
    {
        await using var server = await SampleServer.Start();

        using var response = await server.Get("/graphql?query=mutation{switchLamp(number:1)}");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
        Assert.DoesNotContain("1 on", await Body(response));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    public async Task What_another_site_s_page_could_send_unasked_is_refused(string contentType)
    {
        await using var server = await SampleServer.Start();

        using var response = await server.Post("""{"query":"mutation { switchLamp(number: 1) }"}""", contentType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{} {}")]
    [InlineData("{}")]
    [InlineData("""{"query":5}""")]
    [InlineData("""{"query":"{ __typename }","variables":[]}""")]
    [InlineData("""{"query":"{ __typename }","variables":{"a":1,"a":2}}""")]
    [InlineData("""{"query":"{ __typename }","operationName":5}""")]
    [InlineData("""{"query":"{ __typename }","extensions":"text"}""")]
    public async Task A_body_that_is_no_request_is_a_bad_request(string body)
    {
        await using var server = await SampleServer.Start();

        using var response = await server.Post(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("BAD_REQUEST", await Body(response));
    }

    [Theory]
    [InlineData(null, "application/json; charset=utf-8")]
    [InlineData("*/*", "application/json; charset=utf-8")]
    [InlineData("application/*", "application/json; charset=utf-8")]
    [InlineData(GraphQLResponse, GraphQLResponse + "; charset=utf-8")]
    [InlineData("application/json;q=0.5, application/graphql-response+json", GraphQLResponse + "; charset=utf-8")]
    [InlineData("image/png, application/json;q=0.1", "application/json; charset=utf-8")]
    [InlineData("application/graphql-response+json; charset=utf-8", GraphQLResponse + "; charset=utf-8")]
    public async Task The_response_has_the_media_type_that_the_client_prefers(string? accept, string contentType)
    {
        await using var server = await SampleServer.Start();

        using var response = await server.Post(Typename, accept: accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType!.ToString());
        Assert.StartsWith("""{"data":{"__typename":"Query"},""", await Body(response));
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; q=0")]
    public async Task Another_media_type_is_not_acceptable(string accept)
    {
        await using var server = await SampleServer.Start();

        using var response = await server.Post(Typename, accept: accept);

        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.OK)]
    [InlineData(GraphQLResponse, HttpStatusCode.BadRequest)]
    public async Task The_status_of_a_request_that_was_not_executed_depends_on_the_media_type(string accept, HttpStatusCode status)
    {
        await using var server = await SampleServer.Start();

        using var response = await server.Post("""{"query":"{ nothing }"}""", accept: accept);

        Assert.Equal(status, response.StatusCode);
        Assert.DoesNotContain("\"data\"", await Body(response));
    }

    [Fact]
    public async Task A_refusal_after_execution_began_is_200_with_either_media_type()
    {
        await using var server = await SampleServer.Start();

        using var response = await server.Post("""{"query":"{ refused }"}""", accept: GraphQLResponse);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_refused_with_and_without_its_length(bool isChunked)
    {
        await using var server = await SampleServer.Start(settings => settings.MaxBodyBytes = 100);
        using var request = new HttpRequestMessage(
            HttpMethod.Post, "/graphql")
        { Content = new StringContent(Typename.PadRight(101), null, "application/json") };
        request.Headers.TransferEncodingChunked = isChunked;

        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("BODY_TOO_LARGE", await Body(response));
    }

    [Fact]
    public async Task Other_methods_are_refused_with_those_allowed()
    {
        await using var server = await SampleServer.Start();

        using var response = await server.Client.PutAsync("/graphql", new StringContent(Typename), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Every_response_has_the_extensions_that_services_add()
    {
        await using var server = await SampleServer.Start(services: services => services.AddScoped<IResponseExtension, Freshness>());

        var executed = await server.Execute("{ __typename }");
        var refused = await server.Execute("{ nothing }");

        Assert.Equal(
            """{"freshness":{"behind":3},"cost":{"fields":1,"limit":2000000}}""", executed.GetProperty("extensions").GetRawText());
        Assert.Equal("""{"freshness":{"behind":3}}""", refused.GetProperty("extensions").GetRawText());
    }

    [Fact]
    public async Task A_browser_is_shown_a_form_where_GraphiQL_was_not_bundled()
    {
        await using var server = await SampleServer.Start(webRoot: Directory.CreateTempSubdirectory().FullName);

        using var page = await server.Get("/graphql", "text/html,application/xhtml+xml,*/*;q=0.8");
        using var script = await server.Get("/graphql/graphiql.js");

        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<textarea name=\"query\"", await Body(page));
        Assert.Contains("\"/graphql/schema.graphql\"", await Body(page));
        Assert.Equal(HttpStatusCode.NotFound, script.StatusCode);
    }

    [Fact]
    public async Task A_browser_is_shown_GraphiQL_where_it_was_bundled_and_nothing_from_elsewhere()
    {
        var root = Directory.CreateTempSubdirectory();
        try
        {
            Directory.CreateDirectory(Path.Combine(root.FullName, "graphiql"));
            await File.WriteAllTextAsync(
                Path.Combine(root.FullName, "graphiql", "graphiql.js"), "bundled()", TestContext.Current.CancellationToken);
            await using var server = await SampleServer.Start(webRoot: root.FullName);

            using var page = await server.Get("/graphql", "text/html");
            using var script = await server.Get("/graphql/graphiql.js");

            Assert.Contains("src=\"/graphql/graphiql.js\"", await Body(page));
            Assert.DoesNotContain("//", (await Body(page)).Replace("<!doctype", ""));
            Assert.Equal("bundled()", await Body(script));
            Assert.Equal("text/javascript", script.Content.Headers.ContentType!.MediaType);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task One_operation_of_several_is_chosen_by_name()
    {
        await using var server = await SampleServer.Start();

        using var response = await server.Post("""{"query":"query A { a: __typename } query B { b: __typename }","operationName":"B"}""");

        Assert.StartsWith("""{"data":{"b":"Query"},""", await Body(response));
    }

    private static Task<string> Body(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private sealed class Freshness : IResponseExtension
    {
        public ValueTask Write(IDictionary<string, object?> extensions, CancellationToken cancellation)
        {
            extensions["freshness"] = new { Behind = 3 };
            return ValueTask.CompletedTask;
        }
    }
}
