using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Incidents.Api;
using Incidents.Api.Access.Table;
using Incidents.Api.CommandLine;
using Incidents.Api.Feeds;
using Incidents.Api.Feeds.Formats;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Feeds;
using Incidents.Domain.Work;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Feeds;

/// <summary>What feeds tell of a thing, to whom, and when again: decided without a host.</summary>
public class FeedTests
{
    private static readonly FeedRetry Retry = new(Duration.FromSeconds(1), Duration.FromMinutes(10));

    [Fact]
    public void A_thing_is_as_it_was_after_the_event_that_is_told_of()
    {
        var events = FeedSamples.AlertEvents;

        Assert.Equal((FeedPhase.Active, "Raised", 1L), Told(1));
        Assert.Equal((FeedPhase.Active, "Acknowledged", 2L), Told(2));
        Assert.Equal((FeedPhase.Withdrawn, "Dismissed", 3L), Told(3));

        (FeedPhase, string, long) Told(long version)
        {
            var thing = FeedContents.After(Some.Id, events, version)!;
            return (thing.Phase, thing.Status, thing.Version);
        }
    }

    [Fact]
    public void What_came_with_a_historic_register_is_not_told_of()
    {
        var opened = Some.Events.OfType<Domain.Dispatch.IncidentOpened>().First();

        Assert.NotNull(FeedThing.Of(Some.Id, [opened with { Historic = false }]));
        Assert.Null(FeedThing.Of(Some.Id, [opened with { Historic = true }]));
        Assert.Null(FeedThing.Of(Some.Id, []));
    }

    [Fact]
    public void Who_works_on_a_thing_has_it_in_hand()
    {
        var opened = Some.Events.OfType<Domain.Dispatch.IncidentOpened>().First() with { Historic = false };
        var acknowledged = FeedSamples.AlertEvents.Take(2).ToArray();

        Assert.Equal("op", FeedThing.Of(Some.Id, acknowledged)!.HandledBy);
        Assert.Equal("Dana", FeedThing.Of(Some.Id, [.. acknowledged, Taken(WorkKind.Alert)])!.HandledBy);
        Assert.Equal("Dana", FeedThing.Of(Some.Id, [opened, Taken(WorkKind.Incident)])!.HandledBy);
        Assert.Null(FeedThing.Of(Some.Id, [opened])!.HandledBy);
        Assert.Contains(typeof(WorkTaken), new FeedReaction(null!, null!).Events);

        static WorkTaken Taken(WorkKind kind) => new(kind, "karaganda", "Dana", Some.Now, Some.Now);
    }

    [Fact]
    public void Each_part_of_a_filter_leaves_out_what_it_does_not_name()
    {
        var thing = FeedSamples.Incident;

        Assert.True(new FeedFilter().Matches(thing, 2));
        Assert.True(new FeedFilter(["karaganda"], ["fight"], [FeedKind.Incident], 2).Matches(thing, 2));
        Assert.False(new FeedFilter(["temirtau"]).Matches(thing, 2));
        Assert.False(new FeedFilter(Categories: ["fire"]).Matches(thing, 2));
        Assert.False(new FeedFilter(Kinds: [FeedKind.Alert]).Matches(thing, 2));
        Assert.False(new FeedFilter(LeastUrgent: 1).Matches(thing, 2));
    }

    [Fact]
    public void The_time_between_tries_doubles_up_to_the_longest_within_a_fifth()
    {
        foreach (var (tries, seconds) in (IEnumerable<(int, double)>)[(1, 1), (2, 2), (5, 16), (10, 512), (11, 600), (1_000_000, 600)])
        {
            var wait = Retry.After(Some.Id, tries).TotalSeconds;

            Assert.InRange(wait, seconds * 0.8, seconds * 1.2);
            Assert.Equal(wait, Retry.After(Some.Id, tries).TotalSeconds);
        }
        // 100 messages that failed together come back at more than 50 moments.
        Assert.True(Enumerable.Range(0, 100).Select(n => Retry.After(Identity.Stream("m", "s", $"{n}"), 1)).Distinct().Count() > 50);
    }

