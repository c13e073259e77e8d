using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace Incidents.Tests.House;

/// <summary>Limits that keep files readable, over every hand-written file that git tracks.</summary>
public sealed partial class StyleTests
{
    private const int MostColumns = 140;
    private const int MostLines = 300;

    private static readonly string[] Code = [".cs", ".ts", ".tsx", ".css", ".js", ".mjs"];

    private static bool IsScript(string name) => name is "run" or "test" || name.StartsWith(".ci/", StringComparison.Ordinal)
        || Path.GetExtension(name) is ".sh" or ".yaml" or ".yml";

    private static bool IsCode(string name) => Code.Contains(Path.GetExtension(name));

    private static bool IsDocument(string name) => Path.GetExtension(name) is ".md";

    // Messages: the schema's descriptions and the words of the pages.
    private static bool IsText(string name) =>
        Path.GetExtension(name) is ".graphql" || name.Contains("/locales/", StringComparison.Ordinal);

    [Fact]
    public async Task No_line_of_code_scripts_or_documentation_is_longer_than_140_columns() => None(
        await Lines(
            name => IsCode(name) || IsScript(name) || IsDocument(name),
            (name, line) => line.Length > MostColumns && !IsTableRow(name, line)));

    // The list of codes is one enumeration, which cannot be split.
    [Fact]
    public async Task No_file_of_code_has_more_than_300_lines() => None(
        from name in await Tracked(IsCode)
        where !name.EndsWith("/ErrorCode.cs", StringComparison.Ordinal)
            && File.ReadLines(Path.Combine(SourceTree.Root, name)).Count() > MostLines
        select name);

    [Fact]
    public async Task Defaults_and_results_are_described_plainly() => None(
        await Lines(
            name => IsCode(name) || IsScript(name) || IsDocument(name) || IsText(name),
            (_, line) => Riddle().IsMatch(line)));

    // All of them in the message, not only the first few.
    private static void None(IEnumerable<string> faults) => Assert.Equal("", string.Join('\n', faults));

    // A row of a Markdown table cannot be wrapped.
    private static bool IsTableRow(string name, string line) => IsDocument(name) && line.StartsWith('|');

    private static async Task<List<string>> Lines(Func<string, bool> isWanted, Func<string, string, bool> isFault) =>
    [
        .. from name in await Tracked(isWanted)
           from line in File.ReadLines(Path.Combine(SourceTree.Root, name)).Index()
           where isFault(name, line.Item)
           select $"{name}:{line.Index + 1}: {line.Item.Trim()}",
    ];

    internal static async Task<IReadOnlyList<string>> Tracked(Func<string, bool> isWanted)
    {
        var names = await Tracked();
        Assert.SkipWhen(names.Count == 0 && !SourceTree.IsOnCi, "git lists no files here, as in an exported archive.");
        var files = names.Where(isWanted).Where(name => File.Exists(Path.Combine(SourceTree.Root, name))).ToList();
        Assert.NotEmpty(files);
        return files;
    }

    private static async Task<IReadOnlyList<string>> Tracked()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["ls-files", "-z"])
            {
                WorkingDirectory = SourceTree.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = git.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var names = await git.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await errors;
            await git.WaitForExitAsync(TestContext.Current.CancellationToken);
            return git.ExitCode == 0 ? names.Split('\0', StringSplitOptions.RemoveEmptyEntries) : [];
        }
        catch (Win32Exception)
        {
            return [];
        }
    }

    [GeneratedRegex(@"\bunless (told|set|said|asked)\b|\bbeyond all[ ]numbers\b|\banswered[ ]are\b", RegexOptions.IgnoreCase)]
    private static partial Regex Riddle();
}
