using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Incidents.Api.Mqtt;

/// <summary>Whether the host is connected to its broker, and why not.</summary>
internal sealed class MqttState
{
    private volatile string? reason = "it was not tried yet";
    private volatile bool isShared;

    /// <summary>Why it is not connected; null where it is.</summary>
    public string? Reason => reason;

    /// <summary>Whether the hosts of a group share the messages.</summary>
    public bool IsShared => isShared;

    public void Connected(bool shared) => (isShared, reason) = (shared, null);

    /// <summary>Records that it is not connected; false where that was known, for the same reason.</summary>
    public bool Disconnected(string why)
    {
        var isNews = reason != why;
        reason = why;
        return isNews;
    }
}

/// <summary>The broker's part of <c>/health/ready</c>: degraded without a connection, since the other ways in go on.</summary>
internal sealed class MqttCheck(MqttSettings settings, MqttState state, MqttMetrics metrics, EmbeddedBroker? embedded = null) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default)
    {
        if (embedded is null && string.IsNullOrWhiteSpace(settings.Host))
            return Task.FromResult(HealthCheckResult.Healthy("No broker is set."));
        var data = new Dictionary<string, object>
        {
            ["received"] = metrics.Received,
            ["acknowledged"] = metrics.Acknowledged,
            ["deadLetters"] = metrics.DeadLetters,
            ["ignored"] = metrics.Ignored,
            ["connections"] = metrics.Connections,
            ["waiting"] = metrics.Waiting,
            ["lagSeconds"] = metrics.LagSeconds,
            ["shared"] = state.IsShared,
        };
        return Task.FromResult(state.Reason is { } reason
            ? HealthCheckResult.Degraded($"The MQTT broker is not connected: {reason}.", data: data)
            : HealthCheckResult.Healthy(data: data));
    }
}
