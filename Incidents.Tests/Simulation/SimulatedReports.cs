using Incidents.Api.Dialects;
using Incidents.Api.Ingest;
using Incidents.Api.Mqtt;
using Incidents.Api.Simulation;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Simulation;

/// <summary>What the host reads of a message that a simulated device publishes.</summary>
internal static class SimulatedReports
{
    private static readonly MqttRoutes Routes = EmbeddedBroker.Routes;

    /// <summary>The one report of a message, by the adapter of its topic.</summary>
    public static Report Read(SimulatedMessage sent)
    {
        var message = Routes.Read(sent.Topic, sent.Payload, Instant.MinValue, null, out _)!;
        DialectAdapter adapter = message.Dialect switch
        {
            "frigate" => FrigateMessages.Read,
            "hikvision" => HikvisionEvents.Read,
            "onvif" => OnvifMessages.Read,
            "openalpr" => OpenAlprMessages.Read,
            "sos" => SosTerminal.Read,
            _ => CanonicalReports.Read,
        };
        var reading = new DialectReading();
        adapter(message, reading);
        Assert.Null(reading.Refusal);
        return Assert.Single(reading.Reports).Report;
    }
}
