using Incidents.Api.Import;
using Incidents.Api.Ingest;
using Incidents.Domain;
using Xunit;

namespace Incidents.Tests.Import;

public sealed class ImporterTests : IDisposable
{
    private const string Register = """
        { "source": "r", "city": "chicago", "occurredAt": "t", "identity": { "columns": ["id"] }, "category": { "value": "theft" },
          "reference": "ref", "withdrawn": { "column": "n", "equals": "-1" } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("import").FullName;

    private string RejectsPath => Path.Combine(folder, "rejects.csv");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Every_row_counts_exactly_once()
    {
        var sink = new RecordingSink();
        var summary = await Run(sink, """
            id,t,ref,n
            1,2020-01-01,a,1
            1,2020-01-01,a,1
            2,2020-01-02,a,-1
            3,2020-01-03,b,-1
            4,never,c,1
            5,2020-01-05,c
            """);

        Assert.Equal((6, 1, 1, 1, 1), (summary.Rows, summary.Accepted, summary.Duplicate, summary.Withdrawn, summary.WithdrawnUnmatched));
        Assert.Equal([("MALFORMED_ROW", 1), ("UNREADABLE_TIME", 1)], summary.Refused.Select(r => (r.Key, r.Value)));
        Assert.Equal(6, summary.WithResult);
    }

    [Fact]
    public async Task Refused_rows_are_kept_with_line_reason_and_text_whoever_refused_them()
    {
        var refused = new Refusal(ErrorCode.CategoryMalformed, "No such \"category\".", "category");
        var sink = new RecordingSink().AsSink() with
        {
            Accept = (reports, _) =>
                Task.FromResult<ReportAnswer[]>([.. reports.Select(_ => new ReportAnswer(ReportStatus.Refused, null, refused))]),
        };
        await Run(sink, "id,t,ref,n\n1,2020-01-01,a,1\n2,never,\"b,c\",1\n");

        Assert.Equal(
            """
            line,code,field,reason,row
            3,UNREADABLE_TIME,occurredAt,The time 'never' does not match any pattern of the map.,"2,never,""b,c"",1"
            2,CATEGORY_MALFORMED,category,"No such ""category"".","1,2020-01-01,a,1"

