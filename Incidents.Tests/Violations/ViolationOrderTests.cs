using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Violations;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Violations;

/// <summary>The steps of violations in random orders, with doubles, over PostgreSQL.</summary>
public sealed class ViolationOrderTests(PostgresFixture postgres)
{
    private static readonly Instant Captured = Instant.FromUtc(2026, 7, 2, 18, 30);

    /// <summary>Seeds of the random orders.</summary>
    public static TheoryData<int> Seeds => TestScale.Seeds;

    [Theory, MemberData(nameof(Seeds))]
    public async Task In_random_orders_with_doubles_the_same_is_known_in_the_end(int seed)
    {
        var random = new Random(seed);
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), clock: new FakeClock(Captured + Duration.FromHours(12)));
        var commands = host.Services.GetRequiredService<CommandStore>();
        var tariffs = host.Services.GetRequiredService<Tariffs>();
        const int violations = 8;
        List<Func<Task<bool>>> steps = [];
        for (var n = 0; n < violations; n++)
        {
            var id = $"{n}";
            var stream = Identity.Stream(RecordViolation.Kind, "s", id);
            steps.Add(async () => (await host.PostLines(Capture(id))).Statuses.All(s => s is "accepted" or "duplicate"));
            ICommand<Violation>[] decisions =
            [
                new ReviewViolation(stream, "inspector", null, At(30)), new ConfirmViolation(stream, "inspector", At(60)),
                new FineViolation(stream, tariffs, At(90)), new CancelViolation(stream, "court", "appeal", At(120)),
                new ReinstateViolation(stream, "court", "appeal-rejected", At(150)),
            ];
            // A person decides on what was decided before; when it was reviewed may be entered later.
            var decided = 0;
            steps.AddRange(decisions.Select((command, place) => (Func<Task<bool>>)(async () =>
            {
                if (place > decided + 1 || (await commands.Decide(command, TestContext.Current.CancellationToken)).Refusal is not null)
                    return false;
                decided = Math.Max(decided, place);
                return true;
            })));
        }
        // An operator does later what is refused because something is not there yet; what was done once may be refused again.
        var done = new HashSet<Func<Task<bool>>>();
        for (Func<Task<bool>>[] left = [.. steps, .. steps]; left.Length > 0; left = [.. left.Where(step => !done.Contains(step))])
        {
            random.Shuffle(left);
            var before = done.Count;
            foreach (var step in left)
            {
                if (await step())
                    done.Add(step);
            }
            Assert.True(done.Count > before || left.All(done.Contains), "a step is refused in every order");
        }
        await host.CaughtUp();

        var streams = await host.Query(
            """
            select string_agg(type || ' ' || (data->>'occurredAt'), ', ' order by (data->>'occurredAt')::timestamptz)
            from store.mt_events group by stream_id
            """);
        Assert.Equal(violations, streams.Count);
        Assert.Single(streams.Select(s => (string)s[0]).Distinct());
        Assert.Equal(
            [[new DateOnly(2026, 7, 2), (long)violations]],
            await host.Query("select day, sum(n) from read.count_hour where measure = 4 group by 1 having sum(n) <> 0"));
        await RebuildTests.EqualsItsRebuild(host);
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
    }

    private static OffsetDateTime At(int minutes) => (Captured + Duration.FromMinutes(minutes)).WithOffset(Offset.FromHours(5));

    private static object Capture(string id) => new
    {
        source = "s",
        id,
        kind = "violation",
        city = "karaganda",
        article = "592",
        part = "1",
        plate = "123 ABC 09",
        measured = new { value = 75, allowed = 60, unit = "km/h" },
        certificate = new { number = "KZ-1", validUntil = "2026-12-31" },
        occurredAt = Captured.ToString(),
    };
}
