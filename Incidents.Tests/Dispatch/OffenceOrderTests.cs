using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>Random registers, each imported by several towns in orders of their own, over two hosts and with repeats.</summary>
public sealed class OffenceOrderTests(PostgresFixture postgres)
{
    private static readonly string[] Categories = ["homicide", "robbery", "assault", "theft", "arson"];
    private static readonly string[] Measures = ["INCIDENTS", "OFFENCES", "VICTIMS"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => TestScale.Seeds;

    [Theory, MemberData(nameof(Seeds))]
    public async Task Rows_in_any_order_over_two_hosts_give_the_same_register_and_counts(int seed)
    {
        var connection = await postgres.CreateDatabase();
        await using var host = await RunningHost.Start(connection);
        await using var other = await RunningHost.Start(connection, o => o.RunsDaemon = false);
        var random = new Random(seed);
        var rows = Register(random);
        string[] towns = [await host.NewCity(), await host.NewCity(), await host.NewCity()];
        foreach (var (town, i) in towns.Select((town, i) => (town, i)))
        {
            Report[] own = [.. rows.Select(row => row with { Source = town, City = town })];
            if (i > 0)
                random.Shuffle(own);
            var chunks = own.Chunk(i == 0 ? own.Length : 7).Select((chunk, n) => (chunk, Host: n % 2 == 0 ? host : other)).ToList();
            // Every third chunk also by the other host, and the first again at the end.
            chunks.AddRange(chunks.Where((_, n) => n % 3 == 0).Select(c => (c.chunk, c.Host == host ? other : host)).ToList());
            var answers = await Task.WhenAll(chunks.Select(c => Import(c.Host, town, c.chunk)));
            answers = [.. answers, await Import(other, town, chunks[0].chunk)];
            Assert.Equal(rows.Length, answers.SelectMany(a => a).Count(a => a.Status is ReportStatus.Accepted));
            Assert.All(answers.SelectMany(a => a), a => Assert.True(a.Status is ReportStatus.Accepted or ReportStatus.Duplicate));
        }
        await host.CaughtUp();

        var states = await Task.WhenAll(towns.Select(town => State(host, town)));
        Assert.Equal(states[0], states[1]);
        Assert.Equal(states[0], states[2]);
        Assert.Equal(2, (await host.Query("select distinct time_precision from read.incident")).Count);
        Assert.Equal(
            [[rows.Length, rows.Length, rows.Sum(r => r.Victims ?? 0)]],
            (await host.Query(
                $"""
                 select (select sum(offences) from read.incident where city = '{towns[1]}'),
                     sum(n) filter (where measure in (1, 8)), sum(n) filter (where measure = 9)
                 from read.count_hour join read.label on id = count_hour.city where text = '{towns[1]}'
                 """)).Select(r => r.Select(v => (int)(long)v).ToArray()));
        foreach (var day in (string[])["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"])
            Assert.Equal(await Published(host, towns[0], day, "grain: DAY"), await Published(host, towns[2], day, "grain: HOUR_OF_WEEK"));
        Assert.Equal(await AsKnown(host, towns[0], 2), await AsKnown(host, towns[1], 2));
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
        if (TestScale.IsLong)
            await RebuildTests.EqualsItsRebuild(host);
    }

    // 25 incidents of one to five rows, known on one of four days.
    private static Report[] Register(Random random) =>
    [
        .. from incident in Enumerable.Range(0, 25)
           from row in Enumerable.Range(0, random.Next(1, 6))
           let category = random.Next(Categories.Length)
           let day = new LocalDate(2026, 3, 1 + random.Next(4))
           select new Report
           {
               Id = $"i{incident}",
               OffenceId = $"{row}",
               Kind = "incident",
               Category = Categories[category],
               Gravity = category < 2 ? category : null,
               Victims = random.Next(2) == 0 ? null : random.Next(4),
               District = random.Next(2) == 0 ? "north" : null,
               Street = $"{incident}/{row}",
               Longitude = 73 + random.NextDouble() / 10,
               Latitude = 49.8 + random.NextDouble() / 10,
               Description = random.Next(2) == 0 ? $"row {row}" : null,
               OccurredAt = ReportedTime.LocalAt(new LocalDateTime(2026, 2, 1 + random.Next(20), random.Next(24), 0)) with
               {
                   Precision = random.Next(2) == 0 ? TimePrecision.Hour : TimePrecision.Minute,
               },
               OccurredUntil = null,
               KnownAt = ReportedTime.LocalAt(day.AtMidnight()),
           },
    ];

    private static async Task<ReportAnswer[]> Import(RunningHost host, string source, Report[] rows)
    {
        var batch = await host.Services.GetRequiredService<HistoricBatches>().Begin(source, "one file", false, Cancellation);
        return await host.Services.GetRequiredService<ReportIntake>().Accept(rows, batch!, Cancellation);
    }

    // All that the register and the ledger hold of a town, without its name; zero sums are no counts.
    private static async Task<string> State(RunningHost host, string town)
    {
        var register = await host.Query(
            $"""
             select source_id, version, category, district, street, longitude, latitude, cell, status, occurred_at, occurred_day,
                 occurred_hour, time_precision, known_at, known_day, last_known_at, description, offences, victims
             from read.incident where city = '{town}' order by source_id
             """);
        var hours = await host.Query(
            $"""
             select measure, c.text, day, hour, d.text, known, sum(n) from read.count_hour join read.label as l on l.id = city
             join read.label as c on c.id = category join read.label as d on d.id = district
             where l.text = '{town}' group by 1, 2, 3, 4, 5, 6 having sum(n) <> 0 order by 1, 2, 3, 4, 5, 6
             """);
        var cells = await host.Query(
            $"""
             select measure, c.text, cell, day, known, sum(n) from read.heat_day join read.label as l on l.id = city
             join read.label as c on c.id = category where l.text = '{town}' group by 1, 2, 3, 4, 5 having sum(n) <> 0
             order by 1, 2, 3, 4, 5
             """);
        return string.Join('\n', register.Concat(hours).Concat(cells).Select(row => string.Join('|', row)));
    }

    // The incidents as their events tell them at noon of a day in March; null where nothing was known.
    private static async Task<string> AsKnown(RunningHost host, string town, int day)
    {
        var ids = await host.Query($"select id from read.incident where city = '{town}' order by source_id");
        var fields = ids.Select((row, i) =>
            $$"""
            i{{i}}: incidentAsKnown(id: "{{row[0]}}", asKnownAt: "2026-03-0{{day}}T07:00:00Z") {
                category street occurredAt knownAt offenceCount victims description offences { offenceId } }
            """);
        return (await host.Ask($"{{ {string.Join(' ', fields)} }}")).GetRawText();
    }

    // As known at the end of a day: by days from the ledger's cells, by hours of the week from the register.
    private static async Task<string> Published(RunningHost host, string town, string day, string grain)
    {
        var incidents = await Totals("INCIDENTS", grain);
        var all = await Task.WhenAll(Measures.Select(measure => Totals(measure, "grain: DAY")));
        return string.Join('\n', [incidents, .. all]);

        async Task<string> Totals(string measure, string by)
        {
            var data = await host.Ask(
                $$"""
                { trend(from: "2026-02-01", until: "2026-03-01", asKnownOn: "{{day}}", {{by}}, splitBy: CATEGORY,
                    filter: { cities: ["{{town}}"], measure: {{measure}}, bounds: { west: 72, south: 49, east: 74, north: 51 } }) {
                    series { key total } } }
                """);
            return string.Join(' ', data.GetProperty("trend").GetProperty("series").EnumerateArray()
                .Where(s => s.GetProperty("total").GetInt32() != 0).Select(s => s.GetRawText()).Order(StringComparer.Ordinal));
        }
    }
}