            """.ReplaceLineEndings("\n"),
            await File.ReadAllTextAsync(RejectsPath, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_refused_rows_there_is_no_rejects_file_and_an_old_one_goes()
    {
        await Run(new RecordingSink(), "id,t,ref,n\n1,never,a,1\n");
        Assert.True(File.Exists(RejectsPath));

        await Run(new RecordingSink(), "id,t,ref,n\n1,2020-01-01,a,1\n");
        Assert.False(File.Exists(RejectsPath));
    }

    [Fact]
    public void A_file_that_is_no_rejects_file_is_not_overwritten()
    {
        File.WriteAllText(RejectsPath, "precious");

        Assert.Throws<ImportException>(() => new RejectsFile(RejectsPath));
        Assert.Equal("precious", File.ReadAllText(RejectsPath));
    }

    [Fact]
    public async Task While_the_store_is_away_nothing_is_lost_and_it_is_said()
    {
        var notices = new List<string>();
        var waits = new List<TimeSpan>();
        var sink = new RecordingSink { IsDown = _ => waits.Count < 4 };
        var summary = await Run(sink.AsSink(), Rows(1..1001), new()
        {
            ChunkSize = 1000,
            Notice = notices.Add,
            Wait = (wait, _) =>
            {
                waits.Add(wait);
                return Task.CompletedTask;
            },
        });

        Assert.Equal(1000, summary.Accepted);
        Assert.Equal([0.25, 0.5, 1, 2], waits.Select(w => w.TotalSeconds));
        Assert.Equal(2, notices.Count);
        Assert.StartsWith("The store cannot be reached; nothing is lost.", notices[0]);
    }

    // The store takes the withdrawal, but not at first what it withdraws: sent at once, it would find nothing.
    [Fact]
    public async Task A_withdrawal_waits_for_what_it_withdraws_even_when_the_store_fails_between_them()
    {
        var down = true;
        var sink = new RecordingSink { IsDown = r => down && r.Phase is null };
        var summary = await Run(sink.AsSink(),
            "id,t,ref,n\n1,2020-01-01,a,1\n2,2020-01-02,a,-1\n3,2020-01-03,a,1\n4,2020-01-03,a,-1\n5,2020-01-03,a,-1\n", new()
            {
                ChunkSize = 1,
                Wait = async (_, _) =>
                {
                    await Task.Yield();
                    down = false;
                },
            });

        Assert.Equal((2, 2, 1), (summary.Accepted, summary.Withdrawn, summary.WithdrawnUnmatched));
        Assert.Equal(["1", "2", "3", "4", "5"], sink.Reports.Select(r => r.Id));
    }

    [Fact]
    public async Task Steps_of_one_thing_are_answered_in_the_order_of_the_file_however_many_calls_are_under_way()
    {
        var random = new Random(7);
        var sink = new RecordingSink();
        var slow = new ImportSink(
            async (reports, _) =>
            {
                for (var turns = random.Next(20); turns > 0; turns--)
                    await Task.Yield();
                return sink.Accept(reports);
            },
            (_, _) => Task.CompletedTask);
        var rows = Enumerable.Range(0, 5000).Select(i => $"{i},2020-01-01,{i % 97},{(i % 3 == 2 ? -1 : 1)}");
        var summary = await Run(slow, $"id,t,ref,n\n{string.Join('\n', rows)}\n", new() { ChunkSize = 20 });

        Assert.Equal(5000, summary.WithResult);
        // Registrations between two withdrawals may change places, but none may pass a withdrawal.
        foreach (var thing in sink.Reports.GroupBy(r => r.Reference))
        {
            var ids = thing.Select(r => int.Parse(r.Id!, null)).ToList();
            var withdrawals = thing.Index().Where(r => r.Item.Phase is not null).ToList();
            Assert.NotEmpty(withdrawals);
            Assert.All(withdrawals, w => Assert.Equal(ids.Order().Take(w.Index), ids.Take(w.Index).Order()));
        }
    }

    // Each row waits for the one before: 2,000 rows, of which at most 50 may be held.
    [Fact]
    public async Task A_file_about_one_single_thing_is_imported_without_being_held_in_memory()
    {
        var sink = new RecordingSink();
        var most = 0L;
        var rows = Enumerable.Range(0, 2000).Select(i => $"{i},2020-01-01,same,{(i % 2 == 0 ? 1 : -1)}");
        var summary = await Run(sink.AsSink(), $"id,t,ref,n\n{string.Join('\n', rows)}\n",
            new() { MaxHeld = 50, Progress = s => most = Math.Max(most, s.Rows - s.WithResult) });

        Assert.Equal((1000, 1000), (summary.Accepted, summary.Withdrawn));
        Assert.InRange(most, 1, 51);
    }

    [Fact]
    public async Task No_more_calls_are_under_way_than_allowed()
    {
        var (underWay, most) = (0, 0);
        var sink = new ImportSink(
            async (reports, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref underWay));
                await Task.Yield();
                Interlocked.Decrement(ref underWay);
                return [.. reports.Select(_ => new ReportAnswer(ReportStatus.Accepted))];
            },
            (_, _) => Task.CompletedTask);
        var summary = await Run(sink, Rows(1..2001), new() { ChunkSize = 10, Window = 3 });

        Assert.Equal(2000, summary.Accepted);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task Interrupted_and_run_again_the_totals_are_those_of_one_run()
    {
        var sink = new RecordingSink();
        using var interruption = new CancellationTokenSource();
        var options = new ImporterOptions { ChunkSize = 100, Progress = s => { if (s.Accepted >= 500) interruption.Cancel(); } };
        var first = await Run(sink.AsSink(), Rows(1..5001), options, interruption.Token);
        var second = await Run(sink, Rows(1..5001));

        Assert.True(first.Interrupted);
        Assert.InRange(first.Accepted, 500, 4999);
        Assert.False(second.Interrupted);
        Assert.Equal(5000, second.Accepted + second.Duplicate);
        Assert.Equal(5000, sink.Reports.Count);
    }

    [Fact]
    public async Task A_city_of_the_maps_own_is_declared_before_the_first_report()
    {
        var sink = new RecordingSink();
        var map = Register.Replace("\"chicago\"", """{ "code": "springfield", "name": "Springfield", "zone": "America/Chicago" }""");
        await Run(sink.AsSink() with { Accept = (reports, _) => Task.FromResult(sink.Cities.Count == 1 ? sink.Accept(reports) : []) },
            Rows(1..3), map: map);

        Assert.Equal([new City("springfield", "America/Chicago", "Springfield")], sink.Cities);
        Assert.Equal(2, sink.Reports.Count);
    }

    private static string Rows(Range ids) =>
        "id,t,ref,n\n" + string.Concat(
            Enumerable.Range(ids.Start.Value, ids.End.Value - ids.Start.Value).Select(i => $"{i},2020-01-01,{i},1\n"));

    private Task<ImportSummary> Run(RecordingSink sink, string text) => Run(sink.AsSink(), text);

    private async Task<ImportSummary> Run(
        ImportSink sink, string text, ImporterOptions? options = null, CancellationToken? cancellation = null, string map = Register)
    {
        var parsed = MapFile.Parse(map);
        using var rows = ImportOf.Rows(text, parsed);
        using var rejects = new RejectsFile(RejectsPath);
        return await new Importer(sink, rejects, options ?? new())
            .Run(rows, parsed, ImportOf.Cities, cancellation ?? TestContext.Current.CancellationToken);
    }
}