    [Fact]
    public void A_receiver_checks_a_signature_by_id_time_and_body()
    {
        var (secret, former) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        var body = """{"id":"1"}"""u8.ToArray();

        var header = FeedSignature.Of([secret, former], "m-1", 1_751_500_000, body);

        var signatures = header.Split(' ');
        Assert.Equal(2, signatures.Length);
        Assert.Equal(
            $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes("""m-1.1751500000.{"id":"1"}""")))}",
            signatures[0]);
        Assert.DoesNotContain(signatures[0], FeedSignature.Of([secret], "m-2", 1_751_500_000, body));
        Assert.DoesNotContain(signatures[0], FeedSignature.Of([secret], "m-1", 1_751_500_001, body));
        Assert.StartsWith("whsec_", FeedSignature.Text(secret), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_a_class_that_was_not_given_is_in_any_format()
    {
        (FeedSight Sight, string[] Hidden)[] cases =
        [
            (new(false, false, false), [FeedSamples.Plate, FeedSamples.Person, "shout", FeedSamples.Street, FeedSamples.Device, "73.1"]),
            (new(true, false, false), [FeedSamples.Plate, FeedSamples.Person, "shout", FeedSamples.Street, FeedSamples.Device]),
            (new(true, true, false), [FeedSamples.Plate, FeedSamples.Person, "shout"]),
        ];
        foreach (var (sight, hidden) in cases)
        {
            foreach (var text in Texts(sight.Of(FeedSamples.Incident)))
                Assert.All(hidden, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        }
        Assert.All(
            Texts(FeedSamples.Whole.Of(FeedSamples.Incident)),
            text => Assert.Contains(FeedSamples.Plate, text, StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_masked_is_not_sent_as_its_mark()
    {
        var masked = FeedSamples.Incident with { Plate = PersonalFields.Mark, Description = $"seen {PersonalFields.Mark} there" };

        Assert.All(
            Texts(FeedSamples.Whole.Of(masked)), text => Assert.DoesNotContain(PersonalFields.Mark, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_member_has_the_class_of_the_same_field_in_the_access_table()
    {
        var table = FieldTable.Parse(FieldTable.Text);
        using var json = JsonDocument.Parse(JsonMessage.Of(FeedSamples.Incident, FeedSamples.Context(FeedSamples.Incident)));

        foreach (var member in json.RootElement.EnumerateObject())
        {
            var listed = (string[])["Incident", "Alert", "SosCall", "Violation"];
            foreach (var line in listed.Select(type => table.Find(type, member.Name)).OfType<FieldTable.Line>())
                Assert.Equal(JsonMessage.Classes.GetValueOrDefault(member.Name, "row"), line.Class?.Name);
        }
    }

    [Theory,
        InlineData("https://example.com/hook", true), InlineData("https://93.184.216.34/hook", true),
        InlineData("http://example.com/hook", false), InlineData("https://user@example.com/", false),
        InlineData("https://example.com/#a", false), InlineData("https://127.0.0.1/", false), InlineData("https://[::1]/", false),
        InlineData("https://[::ffff:10.0.0.1]/", false), InlineData("https://0x7f.1/", false), InlineData("https://2130706433/", false),
        InlineData("https://169.254.169.254/latest", false), InlineData("https://10.20.0.5/", true),
        InlineData("https://192.168.1.1/", false), InlineData("ftp://example.com/", false), InlineData("/hook", false)]
    public void An_address_leads_to_the_public_Internet_or_a_listed_network(string address, bool isAllowed)
    {
        var addresses = FeedAddresses.From(new() { Networks = "10.20.0.0/16" });

        Assert.Equal(isAllowed ? null : ErrorCode.FeedAddressRefused, addresses.Check(address)?.Code);
    }

    [Theory,
        InlineData("http://10.20.0.5/hook", true), InlineData("http://93.184.216.34/hook", false),
        InlineData("https://93.184.216.34/hook", true), InlineData("http://192.168.1.1/", false)]
    public void Without_encryption_an_address_leads_to_a_listed_network_only(string address, bool isAllowed)
    {
        var addresses = FeedAddresses.From(new() { Networks = "10.20.0.0/16", AllowsHttp = true });

        Assert.Equal(isAllowed ? null : ErrorCode.FeedAddressRefused, addresses.Check(address)?.Code);
    }

    [Fact]
    public async Task A_name_that_leads_to_the_public_Internet_is_not_connected_to_without_encryption()
    {
        var settings = new FeedSettings { AllowsHttp = true, Patience = TimeSpan.FromSeconds(2) };
        using var client = new WebhookClient(
            FeedAddresses.From(settings), settings, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.216.34")]),
            TimeProvider.System);
        var target = new FeedTarget(
            Some.OtherId, "r", new("http://receiver.example/hook"), FeedFormat.Json, new(), FeedSight.Of([]), 1, [new byte[32]], 0);
        var claim = new FeedClaim(target.Id, 1, Some.Id, 1, null, Some.Id, 1, false);

        Assert.Equal(
            "Its name leads to no address that messages may be posted to.",
            await client.Post(target, new(claim, [1], "application/json"), TestContext.Current.CancellationToken));
    }

    [Theory, InlineData("Feeds:Patience", "00:00:00"), InlineData("Upkeep:Interval", "-00:00:05")]
    public void A_setting_with_which_nothing_would_work_prevents_the_start(string name, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build();

        Assert.Contains(
            name, Assert.Throws<HostOptionsException>(() => SettingsCheck.Check(settings)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts(FeedThing thing)
    {
        var context = FeedSamples.Context(thing);
        foreach (var bytes in (byte[][])[JsonMessage.Of(thing, context), CapDocument.Of(thing, context), EidoDocument.Of(thing, context)])
            yield return Encoding.UTF8.GetString(bytes);
    }
}
