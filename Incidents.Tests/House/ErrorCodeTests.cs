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
    public void The_pages_word_every_code(string language)
    {
        using var texts = JsonDocument.Parse(File.ReadAllText(Path.Combine(Shared, "locales", $"{language}.json")));
        var worded = texts.RootElement.GetProperty("error").EnumerateObject().Select(text => text.Name);

        Assert.Empty(Enum.GetValues<ErrorCode>().Select(code => code.Text()).Except(worded));
    }

    [Fact]
    public void The_pages_word_every_warning()
    {
        var words = File.ReadAllText(Path.Combine(Shared, "ui", "warningText.ts"));
        var codes =
            from file in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "Incidents.Api"), "*.cs", SearchOption.AllDirectories)
            let text = File.ReadAllText(file)
            where text.Contains("warnings.Add(new(", StringComparison.Ordinal)
            from Match match in Literal().Matches(text)
            select match.Groups[1].Value;
        var known = codes.Distinct().ToList();

        Assert.NotEmpty(known);
        Assert.All(known, code => Assert.Contains($"'{code}'", words, StringComparison.Ordinal));
    }

    private static string Shared => Path.Combine(SourceTree.Root, "Incidents.Dashboard", "src", "shared");

    [GeneratedRegex("\"([A-Z]+(?:_[A-Z]+)+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("\"[^\"]+\"\n +([A-Z_]+)")]
    private static partial Regex Described();
}
