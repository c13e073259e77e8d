using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Incidents.Tests.Ingest;
using Xunit;

namespace Incidents.Tests.GraphQL;

/// <summary>Answers are compressed for clients that accept it.</summary>
[Collection(OnSharedHost.Name)]
public sealed class CompressionTests(SharedHost shared)
{
    private const string Long = "{ __schema { types { name fields { name description } } } }";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br;q=0.2, gzip;q=0.8", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("*", "br")]
    [InlineData("deflate", null)]
    [InlineData("identity", null)]
    [InlineData("br;q=0, gzip;q=0", null)]
    [InlineData(null, null)]
    public async Task A_long_answer_has_the_encoding_that_the_client_prefers_and_the_same_content(string? accepted, string? encoding)
    {
        var plain = await Ask(Long, null);
        var answer = await Ask(Long, accepted);

        Assert.Equal(encoding, answer.Encoding);
        Assert.Equal(Data(plain.Body), Data(Decoded(answer.Body, encoding)));
        Assert.True(encoding is null || answer.Body.Length * 3 < plain.Body.Length, $"{answer.Body.Length} of {plain.Body.Length}");
        if (accepted is not null)
            Assert.Contains("Accept-Encoding", answer.Vary);
        Assert.Contains("Accept", answer.Vary);
    }

    [Fact]
    public async Task A_short_answer_and_a_refusal_are_sent_as_they_are()
    {
        Assert.Null((await Ask("{ serverTime }", "br")).Encoding);
        Assert.Null((await Ask("{ nothing }", "br")).Encoding);
    }

    [Fact]
    public async Task The_schema_s_text_and_a_long_answer_to_reports_are_compressed()
    {
        using var sdl = new HttpRequestMessage(HttpMethod.Get, "/graphql/schema.graphql") { Headers = { { "Accept-Encoding", "gzip" } } };
        var text = await Send(sdl);
        Assert.Equal("gzip", text.Encoding);
        Assert.Contains("type Query", Encoding.UTF8.GetString(Decoded(text.Body, "gzip")));

        var city = await shared.Host.NewCity();
        var reports = string.Join(',', Enumerable.Range(0, 100).Select(i => SampleReports.Incident(city, $"{i}")));
        foreach (var (body, encoding) in ((string, string?)[])[($"[{reports}]", "br"), (SampleReports.Incident(city, "100"), null)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/ingest/reports")
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
                Headers = { { "Accept-Encoding", "br" } },
            };
            var answer = await Send(request);
            Assert.Equal(encoding, answer.Encoding);
            Assert.Contains("accepted", Encoding.UTF8.GetString(Decoded(answer.Body, encoding)));
        }
    }

    private Task<Answer> Ask(string query, string? accepted)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json"),
        };
        if (accepted is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        return Send(request);
    }

    private async Task<Answer> Send(HttpRequestMessage request)
    {
        using var response = await shared.Host.Client.SendAsync(request, Cancellation);
        return new(
            await response.Content.ReadAsByteArrayAsync(Cancellation), response.Content.Headers.ContentEncoding.SingleOrDefault(),
            [.. response.Headers.Vary]);
    }

    private static byte[] Decoded(byte[] body, string? encoding)
    {
        using var decoded = new MemoryStream();
        using Stream source = encoding switch
        {
            "br" => new BrotliStream(new MemoryStream(body), CompressionMode.Decompress),
            "gzip" => new GZipStream(new MemoryStream(body), CompressionMode.Decompress),
            _ => new MemoryStream(body),
        };
        source.CopyTo(decoded);
        return decoded.ToArray();
    }

    private static string Data(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("data").GetRawText();
    }

    private sealed record Answer(byte[] Body, string? Encoding, string[] Vary);
}
