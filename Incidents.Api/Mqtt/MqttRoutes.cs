using Incidents.Api.Dialects;
using NodaTime;

namespace Incidents.Api.Mqtt;

/// <summary>All subscriptions of the host.</summary>
internal sealed class MqttRoutes
{
    /// <summary>The topics of the product.</summary>
    /// <remarks>
    /// A Frigate is one system with many cameras: its level names the site, and the payload the camera; of its many topics few are of
    /// alerts. Whatever else speaks for a whole site, such as an agent with its cameras, has topics of its own. Who speaks the product's
    /// own dialect counts things as he likes, so that his name is the source. The other dialects have the device in the ids of things.
    /// </remarks>
    /// <param name="frigate">Which of Frigate's messages are taken.</param>
    public static MqttSubscriptionSettings[] OfTheProduct(string frigate) =>
    [
        new()
        {
            Filter = "incidents/{city}/frigate/{site}/#",
            Dialect = "frigate",
            Source = "frigate.{site}",
            Only = ["", frigate, "tracked_object_update", "triggers"],
        },
        new() { Filter = "incidents/{city}/sites/{site}/{dialect}/#", Source = "{dialect}.{site}" },
        new() { Filter = "incidents/{city}/reports/{device}/#", Dialect = "reports", Source = "{device}" },
        new() { Filter = "incidents/{city}/{dialect}/{device}/#", Source = "{dialect}.{city}" },
    ];

    private readonly MqttRoute[] routes;

    /// <summary>The subscriptions of the settings; those of the product where they have none.</summary>
    /// <param name="subscriptions">The subscriptions.</param>
    /// <param name="frigate"><c>events</c> or <c>reviews</c>.</param>
    /// <param name="filters">What is subscribed to instead of their filters, or null.</param>
    /// <exception cref="CommandLine.HostOptionsException">One is wrong.</exception>
    public MqttRoutes(MqttSubscriptionSettings[]? subscriptions, string frigate = "events", IReadOnlyList<string>? filters = null)
    {
        if (frigate is not ("events" or "reviews"))
            throw new CommandLine.HostOptionsException($"Mqtt:Frigate is 'events' or 'reviews', not '{frigate}'.");
        routes = Array.ConvertAll(
            subscriptions is { Length: > 0 } ? subscriptions : OfTheProduct(frigate), settings => new MqttRoute(settings));
        // A broker sends a message once for each filter that matches it.
        Filters = filters ?? [.. routes.Where((route, i) => !routes.Where((other, j) => i != j && other.Covers(route)
            && (!route.Covers(other) || j < i)).Any()).Select(route => route.Filter)];
    }

    /// <summary>The filters to subscribe to: none of them covers another.</summary>
    public IReadOnlyList<string> Filters { get; }

    /// <summary>The message of a topic by the first subscription that matches it, or null.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="payload">The bytes.</param>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="contentType">The media type that it came with, or null.</param>
    /// <param name="isIgnored">Whether it is of a kind that nobody wants.</param>
    public DialectMessage? Read(
        string topic, ReadOnlyMemory<byte> payload, Instant receivedAt, string? contentType, out bool isIgnored)
    {
        foreach (var route in routes)
        {
            if (route.Read(topic, payload, receivedAt, contentType) is not { } message)
                continue;
            isIgnored = route.Ignores(message);
            return message;
        }
        isIgnored = false;
        return null;
    }
}
