using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Incidents.Api.Access;
using Incidents.Api.Access.Table;
using Incidents.Domain.Access;

namespace Incidents.Tests.Access;

/// <summary>The access table as a document that people read.</summary>
internal static partial class AccessDocument
{
    private const int MostColumns = 138;

    private const string Head =
        """
        # Who may see and do what

        This file is made from the table that the host enforces (`DataClasses.cs` and `fields.txt` in `Incidents.Api/Access/Table`). Do not
        edit it: change the table and run the tests once with `INCIDENTS_ACCEPT_ACCESS=1`.

        """;

    private const string Rules =
        """
        ## Rules

        - Each field of the schema is in one data class. A role has a permission for each class, in the towns of its grant. A caller with
          several roles may do what any of them may, each in its own towns.
        - A request with a field of a class that the caller may not use is refused as a whole with `ACCESS_DENIED` (status 403 under
          `application/graphql-response+json`); `extensions.fields` names these fields. The denial is on the access log, once for each
          request. If the log cannot be written, the answer is `ACCESS_LOG_AWAY`.
        - Without sign-in every request is refused with `SIGN_IN_NEEDED` (status 401).
        - A field counts as used where the operation selects it: by alias, in fragments on objects, interfaces and unions, in the edges and
          nodes of connections, and in payloads of mutations. `@skip` and `@include` are taken into account with the variables of the
          request. Operations that the request does not execute do not count. Documents from the cache are decided anew for each request.
        - A filter by values of a class needs that class: who does not see plates cannot search for them.
        - A field without a line is refused to everybody. A host whose schema has a field without a line, or whose table has a line without
          a field, does not start.
        - Introspection (`__schema`, `__type`) and `/graphql/schema.graphql` show the part of the schema that the caller may use. Errors
          suggest similar names only to a caller with all classes.
        - Exports pass the same table: a column belongs to the class of its field, and the filter to those of its values. An export that
          names no columns has those that the caller may see.
        - A filter by plates, a text that looks like a plate, and a search of incidents for a text with a letter need a purpose:
          `@purpose(reason: INCIDENT, reference: "2026-000123")` on the operation, `purposeReason` and `purposeReference` in an export.
          Without it they are refused with `PURPOSE_MISSING`. The search for words needs it because it reads descriptions, which name
          persons, and a part of a name or plate finds them. Digits alone and ids of incidents need none.
          Every read of the class `vehicle` is such a search.
        - What is `suppressed` is rounded to multiples of 5 (`Access:SmallestCount`), and smaller counts are left out; areas and periods
          have fixed edges. Of 1,000 random pairs of adjacent questions 206 had a difference of 1 to 4: none was given back, and at least 5
          values remained possible for each, 13 on average. [Small counts](access-suppression.md) has the method, and what it does not
          protect.
        - Reads of the classes that are logged, searches for persons and plates, exports and denials are on the access log.

        """;

