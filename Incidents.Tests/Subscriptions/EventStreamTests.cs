using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>Server-Sent Events, as the protocol of graphql-sse has them.</summary>
[Collection(OnSharedHost.Name)]
public sealed class EventStreamTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subscription_is_told_event_by_event()
    {
        var city = await host.NewCity();
        await using var stream = await Events.Open(host, LiveReports.Raised, new { filter = LiveReports.Of(city) });
        Assert.Equal("text/event-stream", stream.MediaType);
        var begun = (await stream.Next()).GetProperty("data").GetProperty("alertRaised");
        Assert.Equal(JsonValueKind.Null, begun.GetProperty("alert").ValueKind);
        await host.PostLines(LiveReports.Alert(city, "1"), LiveReports.Alert(city, "2"));
        string[] told = [Alert(await stream.Next()), Alert(await stream.Next())];
        Assert.Equal(["1", "2"], told.Order());

        await using var again = await Events.Open(
            host, LiveReports.Raised, new { filter = LiveReports.Of(city), after = begun.GetProperty("position").GetInt64() });
        string[] resumed = [Alert(await again.Next()), Alert(await again.Next())];
        Assert.Equal(["1", "2"], resumed.Order());
    }

    [Fact]
    public async Task What_has_one_result_is_one_event_and_the_end()
    {
        await using (var query = await Events.Open(host, "{ me { id } }"))
        {
            Assert.Equal("op", (await query.Next()).GetProperty("data").GetProperty("me").GetProperty("id").GetString());
            Assert.Null(await query.TryNext());
        }
        await using (var wrong = await Events.Open(host, "subscription { nothing }"))
        {
            Assert.Equal("VALIDATION_FAILED", CodeOf(await wrong.Next()));
            Assert.Null(await wrong.TryNext());
        }
        using var get = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=mutation%7BsignCheckpoint%7B__typename%7D%7D");
        await using var changed = await Events.Open(host, get);
        Assert.Equal("METHOD_NOT_ALLOWED", CodeOf(await changed.Next()));
    }

    [Fact]
    public async Task Without_a_stream_a_subscription_is_refused()
    {
        Assert.Equal("OPERATION_UNSUPPORTED", (await host.Refused("subscription { alertRaised { position } }")).Code);
        using var anonymous = new HttpClient { BaseAddress = host.Client.BaseAddress };
        anonymous.DefaultRequestHeaders.Add("Accept", "text/event-stream");
        using var refused = await anonymous.PostAsJsonAsync(
            "/graphql", new { query = "subscription { alertRaised { position } }" }, Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_stream_that_cannot_begin_says_why_and_ends()
    {
        foreach (var (variables, code) in new (object, string)[]
        {
            (new { after = -1 }, "BAD_INPUT"), (new { after = long.MinValue }, "BAD_INPUT"),
            (new { after = long.MaxValue }, "POSITION_UNKNOWN"), (new { after = "soon" }, "VALIDATION_FAILED"),
            (new { filter = new { colour = "red" } }, "VALIDATION_FAILED"),
            (new { filter = new { bounds = new { west = 2, south = 0, east = 1, north = 0 } } }, "BAD_INPUT"),
        })
        {
            await using var stream = await Events.Open(host, LiveReports.Raised, variables);
            Assert.Equal(code, CodeOf(await stream.Next()));
            Assert.Null(await stream.TryNext());
        }
    }

    [Fact]
    public async Task What_is_no_request_opens_no_stream()
    {
        foreach (var (body, type, status) in new (string, string, HttpStatusCode)[]
        {
            ("not JSON", "application/json", HttpStatusCode.BadRequest), ("[]", "application/json", HttpStatusCode.BadRequest),
            ("""{"query":7}""", "application/json", HttpStatusCode.BadRequest), ("{}", "text/plain", HttpStatusCode.UnsupportedMediaType),
            (new string('[', 5_000), "application/json", HttpStatusCode.BadRequest),
            ($$"""{"query":"{{new string(' ', 3_000_000)}}"}""", "application/json", HttpStatusCode.RequestEntityTooLarge),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
            {
                Content = new StringContent(body, new MediaTypeHeaderValue(type)),
            };
            request.Headers.Add("Accept", "text/event-stream");
            using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            Assert.Equal((body[..2], status), (body[..2], response.StatusCode));
        }
    }

    private static string Alert(JsonElement result) =>
        result.GetProperty("data").GetProperty("alertRaised").GetProperty("alert").GetProperty("sourceId").GetString()!;

    /// <summary>The code of the first error of a result.</summary>
    internal static string CodeOf(JsonElement result) =>
        result.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString()!;
}

/// <summary>A stream of events that a test reads.</summary>
internal sealed class Events : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpResponseMessage response;
    private readonly StreamReader reader;

    private Events(HttpResponseMessage response, StreamReader reader) => (this.response, this.reader) = (response, reader);

    /// <summary>Type of the stream.</summary>
    public string? MediaType => response.Content.Headers.ContentType?.MediaType;

    /// <summary>Asks for a stream.</summary>
    public static Task<Events> Open(RunningHost host, string query, object? variables = null) =>
        Open(host, new(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) });

    /// <summary>Asks for a stream.</summary>
    public static Task<Events> Open(RunningHost host, HttpRequestMessage request) => Open(host.Client, request);

    /// <summary>Asks for a stream.</summary>
    public static async Task<Events> Open(HttpClient client, HttpRequestMessage request)
    {
        request.Headers.Add("Accept", "text/event-stream");
        var response = await client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return new(response, new(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>The next result.</summary>
    public async Task<JsonElement> Next() =>
        await TryNext() ?? throw new InvalidOperationException("The stream has ended.");

    /// <summary>The next result; null at the end.</summary>
    public async Task<JsonElement?> TryNext()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var name = "";
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line["event: ".Length..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal) && name == "complete")
                return null;
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                return JsonDocument.Parse(line["data: ".Length..]).RootElement;
        }
        return null;
    }

    public ValueTask DisposeAsync()
    {
        reader.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}
