using Incidents.Api.AnalysisJobs;
using Incidents.Api.Store;
using Incidents.Domain.Forecasts;
using Incidents.Tests.Access;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Values;

/// <summary>A host with five rows in every list.</summary>
public sealed class ListedHost(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>Whoever has read five times.</summary>
    public const string Reader = "reader";

    private const string Then = "2026-02-01T10:00:00";

    private RunningHost? host;

    internal RunningHost Host => host!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        host = await RunningHost.Start(await postgres.CreateDatabase());
        foreach (var id in (string[])["1", "2", "3", "4", "5"])
        {
            var answer = await host.PostLines(
                new
                {
                    source = "s",
                    id,
                    kind = "incident",
                    city = "karaganda",
                    category = "theft",
                    occurredAt = Then,
                    longitude = 73.1,
                    latitude = 49.75,
                    deviceId = "cam-1",
                    district = "d",
                },
                new { source = "s", id, kind = "sosCall", city = "karaganda", occurredAt = Then },
                new { source = "s", id, kind = "sosCall", phase = "answered", by = "op", city = "karaganda", occurredAt = Then },
                new { source = "s", id, kind = "alert", city = "karaganda", category = "fight", occurredAt = Then, plate = "123ABC09" },
                new { source = "s", id, kind = "violation", city = "karaganda", article = "592", part = "1", occurredAt = Then },
                new { source = "s", id, kind = "none", city = "karaganda", occurredAt = Then });
            Assert.Equal(["accepted", "accepted", "accepted", "accepted", "accepted", "KIND_UNKNOWN"], answer.Codes);
            var upkeep = await host.PostLines(
                new { source = "s", id, kind = "upkeep", city = "karaganda", category = "snow-uncleared", occurredAt = Then });
            Assert.Equal(["accepted"], upkeep.Codes);
            await host.Ask(
                $$"""mutation { registerDevice(deviceId: "cam-{{id}}", kind: CAMERA, place: { city: "karaganda" }) { id } }""");
            await host.Ask($$"""mutation { takeAlert(id: "{{answer.Id(3)}}", by: "op") { id } }""");
            await host.Ask($$"""mutation { beginShift(city: "karaganda", by: "p-{{id}}") { person } }""");
            await host.Ask($$"""mutation { openCase(key: "{{id}}", title: "t", city: "karaganda") { id } }""");
            var missed = Some.ForecastTerms with { Plan = $"p{id}", From = new(2026, 2, 2), Until = new(2026, 2, 9) };
            await host.Services.GetRequiredService<CommandStore>().Decide(new NoteMissedForecast(missed), Cancellation);
        }
        await host.Query(
            """
            insert into store.boundary (set_code, name, valid_from, region, source, shape) values ('districts', 'd', '2000-01-01', 'r', 's',
                '{"type":"Polygon","coordinates":[[[73,49.7],[73.2,49.7],[73.2,49.8],[73,49.8],[73,49.7]]]}')
            """);
        await host.Query(
            $"""
             insert into {AnalysisJobTables.Job} (id, key, kind, request, asked_position, state)
             select gen_random_uuid(), decode('0' || n, 'hex'), '{AnalysisKind.NearRepeats.Stored()}', '{"{}"}', n, 'Cancelled'
             from generate_series(1, 5) as n
             """);
        await host.Query(
            """
            insert into store.quarantine (read_model, seq_id, stream_id, version, type, reason)
            select 'ledger', n, gen_random_uuid(), 1, 'alert_raised', 'r' from generate_series(1, 5) as n
            """);
        await host.Query(
            """
            insert into feeds.dead_letter (subscription, sequence, thing, version, id, queued_at, tries, failure, given_up_at)
            select gen_random_uuid(), n, gen_random_uuid(), 1, gen_random_uuid(), now(), 1, 'f', now() from generate_series(1, 5) as n
            """);
        await host.Query(
            """
            insert into ops.alarm (kind, subject, value, threshold, raised_at)
            select 'DiskNearlyFull', 'disk ' || n, 1, 1, now() from generate_series(1, 5) as n
            """);
        await host.Query(
            """
            insert into proof.log values (1, 'log', 'key', 5, 0, 0, 1, 0, null, null, now());
            insert into proof.checkpoint (log, size, root, note, signed_at)
            select 1, n, decode(repeat('00', 32), 'hex'), 'note', now() from generate_series(1, 5) as n
            """);
        await host.CaughtUp();
        for (var i = 0; i < 5; i++)
            await host.As(Reader, "{ incidents(first: 1) { nodes { id description } } }");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
    }
}
