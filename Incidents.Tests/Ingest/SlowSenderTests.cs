using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;
using static Incidents.Tests.Ingest.SampleReports;

namespace Incidents.Tests.Ingest;

/// <summary>Senders that send slowly, much, or nothing more.</summary>
public sealed class SlowSenderTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    public async Task Connections_that_send_slowly_keep_nobody_out(string sender)
    {
        await using var host = await Start(new() { ["Ingest:MostRequests"] = "20", ["Ingest:MostRequestsOfOneSender"] = "10" });
        var slow = new List<Socket>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task? dripping = null;
        try
        {
            for (var i = 0; i < 30; i++)
                slow.Add(await Begin(host, IPAddress.Loopback, Incident("karaganda", $"{i}") + "\n{"));
            dripping = Drip(slow, stop.Token);
            await RunningHost.Until(
                async () => (await host.Query("select count(*) from store.mt_events"))[0][0] is >= 10L, "the slow ones to begin");

            await RunningHost.Until(
                async () => await PostFrom(host, IPAddress.Parse(sender)) == 200, $"a place for a request from {sender}");
            await RunningHost.Until(
                async () => (await host.PostLines(Report("karaganda", "more"))).Status == 200, "a place for their own sender");
        }
        finally
        {
            await stop.CancelAsync();
            if (dripping is not null)
                await dripping;
            slow.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task A_request_that_gives_its_place_to_another_is_told_what_became_of_its_reports()
    {
        await using var host = await Start(new() { ["Ingest:MostRequestsOfOneSender"] = "1" });
        using var slow = await Begin(host, IPAddress.Loopback, Incident("karaganda", "1") + "\n" + """{"source":"x"}""" + "\n{\"so");
        await RunningHost.Until(
            async () => (await host.Query("select count(*) from store.mt_events"))[0][0] is 1L, "the slow one to begin");
        await RunningHost.Until(async () => await PostFrom(host, IPAddress.Loopback) == 200, "the slow one to give its place");

        var (status, answers) = await Answers(slow);

        Assert.Equal(408, status);
        Assert.Equal(["accepted", "ID_MISSING", "BODY_TOO_SLOW"], answers.Select(CodeOf));
        Assert.Equal(2, answers[^1].GetProperty("answered").GetInt32());
    }

    // Kestrel of itself ends a body that is slower than 240 bytes a second after five seconds.
    [Fact]
    public async Task A_stream_that_drips_is_stored_report_by_report_and_ends_when_its_sender_ends_it()
    {
        await using var host = await Start([]);
        using var slow = await Begin(host, IPAddress.Loopback, "");
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var i = 1; i <= 8; i++)
        {
            await Chunk(slow, Incident("karaganda", $"{i}") + "\n");
            var wanted = (long)i;
            await RunningHost.Until(
                async () => (await host.Query("select count(*) from store.mt_events"))[0][0].Equals(wanted), $"report {i} to be stored");
            await second.WaitForNextTickAsync(Cancellation);
        }
        await slow.SendAsync("0\r\n\r\n"u8.ToArray(), Cancellation);

        var (status, answers) = await Answers(slow);
        Assert.Equal((200, 8), (status, answers.Count));
        Assert.All(answers, a => Assert.Equal("accepted", CodeOf(a)));
    }

    [Fact]
    public async Task A_report_does_not_wait_for_the_next_while_the_one_before_is_being_stored()
    {
        await using var host = await Start([]);
        using var slow = await Begin(host, IPAddress.Loopback, "");
        await using (var connection = await host.Database.OpenConnectionAsync(Cancellation))
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await using (var lockOut = new NpgsqlCommand("lock table store.mt_streams in access exclusive mode", connection))
                await lockOut.ExecuteNonQueryAsync(Cancellation);
            await Chunk(slow, Incident("karaganda", "1") + "\n");
            var appender = host.Services.GetRequiredService<Api.Store.StreamAppender>();
            await RunningHost.Until(() => Task.FromResult(appender.Waiting == 1), "the first one to wait");
            await Chunk(slow, Incident("karaganda", "2") + "\n");
            await transaction.RollbackAsync(Cancellation);
        }
        await RunningHost.Until(async () => (await host.Query("select count(*) from store.mt_events"))[0][0] is 2L, "both to be stored");
    }

    [Fact]
    public async Task A_sender_that_ends_its_connection_in_a_report_is_no_fault_of_the_server()
    {
        using var log = new KeptLog(LogLevel.Warning);
        await using (var host = await RunningHost.Start(await postgres.CreateDatabase(), log: log))
        {
            using var reset = await Begin(host, IPAddress.Loopback, Incident("karaganda", "1") + "\n{\"so");
            using var ended = await Begin(host, IPAddress.Loopback, Incident("karaganda", "2") + "\n{\"so");
            await RunningHost.Until(async () => (await host.Query("select count(*) from store.mt_events"))[0][0] is 2L, "both to begin");
            reset.LingerState = new(true, 0);
            reset.Dispose();
            ended.Shutdown(SocketShutdown.Send);
            await RunningHost.Until(
                async () =>
                {
                    try
                    {
                        return await ended.ReceiveAsync(new byte[1_000], Cancellation) == 0;
                    }
                    catch (SocketException)
                    {
                        return true;
                    }
                },
                "the host to end the connection");
        }
        // Wolverine warns at every start of a test's host; a daemon of Marten that is stopped while it loads events releases a lock that is
        // disposed of.
        Assert.DoesNotContain(
            log.Entries,
            entry => !entry.Message.StartsWith("Wolverine", StringComparison.Ordinal) && entry.Exception is not ObjectDisposedException);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_stops_ends_with_what_became_of_its_reports(bool isArray)
    {
        await using var host = await Start(new() { ["Ingest:BodyPatience"] = "00:00:01" });
        using var slow = await Begin(
            host, IPAddress.Loopback, (isArray ? "[" : "") + Incident("karaganda", "1") + (isArray ? "," : "\n"),
            isArray ? "application/json" : "application/x-ndjson");

        var (status, answers) = await Answers(slow);

        Assert.Equal(408, status);
        Assert.Equal(["accepted", "BODY_TOO_SLOW"], answers.Select(CodeOf));
        Assert.Equal(1, answers[^1].GetProperty("answered").GetInt32());
    }

    [Fact]
    public async Task The_answers_to_one_body_are_bounded_and_what_was_taken_is_told()
    {
        await using var host = await Start(new() { ["Ingest:MostAnswerBytes"] = "200000" });
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{}\n", 100_000)));
            for (var i = 0; i < 50; i++)
                await gzip.WriteAsync(lines, Cancellation);
        }
        var answer = await host.Post(new ByteArrayContent(packed.ToArray()), "application/gzip");

        Assert.Equal((413, "TOO_MANY_REPORTS"), (answer.Status, answer.Codes.Last()));
        var answered = answer.Answers[^1].GetProperty("answered").GetInt64();
        Assert.Equal(answer.Answers.Count - 1, answered);
        Assert.InRange(answered, 1_000, 5_000);
    }

    private async Task<RunningHost> Start(Dictionary<string, string?> settings) =>
        await RunningHost.Start(await postgres.CreateDatabase(), settings: settings);

    internal static async Task<Socket> Begin(RunningHost host, IPAddress from, string start, string type = "application/x-ndjson")
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(IPAddress.Loopback, host.Client.BaseAddress!.Port, Cancellation);
        await socket.SendAsync(
            Encoding.UTF8.GetBytes(
                $"POST /ingest/reports HTTP/1.1\r\nHost: localhost\r\nAuthorization: {host.Client.DefaultRequestHeaders.Authorization}\r\n"
                + $"Content-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n"),
            Cancellation);
        if (start.Length > 0)
            await Chunk(socket, start);
        return socket;
    }

    internal static Task Chunk(Socket socket, string text) => Chunk(socket, Encoding.UTF8.GetBytes(text));

    internal static async Task Chunk(Socket socket, byte[] bytes) =>
        await socket.SendAsync((byte[])[.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8], Cancellation);

    // 240 bytes a second, on each of them.
    private static async Task Drip(List<Socket> sockets, CancellationToken cancellation)
    {
        using var interval = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (await interval.WaitForNextTickAsync(cancellation))
            {
                foreach (var socket in sockets)
                {
                    try
                    {
                        await Chunk(socket, new string(' ', 24));
                    }
                    catch (SocketException)
                    {
                        // Its request has ended.
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    private static async Task<int> PostFrom(RunningHost host, IPAddress from)
    {
        using var socket = await Begin(host, from, Incident("karaganda", $"from {from}"));
        await socket.SendAsync("0\r\n\r\n"u8.ToArray(), Cancellation);
        return (await Answers(socket)).Status;
    }

    internal static async Task<(int Status, IReadOnlyList<JsonElement> Answers)> Answers(Socket socket)
    {
        await using var stream = new NetworkStream(socket);
        return await Answers(stream);
    }

    private static async Task<(int Status, IReadOnlyList<JsonElement> Answers)> Answers(Stream stream)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        bounded.CancelAfter(TimeSpan.FromSeconds(30));
        using var reader = new StreamReader(stream);
        var status = int.Parse((await reader.ReadLineAsync(bounded.Token))!.Split(' ')[1], CultureInfo.InvariantCulture);
        var length = 0;
        while (await reader.ReadLineAsync(bounded.Token) is { Length: > 0 } header)
        {
            if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(header.Split(':')[1], CultureInfo.InvariantCulture);
        }
        var body = new char[length];
        await reader.ReadBlockAsync(body, bounded.Token);
        var text = new string(body);
        return (status, text.StartsWith('[')
            ? [.. JsonDocument.Parse(text).RootElement.EnumerateArray()]
            : [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)]);
    }

    internal static string? CodeOf(JsonElement answer) =>
        (answer.TryGetProperty("code", out var code) ? code : answer.GetProperty("status")).GetString();
}
