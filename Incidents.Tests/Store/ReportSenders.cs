using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Incidents.Tests.Access;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>Senders that post reports all the time, and post again what was not acknowledged.</summary>
internal sealed class ReportSenders
{
    private const int Senders = 4;
    private const int BatchSize = 40;

    private readonly ConcurrentDictionary<string, Guid> acknowledged = new();
    private readonly CancellationTokenSource enough = new();
    private Task[] senders = [];
    private AuthenticationHeaderValue? signIn;
    private TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int sent;
    private int failed;
    private int unmatched;

    /// <summary>More than are on their way at a time.</summary>
    public const int MoreThanInFlight = 2 * Senders * BatchSize;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Number of reports acknowledged so far.</summary>
    public int Acknowledged => acknowledged.Count;

    /// <summary>Number of requests so far of which a report was not acknowledged.</summary>
    public int Failed => Volatile.Read(ref failed);

    /// <summary>Number of withdrawals so far whose reference nothing has.</summary>
    public int Unmatched => Volatile.Read(ref unmatched);

    /// <summary>Begins to send.</summary>
    public void Start(Uri host)
    {
        address.SetResult(host);
        senders = [.. Enumerable.Range(0, Senders).Select(n => Task.Run(() => Send(n, new Random(n))))];
    }

    /// <summary>Makes whoever sends next wait for the next address.</summary>
    public void HoldOn() => address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Sends to this address from now on.</summary>
    public void GoOn(Uri host) => address.SetResult(host);

    /// <summary>Waits until something is reached; fails where a sender has given up.</summary>
    public Task Until(Func<bool> reached, string what) => RunningHost.Until(
        async () =>
        {
            if (Array.Find(senders, s => s.IsCompleted) is { } ended)
                await ended;
            return reached();
        },
        what);

    /// <summary>The reports that are acknowledged now.</summary>
    public KeyValuePair<string, Guid>[] SoFar() => acknowledged.ToArray();

    /// <summary>Sends no new reports, and waits until all that were sent are acknowledged.</summary>
    /// <returns>How many were sent.</returns>
    public async Task<int> Stop()
    {
        await enough.CancelAsync();
        await Task.WhenAll(senders);
        Assert.Equal(sent, acknowledged.Count);
        return sent;
    }

    /// <summary>Fails where an event of these reports is not there exactly once.</summary>
    public static async Task AreThereOnce(string connectionString, KeyValuePair<string, Guid>[] reports)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
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
        using var client = new HttpClient { BaseAddress = await address.Task, Timeout = TimeSpan.FromSeconds(60) };
        var answered = 0;
        try
        {
            using var body = new StringContent(string.Join('\n', reports.Select(r => r.Json)), Encoding.UTF8, "application/x-ndjson");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/ingest/reports") { Content = body };
            request.Headers.Authorization = signIn ??= await DemoTokens.Of(client);
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
        if (answered < reports.Count)
            Interlocked.Increment(ref failed);
        return reports[answered..];
    }

    private List<(string Key, string Json)> Batch(int sender, int batch, Random random)
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
                    var reference = random.Next(3) == 0 ? "nothing" : id;
                    unmatched += reference == id ? 0 : 1;
                    Add("registered", new { kind = "incident", category = "theft", reference = id, longitude = 73.1, latitude = 49.8 }, id,
                        at);
                    Add("withdrawn", new { kind = "incident", phase = "withdrawn", category = "theft", reference }, id + "w", at);
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
