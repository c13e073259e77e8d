using Incidents.Api.Dialects;
using NodaTime;

namespace Incidents.Api.Mqtt;

/// <summary>All subscriptions of the host.</summary>
internal sealed class MqttRoutes
{
    /// <summary>The topics of the product.</summary>
    /// <remarks>
    /// A Frigate is one system with many cameras: its level names the site, and the payload the camera. Who speaks the product's own
    /// dialect counts things as he likes, so that his name is the source. The other dialects have the device in the ids of things.
    /// </remarks>
    public static readonly MqttSubscriptionSettings[] OfTheProduct =
    [
        new() { Filter = "incidents/{city}/frigate/{site}/#", Dialect = "frigate", Source = "frigate.{site}" },
        new() { Filter = "incidents/{city}/reports/{device}/#", Dialect = "reports", Source = "{device}" },
        new() { Filter = "incidents/{city}/{dialect}/{device}/#", Source = "{dialect}.{city}" },
    ];

    private readonly MqttRoute[] routes;

    /// <summary>The subscriptions of the settings; those of the product where they have none.</summary>
    /// <param name="subscriptions">The subscriptions.</param>
    /// <param name="filters">What is subscribed to instead of their filters, or null.</param>
    /// <exception cref="CommandLine.HostOptionsException">One is wrong.</exception>
    public MqttRoutes(MqttSubscriptionSettings[]? subscriptions, IReadOnlyList<string>? filters = null)
    {
        routes = Array.ConvertAll(subscriptions is { Length: > 0 } ? subscriptions : OfTheProduct, settings => new MqttRoute(settings));
        // A broker sends a message once for each filter that matches it.
        Filters = filters ?? [.. routes.Where((route, i) => !routes.Where((other, j) => i != j && other.Covers(route)
            && (!route.Covers(other) || j < i)).Any()).Select(route => route.Filter)];
    }

    /// <summary>The filters to subscribe to: none of them covers another.</summary>
    public IReadOnlyList<string> Filters { get; }

    /// <summary>The message of a topic by the first subscription that matches it, or null.</summary>
    public DialectMessage? Read(string topic, ReadOnlyMemory<byte> payload, Instant receivedAt, string? contentType)
    {
        foreach (var route in routes)
        {
            if (route.Read(topic, payload, receivedAt, contentType) is { } message)
                return message;
        }
        return null;
    }
}
