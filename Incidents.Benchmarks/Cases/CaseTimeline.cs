using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain.Alerts;
using Incidents.Domain.Cases;
using NodaTime;

namespace Incidents.Benchmarks.Cases;

/// <summary>How long the first page of a long timeline of a case takes.</summary>
internal sealed class CaseTimeline : IGoal
{
    private const int Alerts = 1_000;
    private const int Updates = 8;

    // As the page of a case asks.
    private const string Query =
        """
        query Timeline($id: UUID!, $after: String) {
          case(id: $id) { version title timeline(first: 100, after: $after) {
            nodes { id isOrderUnknown isStarred cameFromCaseId viaIncidentId clock { kind name receiptSeconds uncertaintySeconds }
              comments { id note by occurredAt } event { type subject subjectId occurredAt knownAt timePrecision source by deviceId data } }
            totalCount pageInfo { hasNextPage endCursor } } } }
        """;

    private static readonly Offset Offset = Offset.FromHours(5);

    public string Name => "case-timeline";

    public string What => "the first 100 of 10,000 entries of the timeline of a case through GraphQL, and pages after it";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        using var client = new LoopbackClient(host.Port);
        var caller = Read(client.Ask(LoopbackClient.Query("{ me { id } }"))).GetProperty("me").GetProperty("id").GetString()!;
        var id = Guid.NewGuid();
        await Fill(host, database, id, new(caller, "benchmark"));
        var (rounds, pages) = (context.Pick(60, 300), context.Pick(20, 100));

        // The very first one reads all events; what is measured as cold is not yet compiled with optimization either.
        var asked = Stopwatch.GetTimestamp();
        var first = Read(client.Ask(Request(id, null))).GetProperty("case").GetProperty("timeline");
        var cold = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
        var total = first.GetProperty("totalCount").GetInt32();
        if (total != Alerts * (Updates + 2) + 1)
            throw new InvalidOperationException($"The timeline has {total} entries.");
        Measure(client, id, null, 20);
        var warm = Measure(client, id, null, rounds);
        var after = first.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        var next = new List<double>();
        for (var page = 0; page < pages - 1 && after is not null; page++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            asked = Stopwatch.GetTimestamp();
            var answer = client.Ask(Request(id, after));
            next.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            after = Read(answer).GetProperty("case").GetProperty("timeline").GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }

        Variant firstPage = new("first page", "ms, p95", [Statistics.Percentile(warm, 0.95)]);
        return new(
            [
                firstPage, new("next pages", "ms, p95", [Statistics.Percentile(next, 0.95)]),
                new("first page, the first time", "ms", [cold]),
            ],
            [new("ms (first page)", firstPage.Median, Relation.Below, 100)],
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Alerts:#,0} alerts of {Updates + 1} events each and {Alerts + 1:#,0} events of the case itself; {rounds} first ")
                + "pages, one after the other.",
            ]);
    }

    private static async Task Fill(BenchmarkHost host, BenchmarkDatabase database, Guid id, CaseColleague owner)
    {
        var rows = new EventRows(host.Get<EventCatalogue>());
        var place = new TownPlaces().Towns[0];
        var begin = new LocalDateTime(2026, 3, 1, 0, 0).WithOffset(Offset);
        rows.Add(Guid.NewGuid(), id, new CaseOpened(new(place.Code), "A long case", "1", owner, owner.Name, begin, begin));
        for (var i = 0; i < Alerts; i++)
        {
            var (alert, at) = (Guid.NewGuid(), begin.Plus(Duration.FromMinutes(17 * i)));
            var raised = new AlertRaised(
                new("benchmark", i.ToString(CultureInfo.InvariantCulture)), "loitering", 0.7, $"cam-{i % 40}", new(place.Code), null, null,
                null, at, at.Plus(Duration.FromSeconds(2)));
            rows.Add(Guid.NewGuid(), alert, raised);
            for (var update = 1; update <= Updates; update++)
            {
                var changed = at.Plus(Duration.FromMinutes(3 * update));
                rows.Add(
                    Guid.NewGuid(), alert, new AlertUpdated(
                        raised.CountKey(), "loitering", 0.7 + 0.01 * update, null, null, null, changed,
                        changed.Plus(Duration.FromSeconds(2))));
            }

            var attached = at.Plus(Duration.FromHours(1));
            rows.Add(
                Guid.NewGuid(), id,
                new CaseItemAdded(new(alert, CaseItemKind.Alert, Reason: "seen nearby"), owner.Name, attached, attached));
        }

        await rows.Copy(database.Source);
        await database.Execute("analyze");
    }

    private static List<double> Measure(LoopbackClient client, Guid id, string? after, int rounds)
    {
        var (request, took) = (Request(id, after), new List<double>(rounds));
        for (var round = 0; round < rounds; round++)
        {
            var asked = Stopwatch.GetTimestamp();
            client.Ask(request);
            took.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        return took;
    }

    private static byte[] Request(Guid id, string? after) => LoopbackClient.Query(Query, new { id, after });

    private static JsonElement Read(ReadOnlySpan<byte> answer)
    {
        var reader = new Utf8JsonReader(answer);
        var json = JsonElement.ParseValue(ref reader);
        return json.TryGetProperty("errors", out _)
            ? throw new InvalidOperationException(Encoding.UTF8.GetString(answer))
            : json.GetProperty("data");
    }
}
