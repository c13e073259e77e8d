using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Incidents.Benchmarks.Dispatch;

/// <summary>How long the next page of a long register takes.</summary>
internal sealed class RegisterPage : IGoal
{
    // As the page of the register asks.
    private const string Query =
        """
        query Register($filter: IncidentFilterInput!, $after: String) {
          incidents(filter: $filter, order: OCCURRED_DESCENDING, first: 100, after: $after) {
            nodes { id city district street category status deviceId occurredAt knownAt } pageInfo { hasNextPage endCursor } } }
        """;

    private static readonly string[] Town = [new TownPlaces().Towns[0].Code], Category = [CategoryMix.Codes[0]];

    /// <summary>Which incidents are asked for.</summary>
    public static readonly (string Name, object Filter)[] Filters =
    [
        ("the whole register", new { }),
        ("a town's", new { cities = Town }),
        ("a category's", new { categories = Category }),
        ("open ones of a town and a category", new { cities = Town, categories = Category, statuses = (string[])["OPEN"] }),
    ];

    public string Name => "register-page";

    public string What => "the next 100 incidents of a long register through GraphQL, page after page, with and without filters";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        var (incidents, pages) = (context.Pick(300_000, 1_000_000), context.Pick(40, 100));
        await RegisterRows.Fill(database, incidents);
        using var client = new LoopbackClient(host.Port);
        Scroll(client, Filters[0].Filter, 10);

        var variants = new List<Variant>();
        foreach (var (name, filter) in Filters)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var took = Scroll(client, filter, pages).ConvertAll(page => page.Milliseconds);
            variants.Add(new($"next page, {name}", "ms, p95", [Statistics.Percentile(took, 0.95)]));
        }

        return new(
            variants, [.. variants.Select(v => new Want($"ms ({v.Name[11..]})", v.Median, Relation.AtMost, 150))],
            [$"{incidents:#,0} incidents, {pages} pages of 100 one after the other from the newest on, each from the cursor of the one "
                + "before."]);
    }

    /// <summary>The request for a page.</summary>
    /// <param name="filter">Which incidents.</param>
    /// <param name="after">Cursor of the page before; null for the first page.</param>
    /// <param name="signIn">Value of <c>Authorization</c>; null for the token with all roles, empty for none.</param>
    public static byte[] Request(object filter, string? after, string? signIn = null) =>
        LoopbackClient.Query(Query, new { filter, after }, signIn);

    /// <summary>Reads pages one after the other: the cursor after which each was asked for, and how long it took.</summary>
    /// <exception cref="InvalidOperationException">The answer has errors, or two pages have an incident in common.</exception>
    public static List<(string? After, double Milliseconds)> Scroll(LoopbackClient client, object filter, int pages)
    {
        var read = new List<(string? After, double Milliseconds)>(pages);
        var seen = new HashSet<Guid>();
        string? after = null;
        for (var page = 0; page < pages; page++)
        {
            var request = Request(filter, after);
            var asked = Stopwatch.GetTimestamp();
            var answer = client.Ask(request);
            read.Add((after, Stopwatch.GetElapsedTime(asked).TotalMilliseconds));
            var reader = new Utf8JsonReader(answer);
            using var json = JsonDocument.ParseValue(ref reader);
            if (json.RootElement.TryGetProperty("errors", out _))
                throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
            var found = json.RootElement.GetProperty("data").GetProperty("incidents");
            var ids = found.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("id").GetGuid()).ToArray();
            if (ids.Length != 100 || ids.Count(seen.Add) != 100)
                throw new InvalidOperationException($"Page {page + 1} has {ids.Length} incidents, or some of an earlier one.");
            after = found.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }
        return read;
    }
}
