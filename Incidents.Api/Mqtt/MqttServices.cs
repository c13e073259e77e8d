using Incidents.Api.Simulation;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Mqtt;

/// <summary>Registers what takes the messages of a broker.</summary>
internal static class MqttServices
{
    /// <summary>Adds it.</summary>
    /// <param name="builder">The host under construction.</param>
    /// <param name="takesMessages">Whether this host is one that serves, and no short-lived command.</param>
    /// <param name="simulates">Whether it simulates demo data, for which it has a broker of its own where none is set.</param>
    public static WebApplicationBuilder AddMqtt(this WebApplicationBuilder builder, bool takesMessages, bool simulates)
    {
        var services = builder.Services;
        services.AddOptions<MqttSettings>().BindConfiguration("Mqtt");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<MqttSettings>>().Value);
        services.AddSingleton<MqttMetrics>();
        services.AddSingleton<MqttState>();
        services.AddSingleton<MqttDelivery>();
        services.AddSingleton<MqttFilters>();
        services.AddHealthChecks().AddCheck<MqttCheck>("mqtt", tags: ["ready"]);
        if (!takesMessages)
            return builder;
        var hasBroker = !string.IsNullOrWhiteSpace(builder.Configuration["Mqtt:Host"]);
        if (!hasBroker && !simulates)
            return builder;
        if (!hasBroker)
        {
            services.AddSingleton<EmbeddedBroker>();
            services.AddHostedService(provider => provider.GetRequiredService<EmbeddedBroker>());
            services.AddSingleton<SimulatedPublisher>(provider =>
            {
                var broker = provider.GetRequiredService<EmbeddedBroker>();
                return (message, cancellation) => broker.Publish(message.Topic, message.Payload, cancellation);
            });
        }
        services.AddHostedService<MqttService>();
        return builder;
    }
}
