using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;
using static Incidents.Tests.Ingest.SampleReports;

namespace Incidents.Tests.Ingest;

/// <summary>A report is stored as soon as its last byte is there, while its connection stays open, however the bytes come.</summary>
[Collection(OnSharedHost.Name)]
public sealed class DripTests(SharedHost shared)
{
    private const string Lines = "application/x-ndjson";
    private readonly RunningHost host = shared.Host;
    private readonly string source = $"drip-{Guid.NewGuid():N}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task A_line_and_then_silence(string lineEnd)
    {
        using var sender = await Begin(Lines);
        for (var i = 1; i <= 3; i++)
        {
            await SlowSenderTests.Chunk(sender, Report($"{i}") + lineEnd);
            await Stored(i);
        }
        await Accepted(sender, 3);
    }

    [Fact]
    public async Task A_byte_order_mark_that_comes_alone_and_in_pieces()
    {
        using var sender = await Begin(Lines);
        await SlowSenderTests.Chunk(sender, [0xEF]);
        await SlowSenderTests.Chunk(sender, [0xBB, 0xBF]);
        await SlowSenderTests.Chunk(sender, Report("1") + "\r\n");
        await Stored(1);
        await Accepted(sender, 1);
    }

    [Fact]
    public async Task Half_a_line_waits_for_its_other_half_and_holds_up_none_before_it()
    {
        using var sender = await Begin(Lines);
        var second = Report("2");
        await SlowSenderTests.Chunk(sender, Report("1") + "\n" + second[..30]);
        await Stored(1);
        await SlowSenderTests.Chunk(sender, second[30..]);
        // The line is not over: only its end, or that of the body, says that nothing belongs to it any more.
        await SlowSenderTests.Chunk(sender, "\n");
        await Stored(2);
        await Accepted(sender, 2);
    }

    [Fact]
    public async Task A_line_that_comes_byte_by_byte()
    {
        using var sender = await Begin(Lines);
        for (var i = 1; i <= 2; i++)
        {
            foreach (var letter in Encoding.UTF8.GetBytes(Report($"{i}", "Ақпан 🚓") + "\n"))
                await SlowSenderTests.Chunk(sender, [letter]);
            await Stored(i);
        }
        await Accepted(sender, 2);
    }

    [Fact]
    public async Task A_value_needs_no_line_end()
    {
        using var sender = await Begin("application/json");
        await SlowSenderTests.Chunk(sender, "[" + Report("1"));
        await Stored(1);
        await SlowSenderTests.Chunk(sender, ",\n" + Report("2"));
        await Stored(2);
        await SlowSenderTests.Chunk(sender, "]");
        await Accepted(sender, 2);
    }

    [Theory]
    [InlineData("application/gzip", null)]
    [InlineData(Lines, "gzip")]
    [InlineData(Lines, "br")]
    [InlineData(Lines, "deflate")]
    public async Task A_flushed_block_of_a_compressed_stream(string type, string? encoding)
    {
        using var sender = await Begin(encoding is null ? type : $"{type}\r\nContent-Encoding: {encoding}");
        using var packed = new MemoryStream();
        Stream packer = encoding switch
        {
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        };
        for (var i = 1; i <= 3; i++)
        {
            await packer.WriteAsync(Encoding.UTF8.GetBytes(Report($"{i}") + "\n"), Cancellation);
            await packer.FlushAsync(Cancellation);
            await SendPacked();
            await Stored(i);
        }
        await packer.DisposeAsync();
        await SendPacked();
        await Accepted(sender, 3);

        async Task SendPacked()
        {
            await SlowSenderTests.Chunk(sender, packed.ToArray());
            packed.SetLength(0);
        }
    }

    [Fact]
    public async Task What_became_of_each_is_told_at_the_end_of_the_stream()
    {
        using var sender = await Begin(Lines);
        await SlowSenderTests.Chunk(sender, Report("1") + "\n");
        await Stored(1);
        await SlowSenderTests.Chunk(sender, "{\"source\":\"x\"}\n" + Report("1") + "\n" + Report("2") + "\n");
        await Stored(2);
        await sender.SendAsync("0\r\n\r\n"u8.ToArray(), Cancellation);
        var (status, answers) = await SlowSenderTests.Answers(sender);
        Assert.Equal(200, status);
        Assert.Equal(["accepted", "ID_MISSING", "duplicate", "accepted"], answers.Select(SlowSenderTests.CodeOf));
    }

    private Task<Socket> Begin(string type) => SlowSenderTests.Begin(host, IPAddress.Loopback, "", type);

    // Of a source that is this test's alone.
    private string Report(string id, string? description = null) => Incident("karaganda", id, description, source);

    private Task Stored(long reports) => RunningHost.Until(
        async () => (await host.Query($"select count(*) from store.mt_events where data -> 'origin' ->> 'source' = '{source}'"))[0][0]
            .Equals(reports),
        $"{reports} reports to be stored");

    private static async Task Accepted(Socket sender, int reports)
    {
        await sender.SendAsync("0\r\n\r\n"u8.ToArray(), Cancellation);
        var (status, answers) = await SlowSenderTests.Answers(sender);
        Assert.Equal((200, reports), (status, answers.Count));
        Assert.All(answers, answer => Assert.Equal("accepted", SlowSenderTests.CodeOf(answer)));
    }
}
