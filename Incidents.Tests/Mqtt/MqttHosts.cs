using Incidents.Api.Mqtt;
using Microsoft.Extensions.DependencyInjection;

namespace Incidents.Tests.Mqtt;

/// <summary>What tests ask of a host that is connected to a broker.</summary>
internal static class MqttHosts
{
    /// <summary>What it has taken.</summary>
    public static MqttMetrics Taken(this RunningHost host) => host.Services.GetRequiredService<MqttMetrics>();

    /// <summary>Waits until it is connected and has subscribed.</summary>
    public static Task Connected(this RunningHost host)
    {
        var state = host.Services.GetRequiredService<MqttState>();
        return RunningHost.Until(() => Task.FromResult(state.Reason is null), $"the broker: {state.Reason}");
    }

    /// <summary>Waits until it has acknowledged so many messages.</summary>
    public static Task Acknowledged(this RunningHost host, int count) =>
        RunningHost.Until(() => Task.FromResult(host.Taken().Acknowledged >= count), $"{count} acknowledgements");
}
