using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Incidents.Tests.Ingest.SampleReports;

namespace Incidents.Tests.Ingest;

/// <summary>Bodies of <c>POST /ingest/reports</c> of the real host: their forms, their lengths, their senders.</summary>
[Collection(OnSharedHost.Name)]
public sealed class ReportBodyTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
    public static TheoryData<string> Forms =>
        ["object", "pretty", "array", "array with mark", "lines with mark", "lines", "lines unnamed", "concatenated", "gzip encoding",
            "gzip type"];

    [Theory, MemberData(nameof(Forms))]
    public async Task Each_report_is_answered_in_order_whatever_the_body_s_form(string form)
    {
        var city = await host.NewCity();
        string[] reports = [Incident(city, "1"), Incident(city, "1"), """{"source":"x","kind":"incident"}""", Incident(city, "2")];
        if (form is "object" or "pretty")
        {
            var body = form == "object" ? reports[0]
                : JsonSerializer.Serialize(JsonDocument.Parse(reports[0]).RootElement, new JsonSerializerOptions { WriteIndented = true });
            foreach (var expected in (string[])["accepted", "duplicate"])
            {
                var answer = await host.Post(body);
                Assert.Equal((200, expected), (answer.Status, Assert.Single(answer.Statuses)));
            }
            return;
        }

        var lines = string.Join('\n', reports);
        var answers = form switch
        {
            "array" => await host.Post($"[{string.Join(" ,\n", reports)}]"),
            "array with mark" => await host.Post($"\uFEFF[{string.Join(',', reports)}]"),
            "lines with mark" => await host.Post("\uFEFF" + lines, null),
            "lines" => await host.Post(lines + "\n", "application/x-ndjson"),
            "lines unnamed" => await host.Post("\n" + lines.ReplaceLineEndings("\r\n\r\n"), null),
            "concatenated" => await host.Post(string.Concat(reports)),
            "gzip type" => await host.Post(new ByteArrayContent(Gzip(lines)), "application/gzip"),
            _ => await host.Post(new ByteArrayContent(Gzip(lines)) { Headers = { ContentEncoding = { "gzip" } } }, "application/x-ndjson"),
        };

        Assert.Equal(200, answers.Status);
        Assert.Equal(["accepted", "duplicate", "ID_MISSING", "accepted"], answers.Codes);
        Assert.Equal(answers.Id(0), answers.Id(1));
        Assert.Equal(("id", "refused"),
            (answers.Answers[2].GetProperty("field").GetString(), answers.Answers[2].GetProperty("status").GetString()));
    }

    [Theory, InlineData(1), InlineData(3), InlineData(5_000)]
    public async Task An_answer_tells_its_length_beforehand(int count)
    {
        var city = await host.NewCity();
        foreach (var isArray in (bool[])[true, false])
        {
            var reports = Enumerable.Range(0, count).Select(i => Incident(city, $"{i}")).ToArray();
            using var content = new StringContent(
                isArray ? $"[{string.Join(',', reports)}]" : string.Join('\n', reports), Encoding.UTF8, "application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/ingest/reports") { Content = content };
            using var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);

            var announced = answer.Content.Headers.ContentLength;
            Assert.NotEqual(true, answer.Headers.TransferEncodingChunked);
            var body = await answer.Content.ReadAsByteArrayAsync(Cancellation);
            Assert.Equal(body.Length, announced);
            Assert.Equal(count, Encoding.UTF8.GetString(body).Split("\"status\"").Length - 1);
        }
    }

    [Theory, InlineData(""), InlineData(" \r\n\t"), InlineData("[]"), InlineData("[ ]")]
    public async Task A_body_without_a_report_is_said_to_be_empty(string body)
    {
        var answer = await host.Post(body, body.StartsWith('[') ? "application/json" : "application/x-ndjson");
        Assert.Equal((400, "EMPTY"), (answer.Status, Assert.Single(answer.Codes)));
    }

    [Fact]
    public async Task A_lone_report_that_is_refused_is_a_client_s_error()
    {
        var answer = await host.Post("""{"source":"x","id":"1","kind":"parade","city":"karaganda","occurredAt":"2026-01-01T00:00:00Z"}""");
        Assert.Equal((422, "KIND_UNKNOWN"), (answer.Status, Assert.Single(answer.Codes)));
    }

    [Theory, InlineData("application/json"), InlineData("application/x-ndjson"), InlineData(null), InlineData("application/gzip")]
    public async Task Random_bytes_are_refused_and_kept(string? type)
    {
        var random = new Random(7);
        for (var round = 0; round < 8; round++)
        {
            var bytes = new byte[random.Next(1, 60_000)];
            random.NextBytes(bytes);
            if (round % 2 == 1)
                bytes = [.. bytes.Select(b => (byte)"{}[]\",:\\ \n\t0aé"[b % 14])];
            var answer = await host.Post(new ByteArrayContent(bytes), type);
            Assert.Contains(answer.Status, (int[])[200, 400, 422]);
            Assert.All(answer.Codes,
                c => Assert.Contains(c, (string[])[
                "MALFORMED", "WRONG_TYPE", "SOURCE_MISSING", "REPORT_TOO_LONG", "BODY_UNREADABLE", "EMPTY"]));
        }
        Assert.Equal(["accepted"], (await host.Post(Incident(await host.NewCity(), "1"))).Statuses);
    }

    [Theory, InlineData("application/x-ndjson"), InlineData("application/json")]
    public async Task A_line_of_64_MB_costs_only_itself(string type)
    {
        var city = await host.NewCity();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = 0L;
        var answers = await host.Post(
            Streamed(async stream =>
            {
                await stream.WriteAsync(Utf8(Incident(city, "1") + "\n{\"description\":\""));
                var much = new byte[1 << 20];
                Array.Fill(much, (byte)'x');
                for (var i = 0; i < 64; i++)
                {
                    await stream.WriteAsync(much);
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
                }
                await stream.WriteAsync(Utf8("\"}\n" + Incident(city, "2")));
            }),
            type);

        Assert.Equal(["accepted", "REPORT_TOO_LONG", "accepted"], answers.Codes);
        Assert.InRange(peak - before, 0, 400L << 20);
        var length = (64 << 20) + "{\"description\":\"\"}".Length;
        Assert.Equal(65_536, (await host.Query($"select length(bytes) from ingest.dead_letter where length = {length}"))[0][0]);
    }

    [Theory, InlineData("application/x-ndjson"), InlineData("application/json")]
    public async Task A_hundred_thousand_brackets_are_refused(string type)
    {
        var city = await host.NewCity();
        var deep = $$"""{"source":"deep","unknown":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""";
        var answers = await host.Post(deep + "\n" + Incident(city, "1"), type);
        Assert.Equal(["MALFORMED", "accepted"], answers.Codes);

        var open = await host.Post(new string('[', 100_000), type);
        Assert.Equal("WRONG_TYPE", Assert.Single(open.Codes));
    }

    // 200,000 reports of 230 bytes, or 50,000 of 930, are 46 MB: more than the 30 MB at which ASP.NET stops reading by default, compressed
    // or not.
    [Theory, Trait("category", "slow"), InlineData(true), InlineData(false)]
    public async Task A_long_array_is_answered_report_by_report(bool compressed)
    {
        Assert.SkipUnless(TestScale.IsLong || compressed, TestScale.OnlyLong);
        var city = await host.NewCity();
        var count = TestScale.Of(50_000, 200_000);
        var filler = new string('d', TestScale.Of(800, 100));
        var body = Streamed(async stream =>
        {
            await using var gzip = compressed ? new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true) : null;
            var packed = gzip ?? stream;
            await packed.WriteAsync("["u8.ToArray());
            for (var i = 0; i < count; i += 1_000)
            {
                var reports = Enumerable.Range(i, 1_000)
                    .Select(n => n % 50_000 == 777 ? """{"source":"x"}""" : Incident(city, n.ToString(null, null), filler));
                await packed.WriteAsync(Utf8((i == 0 ? "" : ",") + string.Join(',', reports)));
            }
            await packed.WriteAsync("]"u8.ToArray());
        });
        if (compressed)
            body.Headers.ContentEncoding.Add("gzip");

        var answers = await host.Post(body);

        Assert.Equal((200, count), (answers.Status, answers.Answers.Count));
        int[] refused = [.. new[] { 777, 50_777, 100_777, 150_777 }.Where(n => n < count)];
        Assert.Equal(refused, Enumerable.Range(0, count).Where(i => answers.Answers[i].GetProperty("status").GetString() == "refused"));
        Assert.Equal(count - refused.Length, answers.Statuses.Count(s => s == "accepted"));
        await host.CaughtUp();
        var found = await host.Ask(
            "query ($city: String!) { incidents(filter: { cities: [$city] }, first: 1) { totalCount } }", new { city });
        Assert.Equal(count - refused.Length, found.GetProperty("incidents").GetProperty("totalCount").GetInt32());
    }

    // More of them than requests may be under way at a time: none may keep its place.
    [Fact]
    public async Task Clients_that_break_off_leave_no_trace()
    {
        var city = await host.NewCity();
        for (var i = 0; i < 150; i++)
        {
            using var socket = await Connect();
            var line = Incident(city, $"{i}") + "\n";
            await socket.SendAsync(
                Utf8($"POST /ingest/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n{SignedIn}"
                    + $"Content-Length: 1000000\r\n\r\n{line}{{\"sou"),
                Cancellation);
            // A reset, as when the sender's process dies.
            socket.LingerState = new(true, 0);
        }

        await RunningHost.Until(async () => (await host.Post(Incident(city, "after"))).Status == 200, "a place for one more request");
        Assert.Equal(["duplicate"], (await host.Post(Incident(city, "after"))).Statuses);
    }

    [Fact]
    public async Task A_client_that_never_reads_its_answer_does_not_hold_up_others()
    {
        var city = await host.NewCity();
        using var deaf = await Connect();
        deaf.ReceiveBufferSize = 4_096;
        var body = Utf8(string.Join('\n', Enumerable.Range(0, 60_000).Select(i => $$"""{"source":"{{city}}","n":{{i}}}""")));
        await deaf.SendAsync(
            Utf8($"POST /ingest/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n{SignedIn}"
                + $"Content-Length: {body.Length}\r\n\r\n"),
            Cancellation);
        await deaf.SendAsync(body, Cancellation);

        Assert.Equal(["accepted"], (await host.Post(Incident(city, "1"))).Statuses);
        deaf.LingerState = new(true, 0);
    }

    private string SignedIn => $"Authorization: {host.Client.DefaultRequestHeaders.Authorization}\r\n";

    private async Task<Socket> Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, host.Client.BaseAddress!.Port, Cancellation);
        return socket;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Utf8(text));
        return packed.ToArray();
    }

    private static StreamedContent Streamed(Func<Stream, Task> write) => new(write);

    private sealed class StreamedContent(Func<Stream, Task> write) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
