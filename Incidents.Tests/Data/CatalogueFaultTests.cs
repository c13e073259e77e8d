using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Incidents.Api.Data;
using Xunit;

namespace Incidents.Tests.Data;

public sealed class CatalogueFaultTests : IDisposable
{
    private static readonly string[] Files =
    [
        "cities.json", "categories.json", "tariffs.json", "mci.json", "forecasts.json", "correlation.json", "outcomes.json", "targets.json",
        "plans.json",
    ];
    private static readonly string LongCode = new('a', 3_000);

    // A fault changes one entry, or the list; false where the file has nothing that it could be done to.
    private static readonly Dictionary<string, Func<JsonArray, bool>> Faults = new()
    {
        ["doubled entry"] = entries => Do(() => entries.Add(entries[1]!.DeepClone())),
        ["null entry"] = entries => Do(() => entries.Add(null)),
        ["entry of another kind"] = entries => Do(() => entries.Add("text")),
        ["entry without properties"] = entries => Do(() => entries.Add(new JsonObject())),
        ["unknown property"] = entries => Do(() => entries[1]!["colour"] = "red"),
        ["long code"] = entries => Set(entries, "code", LongCode),
        ["empty code"] = entries => Set(entries, "code", ""),
        ["code in capitals"] = entries => Set(entries, "code", "Theft"),
        ["number as code"] = entries => Set(entries, "code", 5),
        ["unknown zone"] = entries => Set(entries, "zone", "Asia/Nowhere"),
        ["bounds upside down"] = entries => Set(entries, "bounds", JsonNode.Parse("""{ "west": 2, "south": 2, "east": 1, "north": 1 }""")),
        ["bounds of text"] = entries => Set(entries, "bounds", JsonNode.Parse("""{ "west": "2", "south": 2, "east": 3, "north": 3 }""")),
        ["text as population"] = entries => Set(entries, "population", "many"),
        ["null name"] = entries => Set(entries, "nameEn", null),
        ["unknown section"] = entries => Set(entries, "iccs", "12"),
        ["articles that are none"] = entries => Set(entries, "articles", "188"),
        ["impossible day"] = entries => Set(entries, "from", "2025-02-30"),
        ["negative units"] = entries => Set(entries, "units", -5),
        ["text as units"] = entries => Set(entries, "units", "five"),
        ["value that is not finite"] = entries => Set(entries, "value", JsonNode.Parse("1e999")),
        ["negative value"] = entries => Set(entries, "value", -1),
        ["unknown period"] = entries => Set(entries, "period", "decade"),
        ["number as period"] = entries => Set(entries, "period", 1),
        ["fraction as zoom"] = entries => Set(entries, "zoom", 16.5),
        ["zoom that is too fine"] = entries => Set(entries, "zoom", 31),
        ["unknown city"] = entries => Set(entries, "city", "atlantis"),
        ["version 0"] = entries => Set(entries, "version", 0),
        ["text as version"] = entries => Set(entries, "version", "one"),
        ["unknown kind"] = entries => Set(entries, "kinds", new JsonArray("drone")),
        ["no kind"] = entries => Set(entries, "kinds", new JsonArray()),
        ["a call among alerts"] = entries => Set(entries, "kinds", new JsonArray("alert", "sosCall")),
        ["a kind that opens nothing"] = entries => Set(entries, "kinds", new JsonArray("plateRead")),
        ["negative metres"] = entries => Set(entries, "metres", -1),
        ["the whole town"] = entries => Set(entries, "metres", 20_000),
        ["metres that are not finite"] = entries => Set(entries, "metres", JsonNode.Parse("1e999")),
        ["no metres, yet minutes"] = entries => Set(entries, "metres", null),
        ["a month as minutes"] = entries => Set(entries, "minutes", 44_640),
        ["confidence above 1"] = entries => Set(entries, "leastConfidence", 1.5),
        ["category in capitals"] = entries => Set(entries, "categories", new JsonArray("Fire")),
        ["null category"] = entries => Set(entries, "categories", new JsonArray((JsonNode?)null)),
        ["days that are minutes"] = entries => Set(entries, "latestMinutes", 0),
    };

    private readonly string folder = Directory.CreateTempSubdirectory("catalogues").FullName;

    public CatalogueFaultTests()
    {
        foreach (var file in Files.Append("upkeep.json"))
            File.Copy(Path.Combine(Catalogues.Folder, file), PathOf(file));
    }

    public static TheoryData<string, string> FaultsOfFiles => [.. Files.SelectMany(file => Faults.Keys.Select(fault => (file, fault)))];

    public static TheoryData<string> FileNames => [.. Files];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_catalogues_that_come_with_the_program_have_no_fault() => Catalogues.Check(folder);

