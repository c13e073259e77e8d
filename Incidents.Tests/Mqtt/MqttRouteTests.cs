using Incidents.Api.CommandLine;
using Incidents.Api.Dialects;
using Incidents.Api.Mqtt;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Mqtt;

public class MqttRouteTests
{
    private static readonly MqttRoutes OfTheProduct = new(null);

    [Theory]
    [InlineData("incidents/karaganda/reports/cam-1", "reports", "karaganda", "cam-1", "cam-1", "")]
    [InlineData("incidents/karaganda/onvif/cam-1/RuleEngine/Line", "onvif", "karaganda", "cam-1", "onvif.karaganda", "RuleEngine/Line")]
    [InlineData("incidents/temirtau/frigate/north/events", "frigate", "temirtau", null, "frigate.north", "events")]
    [InlineData("incidents/temirtau/frigate/north", "frigate", "temirtau", null, "frigate.north", "")]
    [InlineData("incidents//onvif/", "onvif", "", "", "onvif.", "")]
    [InlineData("incidents/{city}/sos/{device}", "sos", "{city}", "{device}", "sos.{city}", "")]
    public void A_topic_of_the_product_names_city_dialect_and_device(
        string topic, string dialect, string city, string? device, string source, string path)
    {
        var message = Read(OfTheProduct, topic)!;

        Assert.Equal((dialect, city, device, source, path),
            (message.Dialect, message.City, message.DeviceId, message.Source, message.Path));
    }

    [Theory]
    [InlineData("incidents/karaganda/reports")]
    [InlineData("incidents")]
    [InlineData("other/karaganda/reports/cam-1")]
    [InlineData("")]
    public void A_topic_of_nobody_has_no_message(string topic) => Assert.Null(Read(OfTheProduct, topic));

    [Fact]
    public void What_another_filter_covers_is_subscribed_to_once() => Assert.Equal(["incidents/+/+/+/#"], OfTheProduct.Filters);

    [Theory]
    [InlineData("a/#", "a/b/+", true)]
    [InlineData("a/#", "a", true)]
    [InlineData("#", "a/b", true)]
    [InlineData("a/+", "a/#", false)]
    [InlineData("a/+", "a/b/c", false)]
    [InlineData("a/+/c", "a/b/c", true)]
    [InlineData("a/b", "a/+", false)]
    public void A_filter_covers_another_where_it_matches_all_that_the_other_matches(string filter, string other, bool covers) =>
        Assert.Equal(covers, Route(filter).Covers(Route(other)));

    [Fact]
    public void A_subscription_of_its_own_takes_values_from_its_filter()
    {
        var routes = new MqttRoutes(
        [
            new() { Filter = "frigate/{site}/events", Dialect = "frigate", City = "karaganda", Source = "frigate.{site}" },
            new() { Filter = "plates/{city}/+/{device}", Dialect = "dahua", Source = "gates" },
        ]);

        Assert.Equal(("frigate", "karaganda", null, "frigate.north", "events"), Parts(Read(routes, "frigate/north/events")!));
        Assert.Equal(("dahua", "abay", "gate-1", "gates", ""), Parts(Read(routes, "plates/abay/x/gate-1")!));
        Assert.Null(Read(routes, "frigate/north/reviews"));
        Assert.Equal(["frigate/+/events", "plates/+/+/+"], routes.Filters);

        static (string, string, string?, string, string) Parts(DialectMessage m) => (m.Dialect, m.City, m.DeviceId, m.Source, m.Path);
    }

