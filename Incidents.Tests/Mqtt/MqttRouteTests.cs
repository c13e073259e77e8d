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
        Refuses(new() { Port = 65_536 }, "port");
        Refuses(new() { Group = "a/b" }, "Group");
        Refuses(new() { Host = "broker", ClientId = "one", Tls = true, CaFile = "no-such-file.pem" }, "no-such-file.pem");
        Refuses(new() { Host = "broker", ClientId = "one", CaFile = typeof(MqttRouteTests).Assembly.Location }, "Tls");
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

    private static DialectMessage? Read(MqttRoutes routes, string topic) => routes.Read(topic, default, Instant.MinValue, null);
}