    /// <summary>The document.</summary>
    /// <param name="table">The class of each field.</param>
    /// <param name="rows">How the rows of each root field are limited: the field as <c>Type.field</c>, and a sentence.</param>
    public static string Of(FieldTable table, IEnumerable<(string Field, string Text)> rows)
    {
        var text = new StringBuilder(Head).Append('\n').Append(Rules);
        text.Append("\n## Roles\n\n");
        foreach (var role in Enum.GetValues<Role>())
            text.Append("- ").Append(GrantClaims.TextOf(role)).Append(": ").Append(SummaryOf(role)).Append('\n');
        AppendMatrix(text);
        AppendRows(text, rows);
        AppendFields(text, table);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void AppendMatrix(StringBuilder text)
    {
        text.Append("\n## Data classes\n\n");
        Wrap(text, "", "`yes`: everything of the class in the towns of the grant; `open`: only of what is open; `snapped`: places in the "
            + "middle of their cell; `suppressed`: small counts left out; `-`: nothing. Devices and receivers of feeds read nothing.");
        text.Append("\n| class |");
        foreach (var role in DataClasses.People)
            text.Append(' ').Append(GrantClaims.TextOf(role)).Append(" |");
        text.Append(" logged | persons |\n| --- |")
            .Append(string.Concat(Enumerable.Repeat(" --- |", DataClasses.People.Length + 2))).Append('\n');
        foreach (var line in DataClasses.All)
        {
            text.Append("| `").Append(line.Name).Append("` |");
            foreach (var role in DataClasses.People)
                text.Append(' ').Append(DataClasses.Words[line.Of(role)]).Append(" |");
            text.Append(line.IsLogged ? " yes |" : " |").Append(line.HoldsPersons ? " yes |" : " |").Append('\n');
        }
        text.Append('\n');
        foreach (var line in DataClasses.All)
            Wrap(text, "- ", $"`{line.Name}`: {line.Summary}");
    }

    private static void AppendRows(StringBuilder text, IEnumerable<(string Field, string Text)> rows)
    {
        var lines = rows.ToList();
        if (lines.Count == 0)
            return;
        text.Append("\n## Rows\n\n");
        Wrap(
            text, "", "How the things of each field of `Query`, `Mutation` and `Subscription` are limited to the caller's towns and to "
            + "what is open. A mutation on a thing that is over is also taken from who has acted on it, or has had it.");
        text.Append("\n| field | limit |\n| --- | --- |\n");
        foreach (var (field, limit) in lines)
            text.Append(CultureInfo.InvariantCulture, $"| `{field}` | {limit} |\n");
    }

    private static void AppendFields(StringBuilder text, FieldTable table)
    {
        text.Append("\n## Fields\n\n");
        Wrap(text, "", $"A field of `{DataClasses.Part}` belongs to the class of the field that leads to it. A star after a field puts "
            + "everything below it into its class. Of inputs only the filters of lists and counts are here.");
        var order = DataClasses.All.Select((line, i) => (line.Name, i)).ToDictionary(pair => pair.Name, pair => pair.i);
        foreach (var type in table.All.GroupBy(line => line.Type)
            .OrderBy(type => type.Key is "Query" ? 0 : type.Key is "Mutation" or "Subscription" ? 1 : FieldTable.IsFilter(type.Key) ? 3 : 2)
            .ThenBy(type => type.Key, StringComparer.Ordinal))
        {
            text.Append("\n### ").Append(type.Key).Append("\n\n");
            foreach (var line in type.GroupBy(field => field.Line.Class?.Name ?? DataClasses.Part)
                .OrderBy(line => order.GetValueOrDefault(line.Key, int.MaxValue)))
            {
                var fields = line.Select(field => field.Field + (field.Line.IsWhole ? "*" : "")).Order(StringComparer.Ordinal);
                Wrap(text, "- ", $"`{line.Key}`: {string.Join(", ", fields)}");
            }
        }
    }

    private static void Wrap(StringBuilder text, string mark, string line)
    {
        var column = mark.Length;
        text.Append(mark);
        foreach (var (i, word) in line.Split(' ').Index())
        {
            if (i > 0 && column + word.Length >= MostColumns)
            {
                text.Append('\n').Append(' ', mark.Length);
                column = mark.Length;
            }
            else if (i > 0)
            {
                text.Append(' ');
                column++;
            }
            text.Append(word);
            column += word.Length;
        }
        text.Append('\n');
    }

    // The comment of the role in its source: one sentence for code and document.
    private static string SummaryOf(Role role) =>
        Summaries().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "Incidents.Domain", "Access", "Role.cs")))
            .Single(match => match.Groups["name"].Value == role.ToString()).Groups["text"].Value;

    [GeneratedRegex(@"<summary>(?<text>[^<]+)</summary>\s+(?<name>[A-Z]\w+)(?: = 1)?,")]
    private static partial Regex Summaries();
}
