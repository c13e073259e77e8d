using System.Text.Json.Nodes;
using System.Xml.Linq;
using Incidents.Api.Feeds.Formats;
using Incidents.Domain.Feeds;
using Incidents.Tests.Import;
using Xunit;

namespace Incidents.Tests.Feeds;

/// <summary>CAP and EIDO hold every element that the standards require, by tables that are tried both ways.</summary>
public class FeedStandardTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "feeds.md"));

    [Theory, InlineData("weather.cap"), InlineData("australia.cap"), InlineData("earthquake.cap"), InlineData("no_optional_fields.cap")]
    public void A_sample_of_CAP_passes_and_fails_without_any_required_element(string file)
    {
        var sample = XDocument.Load(ImportOf.SharedData($"feeds/{file}"));

        Assert.Empty(CapStandard.Missing(sample));
        Assert.True(TakeOut(sample) >= 6);
    }

    [Fact]
    public void The_sample_of_EIDO_passes_and_fails_without_any_required_element()
    {
        var sample = JsonNode.Parse(File.ReadAllText(ImportOf.SharedData("feeds/eido_sample_call_transfer.json")))!.AsObject();

        Assert.Empty(EidoStandard.Missing(sample));
        Assert.Empty(EidoStandard.Dangling(sample));
        Assert.True(TakeOut(sample) >= 20);
    }

    [Fact]
    public void Every_thing_is_CAP_and_is_not_without_any_required_element()
    {
        var tried = new HashSet<string>();
        foreach (var thing in FeedSamples.Things)
        {
            foreach (var isFirst in (bool[])[true, false])
            {
                var cap = Cap(thing, isFirst);

                Assert.Empty(CapStandard.Missing(cap));
                Assert.Empty(CapStandard.Faults(cap));
                Assert.Equal(3, cap.Root!.Elements(CapStandard.Namespace + "info").Count());
                TakeOut(cap, tried);
            }
        }
        // All that a message of ours can lack; it has no resource, and is restricted rather than private.
        Assert.Equal(
            CapStandard.Required.Where(required => required.Parent != "resource" && required.Element != "addresses")
                .Select(required => required.ToString()).Distinct().Order(),
            tried.Order());
    }

    [Fact]
    public void Every_thing_is_EIDO_and_is_not_without_any_required_element()
    {
        var tried = new HashSet<string>();
        foreach (var thing in FeedSamples.Things)
        {
            var eido = Eido(thing);

            Assert.Empty(EidoStandard.Missing(eido));
            Assert.Empty(EidoStandard.Dangling(eido));
            Assert.NotNull(eido["locationComponent"]);
            TakeOut(eido, tried);
        }
        Assert.Equal(
            EidoStandard.Required.Where(required => required.Parent is not ("personComponent" or "dispositionComponent"))
                .Select(required => required.ToString()).Order(),
            tried.Order());
    }

    [Fact]
    public void A_disposition_within_an_incident_needs_its_code()
    {
        var eido = Eido(FeedSamples.Incident);
        var disposition = new JsonObject
        {
            ["$id"] = "d-1",
            ["lastUpdateTimeStamp"] = (string)eido["lastUpdateTimeStamp"]!,
            ["updatedByAgencyReference"] = eido["updatedByAgencyReference"]!.DeepClone(),
        };
        eido["incidentComponent"]!["dispositionComponent"] = new JsonArray(disposition);

        Assert.Equal("dispositionCommonRegistryCode", Assert.Single(EidoStandard.Missing(eido)).Element);
        disposition["dispositionCommonRegistryCode"] = "1";
        Assert.Empty(EidoStandard.Missing(eido));
    }

    [Fact]
    public void The_document_lists_every_required_element_with_its_section()
    {
        Assert.All(
            CapStandard.Required.Concat(EidoStandard.Required),
            required => Assert.Contains($"| {required.Section} | `{required.Parent}` | `{required.Element}` |", Document));
    }

    [Fact]
    public void What_supersedes_names_what_it_supersedes()
    {
        var first = Cap(FeedSamples.Incident, isFirst: true);
        var next = Cap(FeedSamples.Incident, isFirst: false);
        var gone = Cap(FeedSamples.Incident with { Phase = FeedPhase.Withdrawn }, isFirst: false);

        Assert.Equal(("Alert", null), (Value(first, "msgType"), Value(first, "references")));
        Assert.Equal("Update", Value(next, "msgType"));
        Assert.Equal("Cancel", Value(gone, "msgType"));
        Assert.Equal("centre.example,55555555-5555-5555-5555-555555555555,2026-07-03T11:59:00+05:00", Value(next, "references"));

        static string? Value(XDocument cap, string element) => (string?)cap.Root!.Element(CapStandard.Namespace + element);
    }

    [Fact]
    public void The_place_is_a_circle_with_the_latitude_first()
    {
        var circle = Cap(FeedSamples.Incident, isFirst: true).Descendants(CapStandard.Namespace + "circle").First();
        var pidf = (string)Eido(FeedSamples.Incident)["locationComponent"]![0]!["locationByValue"]!;

        Assert.Equal("49.8,73.1 0", circle.Value);
        Assert.Contains("49.8 73.1", pidf, StringComparison.Ordinal);
        Assert.NotNull(XDocument.Parse(pidf).Root);
    }

    internal static XDocument Cap(FeedThing thing, bool isFirst)
    {
        using var bytes = new MemoryStream(CapDocument.Of(thing, FeedSamples.Context(thing, isFirst)));
        return XDocument.Load(bytes);
    }

    internal static JsonObject Eido(FeedThing thing) =>
        JsonNode.Parse(EidoDocument.Of(thing, FeedSamples.Context(thing)))!.AsObject();

    private static int TakeOut(XDocument whole, HashSet<string>? tried = null)
    {
        var (name, taken) = (whole.Root!.Name.Namespace, 0);
        foreach (var required in CapStandard.Required)
        {
            var count = whole.Descendants(name + required.Parent).Count();
            for (var i = 0; i < count; i++)
            {
                var cut = new XDocument(whole);
                var parent = cut.Descendants(name + required.Parent).ElementAt(i);
                if (required.Condition is { } when && (string?)parent.Element(name + when.Element) != when.Value)
                    continue;
                if (!parent.Elements(name + required.Element).Any())
                    continue;
                parent.Elements(name + required.Element).Remove();
                Assert.Contains(required, CapStandard.Missing(cut));
                tried?.Add(required.ToString());
                taken++;
            }
        }
        return taken;
    }

    private static int TakeOut(JsonObject whole, HashSet<string>? tried = null)
    {
        var taken = 0;
        foreach (var required in EidoStandard.Required)
        {
            var count = EidoStandard.Parents(whole, required.Parent).Count();
            for (var i = 0; i < count; i++)
            {
                var cut = whole.DeepClone().AsObject();
                if (!EidoStandard.Parents(cut, required.Parent).ElementAt(i).Remove(required.Element))
                    continue;
                Assert.Contains(required, EidoStandard.Missing(cut));
                tried?.Add(required.ToString());
                taken++;
            }
        }
        return taken;
    }
}
