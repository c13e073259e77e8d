using System.Text.RegularExpressions;
using Xunit;

namespace Incidents.Tests.House;

/// <summary>
/// SQL on Marten's tables is in one place, and none looks into an event's content: it would not pass the upcasts of old events.
/// </summary>
public partial class MartenTablesTests
{
    [Fact]
    public void Only_the_store_has_SQL_on_Marten_s_tables() => Assert.Empty(
        Sources().Where(f => !f.Contains("/Incidents.Api/Store/", StringComparison.Ordinal) && !IsOfAccessLog(f))
            .SelectMany(f => Lines(f).Where(line => Sql().IsMatch(line)).Select(line => $"{f}: {line.Trim()}")));

    // Marten's own dead letters are documents, not events.
    [Fact]
    public void No_SQL_reads_a_field_of_an_event() => Assert.All(
        Sources().Where(f => !IsOfAccessLog(f))
            .SelectMany(f => Lines(f).Where(line => Field().IsMatch(line)).Select(line => $"{f}: {line.Trim()}")),
        found => Assert.Matches("d\\.data ->> '(exceptionMessage|eventSequence)'", found));

    [GeneratedRegex("[.}\"]mt_(events|streams|event_progression|doc_)")]
    private static partial Regex Sql();

    [GeneratedRegex(@"\bdata\s*(->|#>|@>|\?)")]
    private static partial Regex Field();

    // A store of its own, whose lists are read from its events, and which has no upcasts.
    private static bool IsOfAccessLog(string file) => file.Contains("/Incidents.Api/Access/Log/", StringComparison.Ordinal);

    private static IEnumerable<string> Sources()
    {
        var files = ((string[])["Incidents.Api", "Incidents.Projections"]).SelectMany(project =>
            Directory.EnumerateFiles(Path.Combine(SourceTree.Root, project), "*.cs", SearchOption.AllDirectories))
            .Select(f => f.Replace('\\', '/')).Where(f => !f.Contains("/obj/") && !f.Contains("/bin/")).ToList();
        Assert.Contains(files, f => f.EndsWith("/Store/StreamStore.cs", StringComparison.Ordinal) && Lines(f).Any(l => Sql().IsMatch(l)));
        return files;
    }

    private static IEnumerable<string> Lines(string file) =>
        File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal));
}
