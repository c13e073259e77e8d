using Incidents.Api.Access.Rows;
using Incidents.Api.Access.Table;
using Xunit;

namespace Incidents.Tests.Access;

public sealed class AccessDocumentTests
{
    private const string Accept = "INCIDENTS_ACCEPT_ACCESS";

    private static IEnumerable<(string Field, string Text)> Rows => RowLimits.All.Select(limit => (limit.Field, limit.Text));

    [Fact]
    public void The_document_is_the_table_that_is_enforced()
    {
        var path = Path.Combine(SourceTree.Root, "docs", "access.md");
        var current = AccessDocument.Of(FieldTable.Parse(FieldTable.Text), Rows);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllText(path, current);

        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == current,
            $"The access table differs from docs/access.md. Who may see what changes with it. To accept it run the tests once with "
            + $"{Accept}=1 and commit the file.");
    }
}
