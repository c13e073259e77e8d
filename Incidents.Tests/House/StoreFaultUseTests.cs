using System.Text.RegularExpressions;
using Xunit;

namespace Incidents.Tests.House;

/// <summary>What an exception says about the store is decided in one place.</summary>
public sealed partial class StoreFaultUseTests
{
    // The place itself, and one that tells what is wrong with an address to listen on.
    private static readonly string[] Allowed = ["Store/StoreFault.cs", "ListenCheck.cs"];

    [Fact]
    public void No_other_file_of_the_host_judges_exceptions_of_Npgsql_or_codes_of_PostgreSQL()
    {
        string[] projects = ["Incidents.Api", "Incidents.Projections", "Incidents.Domain", "Incidents.Statistics"];
        var judging = (
            from project in projects
            let root = Path.Combine(SourceTree.Root, project)
            from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            let name = Path.GetRelativePath(root, file).Replace('\\', '/')
            where !name.StartsWith("obj/", StringComparison.Ordinal) && !name.StartsWith("bin/", StringComparison.Ordinal)
            where File.ReadLines(file).Any(line => Judges().IsMatch(line))
            select name).Order().ToList();

        Assert.Equal(Allowed.Order(), judging);
    }

    [GeneratedRegex(@"\b(NpgsqlException|PostgresException|PostgresErrorCodes|SqlState|SocketException|IsTransient)\b")]
    private static partial Regex Judges();
}
