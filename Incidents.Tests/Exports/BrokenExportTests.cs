using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Incidents.Api.Exports;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Exports;

/// <summary>A part of an export never looks like the whole, and nobody who stops to read holds a connection of the database.</summary>
[Collection(OnSharedHost.Name)]
public sealed class BrokenExportTests(SharedHost shared) : IAsyncLifetime
{
    private const int Rows = 20_000;
    private const string Running =
        "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state = 'active' "
        + "and query like 'select id, version, source%order by occurred_at%'";

    private readonly RunningHost host = shared.Host;
    private readonly ExportSettings settings = shared.Host.Services.GetRequiredService<ExportSettings>();
    private string city = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // 40 MB: more than all buffers between the database and a client that does not read.
    public async ValueTask InitializeAsync()
    {
        city = await host.NewCity();
        await host.Query(
            $"""
             insert into read.incident (
                 id, version, source, source_id, city, category, status, description, occurred_at, occurred_day, occurred_hour,
                 occurred_offset, time_precision, known_at, known_day, last_known_at, offences)
             select gen_random_uuid(), 1, 'made', i::text, '{city}', 'theft', 'open', repeat(md5(i::text), 62), now(), current_date, 1,
                 18000, 0, now(), current_date, now(), 1
             from generate_series(1, {Rows}) as i
             """);
    }

    public async ValueTask DisposeAsync()
    {
        (settings.Patience, settings.TimeLimit) = (new ExportSettings().Patience, new ExportSettings().TimeLimit);
        await host.Query($"delete from read.incident where city = '{city}'");
    }

    [Fact]
    public async Task An_export_that_fails_in_the_middle_does_not_end_as_a_whole_one()
    {
        using var answer = await Begin();
        var body = await answer.Content.ReadAsStreamAsync(Cancellation);
        await body.ReadExactlyAsync(new byte[100_000], Cancellation);
        Assert.Single(await host.Query($"select pg_terminate_backend(pid) {Running}"));

        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null, Cancellation));
    }

    [Fact]
    public async Task A_client_that_goes_away_frees_the_connection()
    {
        using (await Begin())
            Assert.Single(await host.Query($"select pid {Running}"));

        await None();
    }

    [Fact]
    public async Task A_client_that_takes_nothing_is_waited_for_only_so_long()
    {
        settings.Patience = TimeSpan.FromMilliseconds(300);
        using var answer = await Begin();

        await None();
        await Assert.ThrowsAnyAsync<IOException>(
            async () => await (await answer.Content.ReadAsStreamAsync(Cancellation)).CopyToAsync(Stream.Null, Cancellation));
    }

    [Fact]
    public async Task More_exports_than_are_allowed_at_once_are_refused_until_one_ends()
    {
        var under = new List<HttpResponseMessage>();
        for (var i = 0; i < settings.MostAtOnce; i++)
            under.Add(await Begin());
        using (var answer = await Begin())
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Equal("TOO_BUSY", (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("code").GetString());
        }
        under.ForEach(answer => answer.Dispose());
        await None();

        // Its place is free a moment after its statement has ended.
        HttpResponseMessage? next = null;
        await RunningHost.Until(
            async () =>
            {
                next?.Dispose();
                next = await Begin();
                return next.StatusCode is not HttpStatusCode.ServiceUnavailable;
            },
            "a place to be free");
        using var whole = next!;
        Assert.Equal(Rows + 1, (await whole.Content.ReadAsStringAsync(Cancellation)).Split("\r\n").Length - 1);
    }

    private Task None() =>
        RunningHost.Until(async () => (await host.Query($"select pid {Running}")).Count == 0, "the export's statement to end");

    private Task<HttpResponseMessage> Begin() => host.Client.GetAsync(
        $"/export/incidents.csv?filter={Uri.EscapeDataString(JsonSerializer.Serialize(new { cities = new[] { city } }))}",
        HttpCompletionOption.ResponseHeadersRead, Cancellation);
}
