using Incidents.Api.Store;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Incidents.Api;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: the store answers and the daemon runs, no shard of it paused:
/// while a shard is paused, its figures do not change.
/// </summary>
internal static class Health
{
    // Whoever asks has a limit of its own, and learns nothing from a check that does not end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static WebApplicationBuilder AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddCheck<StoreCheck>("store", tags: ["ready"])
            .AddCheck<DaemonCheck>("projections", tags: ["ready"])
            .AddCheck<QuarantineCheck>("quarantine", tags: ["ready"]);
        return builder;
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = Write })
            .AllowAnonymous();
        app.MapHealthChecks(
            "/health/ready",
            new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = Write }).AllowAnonymous();
    }

    private static Task Write(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.ToDictionary(
            e => e.Key, e => new { status = e.Value.Status.ToString(), e.Value.Description, e.Value.Data }),
    });

    private sealed class StoreCheck(Freshness freshness, StreamAppender appender) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default)
        {
            try
            {
                var reading = await freshness.ReadNow(cancellation).WaitAsync(Patience, cancellation);
                var data = new Dictionary<string, object>
                {
                    ["lagEvents"] = reading.LagEvents,
                    ["lagSeconds"] = reading.LagSeconds,
                    ["waitingReports"] = appender.Waiting,
                };
                return appender.StoreIsAway
                    ? HealthCheckResult.Degraded("The store did not answer lately.", data: data)
                    : HealthCheckResult.Healthy(data: data);
            }
            catch (Exception e) when (StoreFault.IsOfStore(e) || e is TimeoutException)
            {
                return HealthCheckResult.Unhealthy($"The store does not answer: {e.Message}");
            }
        }
    }

    // The other events go on, so the host is of use: degraded, and ready.
    private sealed class QuarantineCheck(QuarantineTable quarantine) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default)
        {
            try
            {
                var count = await quarantine.Count(null, cancellation).WaitAsync(Patience, cancellation);
                return count == 0
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Degraded(
                        $"Read models are without {count} events that they could not apply.",
                        data: new Dictionary<string, object> { ["events"] = count });
            }
            catch (Exception e) when (StoreFault.IsOfStore(e) || e is TimeoutException)
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
                    ? HealthCheckResult.Unhealthy(
                        "A shard is paused, so its figures do not change: "
                        + string.Join("; ", paused.Select(s => $"{s.Name}: {s.Failure}")))
                : shards.AreBlind ? HealthCheckResult.Unhealthy("The daemon no longer looks for new events.")
                : shards.Aside is { Count: > 0 } aside ? HealthCheckResult.Degraded(string.Join(" ", aside))
                : HealthCheckResult.Healthy());
        }
    }
}
