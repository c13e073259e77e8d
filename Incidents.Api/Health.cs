using Incidents.Api.Store;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Incidents.Api;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: the store answers and the daemon runs, no shard of it paused:
/// a paused shard means that figures stand still.
/// </summary>
internal static class Health
{
    public static WebApplicationBuilder AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddCheck<StoreCheck>("store", tags: ["ready"])
            .AddCheck<DaemonCheck>("projections", tags: ["ready"]);
        return builder;
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = Write });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = Write });
    }

    private static Task Write(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.ToDictionary(e => e.Key, e => new { status = e.Value.Status.ToString(), e.Value.Description, e.Value.Data }),
    });

    private sealed class StoreCheck(Freshness freshness, StreamAppender appender) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default)
        {
            try
            {
                var reading = await freshness.ReadNow();
                var data = new Dictionary<string, object>
                {
                    ["lagEvents"] = reading.LagEvents,
                    ["lagSeconds"] = reading.LagSeconds,
                    ["waitingReports"] = appender.Waiting,
                };
                return appender.StoreIsAway ? HealthCheckResult.Degraded("The store did not answer lately.", data: data) : HealthCheckResult.Healthy(data: data);
            }
            catch (Npgsql.NpgsqlException e)
            {
                return HealthCheckResult.Unhealthy($"The store does not answer: {e.Message}");
            }
        }
    }

    private sealed class DaemonCheck(ProjectionShards shards) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default)
        {
            return Task.FromResult(
                shards.AreElsewhere ? HealthCheckResult.Healthy("Another process projects.")
                : shards.Paused() is [_, ..] paused
                    ? HealthCheckResult.Unhealthy($"A shard is paused, so figures stand still: {string.Join("; ", paused.Select(s => $"{s.Name}: {s.Failure}"))}")
                : shards.AreBlind ? HealthCheckResult.Unhealthy("The daemon no longer looks for new events.")
                : HealthCheckResult.Healthy());
        }
    }
}