    [Theory, MemberData(nameof(FaultsOfFiles))]
    public void A_fault_is_reported_with_the_file_the_entry_and_a_reason(string file, string fault)
    {
        var root = JsonNode.Parse(File.ReadAllText(PathOf(file)))!;
        var entries = root as JsonArray ?? root.AsObject().Select(p => p.Value).OfType<JsonArray>().First();
        if (!Faults[fault](entries))
            return;
        File.WriteAllText(PathOf(file), root.ToJsonString());

        var message = Refused();

        Assert.StartsWith($"{PathOf(file)}: entry ", message, StringComparison.Ordinal);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
        Assert.True(message.Length < 400, message);
        // The reason is for a person who knows the file, not the program.
        Assert.DoesNotContain("Incidents.", message[folder.Length..], StringComparison.Ordinal);
        Assert.DoesNotContain("System.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("categories", "[\"spaceship\"]")]
    [InlineData("joins", "[\"fire\", \"spaceship\"]")]
    [InlineData("opensAs", "\"spaceship\"")]
    public void A_rule_of_a_category_that_there_is_not_is_reported(string property, string value)
    {
        var root = JsonNode.Parse(File.ReadAllText(PathOf("correlation.json")))!;
        root["rules"]![1]![property] = JsonNode.Parse(value);
        File.WriteAllText(PathOf("correlation.json"), root.ToJsonString());

        Assert.EndsWith("there is no category 'spaceship'.", Refused(), StringComparison.Ordinal);
    }

    // As long as a report's category and city may be, and a letter longer.
    [Theory]
    [InlineData("categories.json", "code")]
    [InlineData("cities.json", "code")]
    [InlineData("forecasts.json", "category")]
    public void A_code_is_as_long_as_that_of_a_report_at_most(string file, string property)
    {
        foreach (var length in (int[])[64, 65])
        {
            var root = JsonNode.Parse(File.ReadAllText(Path.Combine(Catalogues.Folder, file)))!;
            var entries = root as JsonArray ?? root.AsObject().Select(p => p.Value).OfType<JsonArray>().First();
            entries[entries.Count - 1]![property] = new string('a', length);
            File.WriteAllText(PathOf(file), root.ToJsonString());
            if (length == 64)
                Catalogues.Check(folder);
            else
                Assert.StartsWith($"{PathOf(file)}: entry {entries.Count} ", Refused(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("cities.json", "west", "entry 1 (karaganda)")]
    [InlineData("cities.json", "zone", "entry 1 (karaganda)")]
    [InlineData("categories.json", "source", "")]
    [InlineData("categories.json", "nameEn", "entry 1 (homicide)")]
    [InlineData("tariffs.json", "units", "entry 1")]
    [InlineData("mci.json", "value", "entry 1")]
    [InlineData("forecasts.json", "zoom", "entry 1 (")]
    public void A_property_that_is_given_twice_is_reported(string file, string property, string entry)
    {
        var first = new Regex($"\"{property}\":\\s*(\"[^\"]*\"|[-0-9.]+)");
        File.WriteAllText(PathOf(file), first.Replace(File.ReadAllText(PathOf(file)), "$0, $0", 1));

        var message = Refused();

        Assert.StartsWith($"{PathOf(file)}: {entry}", message, StringComparison.Ordinal);
        Assert.EndsWith($"the property '{property}' is given twice.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_no_fault()
    {
        foreach (var file in Files)
            File.WriteAllText(PathOf(file), File.ReadAllText(PathOf(file)), Encoding.UTF8);

        Catalogues.Check(folder);
    }

    [Theory, MemberData(nameof(FileNames))]
    public void A_truncated_file_is_reported_with_the_line(string file)
    {
        var text = File.ReadAllText(PathOf(file));
        foreach (var share in (double[])[0, 0.1, 0.5, 0.9])
        {
            File.WriteAllText(PathOf(file), text[..(int)(text.Length * share)]);
            Assert.StartsWith($"{PathOf(file)}: line ", Refused(), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(FileNames))]
    public void A_file_of_another_form_or_none_is_reported(string file)
    {
        foreach (var text in (string[])["null", "5", "{}", "\"text\"", """{ "source": "x" }"""])
        {
            File.WriteAllText(PathOf(file), text);
            Assert.StartsWith(PathOf(file), Refused(), StringComparison.Ordinal);
        }
        File.Delete(PathOf(file));
        Assert.StartsWith(PathOf(file), Refused(), StringComparison.Ordinal);
    }

    private string PathOf(string file) => Path.Combine(folder, file);

    private string Refused() => Assert.Throws<CatalogueException>(() => Catalogues.Check(folder)).Message;

    private static bool Set(JsonArray entries, string property, JsonNode? value)
    {
        var entry = entries.OfType<JsonObject>().FirstOrDefault(e => e.ContainsKey(property));
        return entry is not null && Do(() => entry[property] = value);
    }

    private static bool Do(Action change)
    {
        change();
        return true;
    }
}
