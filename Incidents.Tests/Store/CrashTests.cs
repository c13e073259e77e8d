using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>
/// kill -9 of the host and of PostgreSQL while reports stream in: three times, or as often as INCIDENTS_TEST_KILLS says. What was
/// acknowledged is there exactly once, whatever was sent again, and the books agree with the events.
/// </summary>
[Trait("category", "crash")]
public sealed class CrashTests
{
    private const int Senders = 4;
    private const int BatchSize = 40;

    private readonly ConcurrentDictionary<string, Guid> acknowledged = new();
    private readonly CancellationTokenSource enough = new();
    private TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int sent;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_again_and_again_it_keeps_what_it_acknowledged_once_and_its_books_agree()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is Unix's.");
        using var folder = new TemporaryFolder();
        var random = new Random(TestScale.Seed);
        var host = await HostProcess.Start(folder.Path);
        try
        {
            address.SetResult(host.Address);
            var senders = Enumerable.Range(0, Senders).Select(n => Task.Run(() => Send(n, new Random(n)))).ToArray();
            for (var kill = 0; kill < TestScale.Kills; kill++)
            {
                var target = acknowledged.Count + random.Next(300, 2_500);
                await Progress(senders, () => acknowledged.Count >= target);
                var before = acknowledged.ToArray();
                if (kill % 2 == 0)
                {
                    address = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    await host.Kill();
                    host.Dispose();
                    host = await HostProcess.Start(folder.Path);
                    address.SetResult(host.Address);
                }
                else
                {
                    await HostProcess.KillPostgres(folder.Path);
                    // More than were on their way: the rest only a server that has come back can have taken.
                    var again = acknowledged.Count + 2 * Senders * BatchSize;
                    await Progress(senders, () => acknowledged.Count >= again);
                }
                await AreThereOnce(folder.Path, before);
            }
            await enough.CancelAsync();
            await Task.WhenAll(senders);

            Assert.Equal(sent, acknowledged.Count);
            await AreThereOnce(folder.Path, acknowledged.ToArray());
            await using (var reader = await RunningHost.Start(HostProcess.ConnectionString(folder.Path), o => o.RunsDaemon = false))
            {
                Assert.Equal((long)sent,
                    (await reader.Query("select count(*) from store.mt_events where type not like 'forecast%'"))[0][0]);
                await reader.CaughtUp();
                await RebuildTests.EqualsItsRebuild(reader);
                await CountsFromEvents.AgreeWithTheLedger(reader.Database);
            }
            await host.Stop();
        }
        finally
        {
            host.Dispose();
        }
    }

    // Until there is progress, or a sender has given up.
    private static Task Progress(Task[] senders, Func<bool> reached) => RunningHost.Until(
        async () =>
        {
            if (Array.Find(senders, s => s.IsCompleted) is { } ended)
                await ended;
            return reached();
        },
        "reports to be acknowledged");

    private static async Task AreThereOnce(string folder, KeyValuePair<string, Guid>[] reports)
    {
        await using var database = NpgsqlDataSource.Create(HostProcess.ConnectionString(folder));
        await using var command = database.CreateCommand(
            """
            select count(*) from unnest($1) as a (id)
            left join (select id, count(*) as times from store.mt_events group by id) as e using (id) where times is distinct from 1
            """);
        command.Parameters.Add(new() { Value = reports.Select(r => EventId(r.Key, r.Value)).ToArray() });
        Assert.Equal(0L, await command.ExecuteScalarAsync(Cancellation));
    }

    // What the identity of an event is made of is stable: here it is said a second time.
    private static Guid EventId(string report, Guid stream) => report.Split('/') switch
    {
        ["withdrawn", var source, var id] => Domain.Identity.Event(Domain.Identity.Stream("withdrawal", source, id), "withdrawn"),
        [var phase, ..] => Domain.Identity.Event(stream, phase),
        _ => throw new ArgumentException(report, nameof(report)),
    };

    private async Task Send(int sender, Random random)
    {
        for (var batch = 0; !enough.IsCancellationRequested; batch++)
        {
            var reports = Batch(sender, batch, random);
            Interlocked.Add(ref sent, reports.Count);
            while (reports.Count > 0)
                reports = await Try(reports);
        }
    }

    // Sends them, and returns those that were not acknowledged.
    private async Task<List<(string Key, string Json)>> Try(List<(string Key, string Json)> reports)
    {
        using var client = new HttpClient { BaseAddress = await address.Task, Timeout = TimeSpan.FromSeconds(40) };
        var answered = 0;
        try
        {
            using var body = new StringContent(string.Join('\n', reports.Select(r => r.Json)), Encoding.UTF8, "application/x-ndjson");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/ingest/reports") { Content = body };
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            if (response.Content.Headers.ContentType?.MediaType == "application/x-ndjson")
            {
                using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
                while (await lines.ReadLineAsync(Cancellation) is { Length: > 0 } line)
                {
                    var answer = JsonDocument.Parse(line).RootElement;
                    var status = answer.GetProperty("status").GetString();
                    if (status == "unavailable")
                        break;
                    Assert.True(status is "accepted" or "duplicate", $"{reports[answered].Json}: {line}");
                    acknowledged[reports[answered++].Key] = answer.GetProperty("id").GetGuid();
                }
            }
        }
        catch (Exception e) when (
            e is HttpRequestException or IOException or TaskCanceledException && !Cancellation.IsCancellationRequested)
        {
            // The host has gone; whoever comes next waits until it is back.
        }
        return reports[answered..];
    }

    private static List<(string Key, string Json)> Batch(int sender, int batch, Random random)
    {
        var source = $"sender-{sender}";
        var reports = new List<(string, string)>();
        for (var i = 0; reports.Count < BatchSize; i++)
        {
            var id = $"{batch}-{i}";
            var at = DateTimeOffset.UnixEpoch.AddDays(20_000).AddMinutes(random.Next(500_000));
            // One sender alone withdraws: transactions without it begin their streams before looking for them.
            switch (random.Next(sender == 0 ? 4 : 3))
            {
                case 0:
                    Add("raised", new { kind = "alert", category = "fight", deviceId = "cam-" + random.Next(5) }, id, at);
                    Add("ended", new { kind = "alert", category = "fight", phase = "ended" }, id, at.AddMinutes(1));
                    break;
                case 1:
                    Add("placed", new { kind = "sosCall" }, id, at);
                    Add("answered", new { kind = "sosCall", phase = "answered", by = "op" }, id, at.AddSeconds(random.Next(1, 90)));
                    break;
                case 2:
                    Add("recorded", new { kind = "violation", article = "592" }, id, at);
                    break;
                default:
                    Add("registered", new { kind = "incident", category = "theft", reference = id, longitude = 73.1, latitude = 49.8 }, id,
                        at);
                    Add("withdrawn", new
                    {
                        kind = "incident",
                        phase = "withdrawn",
                        category = "theft",
                        reference = random.Next(3) == 0 ? "nothing" : id
                    },
                        id + "w", at);
                    break;
            }
        }
        return reports;

        void Add(string phase, object what, string id, DateTimeOffset at)
        {
            var json = JsonSerializer.SerializeToNode(what)!.AsObject();
            json["source"] = source;
            json["id"] = id;
            json["city"] = "karaganda";
            json["occurredAt"] = at;
            reports.Add(($"{phase}/{source}/{id}", json.ToJsonString()));
        }
    }
}
