using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Incidents.Tests.Access;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>Server-Sent Events, as the protocol of graphql-sse has them.</summary>
[Collection(OnSharedHost.Name)]
public sealed class EventStreamTests(SharedHost shared, PostgresFixture postgres)
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
    public async Task A_session_that_is_over_ends_its_stream()
    {
        await using var own = await RunningHost.Start(await postgres.CreateDatabase());
        using var browser = new Browser(own);
        await browser.SignIn("operator");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = "subscription { alertRaised { position } }" }),
        };
        request.Headers.Add("Origin", browser.Origin);
        await using var stream = await Events.Open(browser.Client, request);
        await stream.Next();
        using var ended = await browser.Post("/session/sign-out");
        Assert.Equal("SIGN_IN_NEEDED", CodeOf(await stream.Next()));
        Assert.Null(await stream.TryNext());
    }

    private static string Alert(JsonElement result) =>
        result.GetProperty("data").GetProperty("alertRaised").GetProperty("alert").GetProperty("sourceId").GetString()!;

    private static string CodeOf(JsonElement result) =>
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
