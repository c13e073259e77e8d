using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests;

/// <summary>Bodies that are refused, one after another on one connection, which each leaves usable.</summary>
public sealed class RefusedBodyTests(PostgresFixture postgres)
{
    private const string Query = """{"query":"{ serverTime }"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Doors => new()
    {
        { "/graphql", "application/json", Query },
        {
            "/ingest/reports", "application/json",
            """{"source":"b","id":"1","kind":"incident","city":"karaganda","category":"theft","occurredAt":"2026-01-05T10:00:00"}"""
        },
        {
            "/ingest/reports", "application/x-ndjson",
            """{"source":"b","id":"1","kind":"incident","city":"karaganda","category":"theft","occurredAt":"2026-01-05T10:00:00"}"""
        },
    };

    [Theory, MemberData(nameof(Doors))]
    public async Task A_body_that_is_refused_leaves_its_connection_usable(string path, string type, string sound)
    {
        using var log = new KeptLog();
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), log: log);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, host.Client.BaseAddress!.Port, Cancellation);
        await using var connection = new NetworkStream(socket);
        var (refused, random) = (0, new Random(11));
        var signedIn = $"Authorization: {host.Client.DefaultRequestHeaders.Authorization}\r\n";
        var bodies = Hostile(sound, random).ToArray();
        random.Shuffle(bodies);
        foreach (var (body, headers, what) in bodies)
        {
            foreach (var isChunked in (bool[])[false, true])
            {
                var typed = headers.Contains("Content-Type", StringComparison.Ordinal) ? headers : $"Content-Type: {type}\r\n{headers}";
                await Send(connection, path, signedIn + typed, body, isChunked);
                var (status, isClosed) = await Receive(connection);
                Assert.True(status is >= 200 and < 500 && !isClosed, $"{what}, chunked {isChunked}: {status}, closed {isClosed}");
                refused += status >= 400 ? 1 : 0;
                await Send(connection, path, $"{signedIn}Content-Type: {type}\r\n", Encoding.UTF8.GetBytes(sound), false);
                Assert.Equal((200, false), await Receive(connection));
            }
        }

        Assert.True(refused > 10, $"{refused} refused");
        Assert.Empty(log.Entries);
    }

    private static IEnumerable<(byte[] Body, string Headers, string What)> Hostile(string sound, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(sound);
        string[] texts = ["null", "[]", "", " ", "not json", "{}", "{} {}", "[null]", "5", "\"x\"", "\uFEFF" + sound, sound + "]"];
        foreach (var text in texts)
            yield return (Encoding.UTF8.GetBytes(text), "", text);
        for (var i = 0; i < 8; i++)
        {
            var cut = random.Next(1, bytes.Length);
            yield return (bytes[..cut], "", $"{cut} bytes of it");
        }
        yield return (bytes, "Content-Type: text/plain\r\n", "wrong type");
        yield return (bytes, "Content-Type: application/x-www-form-urlencoded\r\n", "a form");
        yield return (bytes, "Content-Encoding: gzip\r\n", "not gzip");
        yield return (bytes, "Content-Encoding: br\r\n", "not brotli");
        yield return (bytes, "Content-Encoding: deflate\r\n", "not deflate");
        yield return (Gzip(bytes)[..20], "Content-Encoding: gzip\r\n", "cut gzip");
        yield return ([0xff, 0xfe, 0x00], "", "not UTF-8");
        yield return (Encoding.UTF8.GetBytes("{\"source\":\"" + new string('x', 3 << 20)), "", "too large");
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    private static async Task Send(Stream connection, string path, string headers, byte[] body, bool isChunked)
    {
        var length = isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {body.Length}";
        await connection.WriteAsync(
            Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}{length}\r\n\r\n"), Cancellation);
        if (isChunked && body.Length > 0)
            await connection.WriteAsync(Encoding.UTF8.GetBytes($"{body.Length:x}\r\n"), Cancellation);
        await connection.WriteAsync(body, Cancellation);
        if (isChunked)
            await connection.WriteAsync(Encoding.UTF8.GetBytes(body.Length > 0 ? "\r\n0\r\n\r\n" : "0\r\n\r\n"), Cancellation);
    }

    private static async Task<(int Status, bool IsClosed)> Receive(Stream connection)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await connection.ReadExactlyAsync(one, Cancellation);
            head.Append((char)one[0]);
        }
        var lines = head.ToString().Split("\r\n");
        string? Header(string name) =>
            lines.FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
        if (Header("Content-Length") is { } length)
        {
            await connection.ReadExactlyAsync(new byte[int.Parse(length, CultureInfo.InvariantCulture)], Cancellation);
        }
        else
        {
            Assert.Equal("chunked", Header("Transfer-Encoding"));
            await SkipChunks(connection);
        }
        return (int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), Header("Connection") == "close");
    }

    private static async Task SkipChunks(Stream connection)
    {
        for (var length = -1; length != 0;)
        {
            var line = new StringBuilder();
            var one = new byte[1];
            while (!line.ToString().EndsWith("\r\n", StringComparison.Ordinal))
            {
                await connection.ReadExactlyAsync(one, Cancellation);
                line.Append((char)one[0]);
            }
            length = int.Parse(line.ToString().Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            await connection.ReadExactlyAsync(new byte[length + 2], Cancellation);
        }
    }
}
