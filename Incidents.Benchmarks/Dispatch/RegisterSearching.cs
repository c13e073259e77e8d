using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Incidents.Benchmarks.Dispatch;

/// <summary>How long a search in a long register takes.</summary>
internal sealed class RegisterSearching : IGoal
{
    private const double MostMilliseconds = 150;

    // As the page of the register asks.
    private const string Query =
        """
        query Register($filter: IncidentFilterInput!) {
          incidents(filter: $filter, first: 100) {
            nodes { id sourceId city district street category status deviceId occurredAt description } pageInfo { hasNextPage } } }
        """;

    private const string CountQuery = "query Count($filter: IncidentFilterInput!) { incidents(filter: $filter, first: 1) { totalCount } }";

    public string Name => "register-search";

    public string What => "the first 100 incidents of a long register that match a search, in order of time, by kind of search";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var (count, each) = (context.Pick(300_000, 1_000_000), context.Pick(20, 60));
        var words = new Vocabulary().Words;
        var town = new TownPlaces().Towns[0].Code;
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        await RegisterRows.Fill(database, count, words);
        await RegisterRows.AddTexts(database, words);
        using var client = new LoopbackClient(host.Port);

        // Words of the text are drawn so that the one at rank r of n comes about 8 / (r ln n) times an incident.
        var kinds = new (string Name, Func<int, object> Filter)[]
        {
            ("one of the most frequent words", i => new { search = words[1 + i % 20] }),
            ("a word of about 1 in 100", i => new { search = words[60 + i] }),
            ("a word of about 1 in 1,000", i => new { search = words[700 + i] }),
            ("a rare word", i => new { search = words[^(1 + i * 100)] }),
            ("two letters", i => new { search = words[i * 7][..2] }),
            ("three letters", i => new { search = words[i * 11][..3] }),
            ("a frequent word with a typing error", i => new { search = Mistyped(words[1 + i % 20], i) }),
            ("a rare word with a typing error", i => new { search = Mistyped(words[^(1 + i * 100)], i) }),
            ("a frequent and a rare word", i => new { search = $"{words[1 + i % 20]} {words[5_000 + i]}" }),
            ("two letters and two letters", i => new { search = $"{words[i * 7][..2]} {words[i * 13][..2]}" }),
            ("a street of a town", i => new { search = words[1_000 + i], cities = new[] { town } }),
            ("a number", i => new { search = $"{count - i * 1_003}" }),
            ("the beginning of numbers", i => new { search = $"{1 + i % 9}" }),
            ("no incident", i => new { search = $"щщщщщщщщ{(char)('а' + i % 32)}ъ" }),
            ("a word of the first days only", _ => new { search = "былопрежде" }),
        };
        foreach (var (_, filter) in kinds)
            Ask(client, Query, filter(1));

        var (variants, wants) = (new List<Variant>(), new List<Want>());
        foreach (var (name, filter) in kinds)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var took = Enumerable.Range(0, each).Select(i => Ask(client, Query, filter(i))).ToArray();
            var p95 = Statistics.Percentile(took, 0.95);
            variants.Add(new($"{name}, p50", "ms", [Statistics.Percentile(took, 0.5)]));
            variants.Add(new($"{name}, p95", "ms", [p95]));
            wants.Add(new($"ms ({name})", p95, Relation.AtMost, MostMilliseconds));
        }
        foreach (var (name, filter) in kinds[..5])
        {
            variants.Add(new(
                $"how many: {name}, p95", "ms",
                [Statistics.Percentile([.. Enumerable.Range(0, each / 2).Select(i => Ask(client, CountQuery, filter(i)))], 0.95)]));
        }
        return new(
            variants, wants,
            [$"{count:#,0} incidents with {words.Length:#,0} words, {each} searches of each kind one after the other. How many "
                + "there are in all is asked for apart and has no bound."]);
    }

    private static string Mistyped(string word, int i) => (i % 4) switch
    {
        0 => string.Concat(word.AsSpan(0, 2), "щ", word.AsSpan(3)),
        1 => string.Concat(word.AsSpan(0, 3), "ъ", word.AsSpan(3)),
        2 => string.Concat(word.AsSpan(0, 1), word.AsSpan(2), "ъ")[..^1],
        _ => string.Concat(word.AsSpan(0, 1), word.AsSpan(2, 1), word.AsSpan(1, 1), word.AsSpan(3)),
    };

    /// <exception cref="InvalidOperationException">The answer has errors.</exception>
    private static double Ask(LoopbackClient client, string query, object filter)
    {
        var request = LoopbackClient.Post(
            "/graphql", "application/json", JsonSerializer.SerializeToUtf8Bytes(new { query, variables = new { filter } }));
        var asked = Stopwatch.GetTimestamp();
        var answer = client.Ask(request);
        var took = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
        return answer.IndexOf("\"errors\""u8) < 0 ? took : throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
    }
}