    [Theory]
    [InlineData("a/#/b", "karaganda", "last level")]
    [InlineData("a+/b", "karaganda", "a+")]
    [InlineData("a/{x", "karaganda", "{x")]
    [InlineData("a/{x}", "{town}", "{town}")]
    [InlineData("a/b", null, "{city}")]
    [InlineData("", "karaganda", "Filter")]
    [InlineData(null, "karaganda", "Filter")]
    public void A_subscription_that_cannot_work_is_named(string? filter, string? city, string named)
    {
        var refused = Assert.Throws<HostOptionsException>(
            () => new MqttRoutes([new() { Filter = filter, City = city, Dialect = "reports" }]));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "ClientId")]
    [InlineData(" ", "ClientId")]
    [InlineData("one", null)]
    public void A_broker_needs_a_name_for_this_host_that_stays(string? clientId, string? named) =>
        Refuses(new() { Host = "broker", ClientId = clientId }, named);

    [Fact]
    public void Settings_that_cannot_work_are_named()
    {
        Refuses(new() { MostInFlight = 0 }, "MostInFlight");
        Refuses(new() { MostInFlight = 65_536 }, "MostInFlight");
        Refuses(new() { MostBytes = 1_048_575 }, "MostBytes");
        Refuses(new() { Frigate = "both" }, "Frigate");
        Refuses(new() { Subscriptions = [new() { Filter = "a/b", City = "c", Dialect = "d", Only = ["e"] }] }, "Only");
        Refuses(new() { Port = 65_536 }, "port");
        Refuses(new() { Group = "a/b" }, "Group");
        Refuses(new() { Host = "broker", ClientId = "one", Tls = true, CaFile = "no-such-file.pem" }, "no-such-file.pem");
        Refuses(new() { Host = "broker", ClientId = "one", CaFile = typeof(MqttRouteTests).Assembly.Location }, "Tls");
    }

    [Theory]
    [InlineData("events", "events", false)]
    [InlineData("events", "", false)]
    [InlineData("events", "tracked_object_update", false)]
    [InlineData("events", "triggers", false)]
    [InlineData("events", "reviews", true)]
    [InlineData("reviews", "reviews", false)]
    [InlineData("reviews", "events", true)]
    [InlineData("events", "available", true)]
    [InlineData("events", "cam-1/person", true)]
    [InlineData("events", "cam-1/person/snapshot", true)]
    [InlineData("events", "events/cam-1", true)]
    public void Of_a_Frigate_its_events_or_its_reviews_are_taken_and_little_else(string frigate, string path, bool isIgnored)
    {
        var topic = $"incidents/karaganda/frigate/north/{path}".TrimEnd('/');

        Assert.NotNull(new MqttRoutes(null, frigate).Read(topic, default, Instant.MinValue, null, out var ignored));
        Assert.Equal(isIgnored, ignored);
        Assert.NotNull(new MqttRoutes(null, frigate).Read("incidents/karaganda/onvif/cam-1/" + path, default, default, null, out ignored));
        Assert.False(ignored);
    }

    [Fact]
    public void An_agent_of_a_site_speaks_for_the_cameras_that_its_payload_names()
    {
        var payload =
            """
            {"data_type": "alpr_results", "epoch_time": 1772427600000, "uuid": "u", "camera_id": "cam-7",
             "results": [{"plate": "123ABC09", "confidence": 90}]}
            """u8.ToArray();
        var message = OfTheProduct.Read("incidents/karaganda/sites/agent-1/openalpr", payload, Instant.MinValue, null, out _)!;
        var reading = new DialectReading();
        OpenAlprMessages.Read(message, reading);

        Assert.Equal(("openalpr", "karaganda", "openalpr.agent-1"), (message.Dialect, message.City, message.Source));
        Assert.Equal("cam-7", Assert.Single(reading.Reports).Report.DeviceId);
        var own = OfTheProduct.Read("incidents/karaganda/openalpr/gate-1", payload, Instant.MinValue, null, out _)!;
        OpenAlprMessages.Read(own, reading = new());
        Assert.Equal("gate-1", Assert.Single(reading.Reports).Report.DeviceId);
    }

    private static void Refuses(MqttSettings settings, string? named)
    {
        var refused = Record.Exception(() => MqttAccess.Check(settings));
        if (named is null)
            Assert.Null(refused);
        else
            Assert.Contains(named, Assert.IsType<HostOptionsException>(refused).Message, StringComparison.Ordinal);
    }

    private static MqttRoute Route(string filter) => new(new() { Filter = filter, City = "c", Dialect = "d" });

    private static DialectMessage? Read(MqttRoutes routes, string topic) => routes.Read(topic, default, Instant.MinValue, null, out _);
}
