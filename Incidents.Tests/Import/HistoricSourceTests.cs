using System.Text.Json;
using Incidents.Api.Import;
using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using Xunit;

namespace Incidents.Tests.Import;

/// <summary>Who may say from when something was known, and for which days.</summary>
public sealed class HistoricSourceTests(PostgresFixture postgres)
{
    private const string Register = "register.springfield";

    private const string Map = $$"""
        { "source": "{{Register}}", "city": "karaganda", "occurredAt": "t", "knownAt": { "column": "k" }, "category": { "value": "theft" },
          "identity": { "columns": ["id"] } }
        """;

    private static readonly Dictionary<string, string?> Settings = new() { ["Sources:Historic"] = "register.*; inventory" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_a_source_that_is_registered_as_historic_says_from_when_something_was_known()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: Settings);
        Assert.Equal(
            ["KNOWN_AT_REFUSED", "accepted", "accepted", "accepted", "KNOWN_AT_REFUSED"],
            (await host.PostLines(
                Entry("console", "1", "2020-01-31"), Entry("console", "1", null), Entry("inventory", "1", "2020-01-31"),
                Entry("register.x", "1", "2020-01-31"), Entry("inventory-2", "1", "2020-01-31"))).Codes);
        Assert.Equal(
            [["KNOWN_AT_REFUSED", "knownAt"], ["KNOWN_AT_REFUSED", "knownAt"]],
            await host.Query("select code, field from ingest.dead_letter order by 1"));
    }

    [Fact]
    public async Task A_historic_source_adds_only_what_became_known_after_its_last_batch()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: Settings);
        var first = new[] { Entry(Register, "1", "2020-01-31"), Entry(Register, "2", "2020-01-31") };
        Assert.Equal(["accepted", "accepted"], (await host.PostLines(first)).Codes);
        Assert.Equal(["accepted"], (await host.PostLines(Entry(Register, "3", "2020-01-31"))).Codes);
        Assert.Equal(["accepted", "accepted"], (await host.PostLines(
            Entry(Register, "4", "2020-02-29"), Entry(Register, "5", "2020-02-29"))).Codes);
        await host.CaughtUp();
        var published = await Total(host, "2020-01-31");
        Assert.Equal(3, published);

        Assert.Equal(["duplicate", "duplicate"], (await host.PostLines(first)).Codes);
        Assert.Equal(
            ["KNOWN_AT_CLOSED", "KNOWN_AT_CLOSED", "accepted", "KNOWN_AT_CLOSED"],
            (await host.PostLines(
                Entry(Register, "6", "2020-01-31"), Entry(Register, "7", "2019-12-31"), Entry(Register, "8", "2020-03-31"),
                Entry(Register, "9", "2020-03-30"))).Codes);
        // The first batch of another source is its beginning, wherever this one stands.
        Assert.Equal(["accepted"], (await host.PostLines(Entry("register.other", "1", "2019-12-31"))).Codes);
        await host.CaughtUp();
        Assert.Equal(published, await Total(host, "2020-01-31", Register));
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
    }

    [Fact]
    public async Task Of_two_hosts_that_compete_neither_adds_to_a_day_that_the_other_has_closed()
    {
        var connection = await postgres.CreateDatabase();
        await using var one = await RunningHost.Start(connection, settings: Settings);
        await using var two = await RunningHost.Start(connection, settings: Settings);
        var codes = new List<string>();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async n =>
        {
            var host = n % 2 == 0 ? one : two;
            var answer = await host.PostLines(
                Enumerable.Range(0, 5).Select(i => Entry(Register, $"{n}-{i}", $"2020-01-{1 + (n * 7 + i) % 28:00}")));
            lock (codes)
                codes.AddRange(answer.Codes);
        }));
        Assert.All(codes, code => Assert.Contains(code, (string[])["accepted", "KNOWN_AT_CLOSED"]));
        Assert.Contains("accepted", codes);
        Assert.Contains("KNOWN_AT_CLOSED", codes);
        Assert.Empty(await one.Query(
            """
            select * from (
                select data->>'knownAt' as known, lag(data->>'knownAt') over (order by seq_id) as before from store.mt_events) as e
            where known < before
            """));
    }

    [Fact]
    public async Task A_file_is_one_batch_in_any_order_that_is_closed_at_its_end()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: Settings);
        const string file = "id,t,k\n1,2020-01-01,2020-03-31\n2,2020-01-01,2020-01-31\n3,2020-01-01,2020-02-29\n";
        Assert.Equal((3, 0, 0), await Import(host, file));
        Assert.Equal((0, 3, 0), await Import(host, file));
        // What comes after, also of the last day, is no part of it.
        const string next = "id,t,k\n4,2020-01-01,2020-02-29\n5,2020-01-01,2020-03-31\n6,2020-01-01,2020-04-30\n1,2020-01-01,2020-04-30\n";
        Assert.Equal((1, 1, 2), await Import(host, next));
        await host.CaughtUp();
        Assert.Equal(
            (2, 3, 4), (await Total(host, "2020-02-29"), await Total(host, "2020-03-31"), await Total(host, "2020-04-30")));
        Assert.Equal(["KNOWN_AT_CLOSED"], (await host.PostLines(Entry(Register, "7", "2020-04-30"))).Codes);
    }

    [Fact]
    public async Task An_import_that_was_stopped_goes_on_and_another_one_begins_only_when_it_is_given_up()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: Settings);
        var batches = host.Services.GetRequiredService<HistoricBatches>();
        var sink = host.Services.GetRequiredService<ImportSink>();
        var batch = await batches.Begin(Register, "a", false, Cancellation);
        Assert.Equal([ReportStatus.Accepted], await Send(batch!, Row("1", "2020-03-31")));

        Assert.Null(await batches.Begin(Register, "b", false, Cancellation));
        var again = await batches.Begin(Register, "a", false, Cancellation);
        Assert.Equal(
            [ReportStatus.Duplicate, ReportStatus.Accepted], await Send(again!, Row("1", "2020-03-31"), Row("2", "2020-01-31")));

        var other = await batches.Begin(Register, "b", true, Cancellation);
        Assert.Equal(
            [ReportStatus.Refused, ReportStatus.Accepted], await Send(other!, Row("3", "2020-03-31"), Row("4", "2020-04-01")));
        await Assert.ThrowsAsync<HistoricBatchTakenException>(() => Send(again!, Row("5", "2020-05-01")));

        async Task<IEnumerable<ReportStatus>> Send(HistoricBatch to, params Report[] rows) =>
            (await sink.For(to).Accept(rows, Cancellation)).Select(a => a.Status);

        static Report Row(string id, string known) => new()
        {
            Source = Register,
            Id = id,
            Kind = "incident",
            City = "karaganda",
            Category = "theft",
            OccurredAt = ReportedTime.Parse("2020-01-01T10:00:00"),
            KnownAt = ReportedTime.Parse($"{known}T23:00:00"),
        };
    }

    [Fact]
    public async Task A_register_that_an_earlier_build_imported_adds_nothing_to_the_days_that_it_reached()
    {
        var connection = await postgres.CreateDatabase();
        await using (var before = await RunningHost.Start(connection, settings: Settings))
        {
            Assert.Equal(["accepted"], (await before.PostLines(Entry(Register, "1", "2020-02-29"))).Codes);
            await before.Query("drop table store.historic_source");
        }
        await using var host = await RunningHost.Start(connection, settings: Settings);
        Assert.Equal(
            ["duplicate", "KNOWN_AT_CLOSED", "KNOWN_AT_CLOSED", "accepted"],
            (await host.PostLines(
                Entry(Register, "1", "2020-02-29"), Entry(Register, "2", "2020-02-29"), Entry(Register, "3", "2020-01-31"),
                Entry(Register, "4", "2020-03-01"))).Codes);
    }

    private static object Entry(string source, string id, string? day) => new
    {
        source,
        id,
        kind = "incident",
        city = "karaganda",
        category = "theft",
        district = source,
        occurredAt = "2019-06-01T10:00:00",
        knownAt = day is null ? null : $"{day}T12:00:00",
    };

    private static async Task<(int Accepted, int Duplicate, int Refused)> Import(RunningHost host, string text)
    {
        using var folder = new TemporaryFolder();
        var (file, map) = (Path.Combine(folder.Path, "a.csv"), Path.Combine(folder.Path, "map.json"));
        await File.WriteAllTextAsync(file, text, Cancellation);
        await File.WriteAllTextAsync(map, Map, Cancellation);
        var output = new StringWriter();
        using var run = new ImportRun(
            new(file, map, Path.Combine(folder.Path, "rejects.csv"), Json: true, Quiet: true), host.Services.GetRequiredService<Cities>());
        Assert.Equal(
            ImportRun.Done,
            await run.Run(
                host.Services.GetRequiredService<ImportSink>(), host.Services.GetRequiredService<HistoricBatches>(), Console(output),
                Console(new StringWriter()), Cancellation));
        var summary = JsonDocument.Parse(output.ToString()).RootElement.GetProperty("summary");
        var refused = summary.GetProperty("refused").EnumerateObject().ToArray();
        Assert.All(refused, r => Assert.Equal("KNOWN_AT_CLOSED", r.Name));
        return (
            summary.GetProperty("accepted").GetInt32(), summary.GetProperty("duplicate").GetInt32(), refused.Sum(r => r.Value.GetInt32()));
    }

    private static IAnsiConsole Console(TextWriter writer) =>
        AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });

    private static async Task<long> Total(RunningHost host, string knownAt, string? district = null)
    {
        var data = await host.Ask(
            """
            query ($knownAt: Date!) {
              trend(from: "2019-01-01", until: "2021-01-01", grain: MONTH, splitBy: DISTRICT, asKnownOn: $knownAt) {
                  series { district total } } }
            """, new { knownAt });
        return data.GetProperty("trend").GetProperty("series").EnumerateArray()
            .Where(s => district is null || s.GetProperty("district").GetString() == district).Sum(s => s.GetProperty("total").GetInt64());
    }
}
