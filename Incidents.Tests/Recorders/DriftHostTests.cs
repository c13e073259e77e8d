using System.Text.Json;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Incidents.Tests.Recorders;

/// <summary>A recorder that drifts, through the host: its captures are held until a person has cleared it.</summary>
public sealed class DriftHostTests(PostgresFixture postgres)
{
    private const int Recorders = 6, Rounds = 60;

    [Fact]
    public async Task What_a_drifting_recorder_captures_is_held_until_it_is_cleared()
    {
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(),
            settings: new Dictionary<string, string?> { ["Recorders:LearnedFrom"] = "30", ["Recorders:Limit"] = "5" });
        var start = host.Services.GetRequiredService<IClock>().GetCurrentInstant() - Duration.FromHours(2);
        // Speeds of 75 to 85 km/h in turn; six recorders a kilometre apart.
        await host.PostLines(
            from round in Enumerable.Range(0, Rounds)
            from recorder in Enumerable.Range(0, Recorders)
            select Capture($"{round}-{recorder}", recorder, 75 + (round * 7 + recorder * 3) % 11, round * 60 + recorder));
        await Learned(host);

        // 30 km/h above, five times: the first count as four deviations each, and the second passes the limit of 5.
        var ids = await host.PostLines(
            Enumerable.Range(0, 5).Select(i => Capture($"off-{i}", 0, 110, (Rounds + i) * 60)));
        await RunningHost.Until(async () => (await Recorder(host)).GetProperty("isSuspected").GetBoolean(), "the recorder to be suspected");
        for (var i = 0; i < 5; i++)
        {
            var id = ids.Id(i);
            await RunningHost.Until(async () => await HoldReason(host, id) == "RECORDER_DRIFT", $"capture {i} to be held");
        }
        Assert.InRange((await Recorder(host)).GetProperty("driftKmPerHour").GetDouble(), 5, 40);

        var cleared = await host.Ask(
            """
            mutation {
              clearRecorder(city: "karaganda", deviceId: "rec-0", by: "i", reasonCode: "recalibrated") { isSuspected driftKmPerHour } }
            """);
        Assert.Equal("""{"isSuspected":false,"driftKmPerHour":null}""", cleared.GetProperty("clearRecorder").GetRawText());
        await RunningHost.Until(async () => (await Recorder(host)).GetProperty("isLearning").GetBoolean(), "the recorder to learn again");
        var after = (await host.PostLines(Capture("after", 0, 110, (Rounds + 9) * 60))).Id();
        await RunningHost.Until(
            async () => (await Recorder(host)).GetProperty("captureCount").GetInt32() == Rounds + 6, "the last capture to be seen");
        await RunningHost.Until(
            async () => (await host.Query("select 1 from ops.reaction_commands where done_at is null limit 1")).Count == 0,
            "all commands to be carried out");
        Assert.Null(await HoldReason(host, after));
        // What was held stays so, and is lifted one by one.
        Assert.Equal("RECORDER_DRIFT", await HoldReason(host, ids.Id(4)));

        object Capture(string id, int recorder, double value, int seconds) => new
        {
            source = "recorders",
            id,
            kind = "violation",
            city = "karaganda",
            article = "592",
            part = "1",
            deviceId = $"rec-{recorder}",
            longitude = 73.1 + recorder * 0.014,
            latitude = 49.8,
            measured = new { value, allowed = 60, unit = "km/h" },
            occurredAt = InstantPattern.ExtendedIso.Format(start + Duration.FromSeconds(seconds)),
        };
    }

    private static Task Learned(RunningHost host) => RunningHost.Until(
        async () =>
        {
            var recorders = await All(host);
            return recorders.Length == Recorders && recorders.All(r => r.GetProperty("captureCount").GetInt32() == Rounds)
                && recorders.All(r => !r.GetProperty("isLearning").GetBoolean()
                    && !r.GetProperty("isSuspected").GetBoolean());
        },
        "six recorders to be learned");

    private static async Task<JsonElement> Recorder(RunningHost host) =>
        (await All(host)).Single(recorder => recorder.GetProperty("deviceId").GetString() == "rec-0");

    private static async Task<JsonElement[]> All(RunningHost host) =>
    [
        .. (await host.Ask("{ recorderSpeeds { deviceId captureCount isLearning isSuspected driftKmPerHour } }"))
            .GetProperty("recorderSpeeds").EnumerateArray(),
    ];

    private static async Task<string?> HoldReason(RunningHost host, Guid id)
    {
        var hold = (await host.Ask("query ($id: UUID!) { violation(id: $id) { hold { reason } } }", new { id }))
            .GetProperty("violation").GetProperty("hold");
        return hold.ValueKind is JsonValueKind.Null ? null : hold.GetProperty("reason").GetString();
    }
}
