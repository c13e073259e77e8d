using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Incidents.Benchmarks.Dispatch;

namespace Incidents.Benchmarks.Plates;

/// <summary>How long searches for plates and words take.</summary>
internal sealed class PlateSearching : IGoal
{
    private const double PatternMilliseconds = 150;
    private const double FuzzyMilliseconds = 400;
    private const double CompanionMilliseconds = 2_000;
    private const double TextMilliseconds = 150;
    private const string Purpose = "@purpose(reason: INVESTIGATION, reference: \"benchmark\")";

    private const string Reads =
        $$"""
        query Reads($filter: PlateReadFilterInput!) {{Purpose}} {
          plateReads(filter: $filter, first: 100) {
            nodes { id kind plate distance deviceId place { city point { longitude latitude } } occurredAt } pageInfo { hasNextPage } } }
        """;

    private const string Track =
        $$"""
        query Track($plate: String!) {{Purpose}} {
          plateTrack(plate: $plate) { reads { id deviceId occurredAt } legs { distanceMetres kmPerHour isImpossible } } }
        """;

    private const string Companions =
        $$"""
        query Companions($plate: String!) {{Purpose}} {
          plateCompanions(plate: $plate, from: "2026-02-01", until: "2026-03-03") {
            readsOfPlate vehiclesCompared companions { plate meetings devices expected probability adjusted } } }
        """;

    private const string Text =
        $$"""
        query Search($filter: SearchFilterInput!) {{Purpose}} {
          search(filter: $filter, first: 20) { incidents { isExact incident { id sourceId city street occurredAt description } } } }
        """;

    public string Name => "plate-search";

    public string What => "reads of plates by pattern and likeness, who travelled together, and one box for incidents";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var (reads, incidents, each) = (context.Pick(400_000, 5_000_000), context.Pick(100_000, 1_000_000), context.Pick(20, 100));
        var words = new Vocabulary().Words;
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        var plates = await PlateRows.Fill(database, reads);
        await RegisterRows.Fill(database, incidents, words);
        await RegisterRows.AddTexts(database, words);
        using var client = new LoopbackClient(host.Port);

        // Plates in the middle of the list are read about twelve times, the first ones several hundred times.
        string Plate(int i) => plates[(plates.Length / 3 + i * 1_009) % plates.Length];
        var kinds = new (string Name, string Query, Func<int, object> Variables, double Most)[]
        {
            ("a plate", Reads, i => Filter(new { plate = Plate(i) }), PatternMilliseconds),
            ("digits, then anything", Reads, i => Filter(new { pattern = $"{Plate(i)[..3]}*" }), PatternMilliseconds),
            ("anything, then letters, then anything", Reads, i => Filter(new { pattern = $"*{Plate(i)[2..5]}*" }), PatternMilliseconds),
            ("two characters unknown", Reads, i => Filter(new { pattern = $"{Plate(i)[..1]}??{Plate(i)[3..]}" }), PatternMilliseconds),
            ("no two neighbours known", Reads, i => Filter(new { pattern = $"?{Plate(i)[1]}?{Plate(i)[3]}?{Plate(i)[5]}?" }),
                PatternMilliseconds),
            ("look-alikes", Reads, i => Filter(new { plate = Plate(i), maxDistance = 0 }), FuzzyMilliseconds),
            ("one change", Reads, i => Filter(new { plate = Plate(i), maxDistance = 1 }), FuzzyMilliseconds),
            ("two changes", Reads, i => Filter(new { plate = Plate(i), maxDistance = 2 }), FuzzyMilliseconds),
            ("the track of a frequent plate", Track, i => new { plate = plates[i] }, FuzzyMilliseconds),
            ("companions of a frequent plate in 30 days", Companions, i => new { plate = plates[i] }, CompanionMilliseconds),
            ("companions of any plate in 30 days", Companions, i => new { plate = Plate(i) }, CompanionMilliseconds),
            ("text: a word of about 1 in 100", Text, i => Filter(new { text = words[60 + i] }), TextMilliseconds),
            ("text: a word of about 1 in 1,000", Text, i => Filter(new { text = words[700 + i] }), TextMilliseconds),
            ("text: a rare word", Text, i => Filter(new { text = words[^(1 + i * 100)] }), TextMilliseconds),
            ("text: a frequent and a rare word", Text, i => Filter(new { text = $"{words[1 + i % 20]} {words[5_000 + i]}" }),
                TextMilliseconds),
        };
        var (variants, wants) = (new List<Variant>(), new List<Want>());
        foreach (var (name, query, variables, most) in kinds)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            Ask(client, query, variables(each));
            var took = Enumerable.Range(0, each).Select(i => Ask(client, query, variables(i))).ToArray();
            var p95 = Statistics.Percentile(took, 0.95);
            variants.Add(new($"{name}, p50", "ms", [Statistics.Percentile(took, 0.5)]));
            variants.Add(new($"{name}, p95", "ms", [p95]));
            wants.Add(new($"ms ({name})", p95, Relation.AtMost, most));
        }
        return new(
            variants, wants,
            [$"{reads:#,0} reads of {plates.Length:#,0} plates by 300 devices in {PlateRows.Days} days, {incidents:#,0} incidents; {each} "
                + "searches of each kind one after the other, through GraphQL with the access log."]);
    }

    private static object Filter(object filter) => new { filter };

    /// <exception cref="InvalidOperationException">The answer has errors.</exception>
    private static double Ask(LoopbackClient client, string query, object variables)
    {
        var request = LoopbackClient.Post(
            "/graphql", "application/json", JsonSerializer.SerializeToUtf8Bytes(new { query, variables }));
        var asked = Stopwatch.GetTimestamp();
        var answer = client.Ask(request);
        var took = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
        // A pattern of letters that too many plates have is refused, which is an answer, too.
        return answer.IndexOf("\"errors\""u8) < 0 || answer.IndexOf("PATTERN_TOO_WIDE"u8) >= 0
            ? took
            : throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
    }
}
