using System.Text.Json;
using System.Text.RegularExpressions;
using Incidents.Domain;
using Xunit;

namespace Incidents.Tests.House;

/// <summary>There is one list of codes: source, schema and pages use no others.</summary>
public sealed partial class ErrorCodeTests
{
    [Fact]
    public void A_code_is_written_as_a_text_in_no_source_file()
    {
        var texts = Enum.GetValues<ErrorCode>().Select(code => code.Text()).Where(text => text.Contains('_')).ToHashSet();
        var found =
            from folder in (string[])["Incidents.Api", "Incidents.Domain", "Incidents.Projections"]
            from file in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, folder), "*.cs", SearchOption.AllDirectories)
            where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            from Match match in Literal().Matches(File.ReadAllText(file))
            where texts.Contains(match.Groups[1].Value)
            select $"{Path.GetFileName(file)}: {match.Value}";

        Assert.Empty(found);
    }

    [Fact]
    public void The_schema_has_every_code_with_a_description()
    {
        var schema = File.ReadAllText(Path.Combine(SourceTree.Root, "Incidents.Api", "schema.graphql")).ReplaceLineEndings("\n");
        var enumeration = schema[schema.IndexOf("enum ErrorCode {", StringComparison.Ordinal)..];
        var described = Described().Matches(enumeration[..enumeration.IndexOf("\n}", StringComparison.Ordinal)])
            .Select(match => match.Groups[1].Value);

        Assert.Equal(Enum.GetValues<ErrorCode>().Select(code => code.Text()), described);
    }

    [Theory]
    [InlineData("kk")]
    [InlineData("ru")]
    [InlineData("en")]
    public void The_pages_word_no_code_that_does_not_exist(string language)
    {
        var locales = Directory.EnumerateFiles(
            Path.Combine(SourceTree.Root, "Incidents.Dashboard", "src"), $"{language}.json", SearchOption.AllDirectories);
        var worded = locales.SelectMany(Names).Where(name => CodeName().IsMatch(name)).ToList();

        Assert.NotEmpty(worded);
        Assert.All(worded, name => Assert.True(ErrorCodes.Find(name) is not null, $"{name} is worded, and is no code"));
    }

    private static IEnumerable<string> Names(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. NamesOf(document.RootElement, "").Distinct()];
    }

    // Words of codes are below `reason`.
    private static IEnumerable<string> NamesOf(JsonElement element, string above) => element.ValueKind is not JsonValueKind.Object
        ? []
        : element.EnumerateObject().SelectMany(property =>
            NamesOf(property.Value, property.Name).Concat(above == "reason" ? [property.Name] : []));

    [GeneratedRegex("\"([A-Z]+(?:_[A-Z]+)+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("\"[^\"]+\"\n +([A-Z_]+)")]
    private static partial Regex Described();

    [GeneratedRegex("^[A-Z]+(_[A-Z]+)*$")]
    private static partial Regex CodeName();
}
