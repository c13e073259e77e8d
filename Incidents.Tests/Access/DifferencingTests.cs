using System.Text.Json;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>What two adjacent questions of the akimat say about the small count between them.</summary>
[Collection(OnSuppressedTowns.Name)]
public sealed class DifferencingTests(SuppressedTowns towns)
{
    private const int K = SuppressedTowns.K;
    private const int Batch = 15;

    // The attacker knows the method and k: a count that is shown is a sum of runs of rounded tables, each within k - 1 of the truth.
    [Fact]
    public async Task No_pair_of_adjacent_questions_gives_a_small_count_back()
    {
        var random = new Random(TestScale.Seed);
        var pairs = Enumerable.Range(0, TestScale.Of(150, 1_000)).Select(_ => AdjacentQuestions.Of(towns, random)).ToArray();
        var widths = new List<(string Kind, long Values)>();
        foreach (var batch in pairs.Chunk(Batch))
        {
            var query = $"{{ {string.Join('\n', batch.Select((pair, i) => $"a{i}: {pair.Less.Text}\nb{i}: {pair.More.Text}"))} }}";
            var (rounded, known) = (await towns.AskAsAkimat(query), await towns.Host.Ask(query));
            foreach (var (pair, i) in batch.Select((pair, i) => (pair, i)))
            {
                var (less, more) = (Both(pair.Less, $"a{i}"), Both(pair.More, $"b{i}"));
                Assert.All([less.Rounded, more.Rounded], count => Assert.Equal(0, count % K));
                // Whatever is counted in both is rounded alike in both: the difference is a rounded count itself.
                var (difference, truth) = (more.Rounded - less.Rounded, more.True - less.True);
                Assert.InRange(difference, 0, long.MaxValue);
                var (low, high) = Possible(difference, pair.Tables);
                Assert.InRange(truth, low, high);
                if (truth is > 0 and < K)
                    widths.Add((pair.Kind, high - low + 1));
            }

            (long Rounded, long True) Both(CountQuestion question, string alias)
            {
                var counts = (question.Read(rounded.GetProperty(alias)), question.Read(known.GetProperty(alias)));
                var (low, high) = Possible(counts.Item1, question.Tables);
                Assert.InRange(counts.Item2, low, high);
                return counts;
            }
        }

        Assert.InRange(widths.Count, pairs.Length / 10, pairs.Length);
        Assert.All(widths, pair => Assert.InRange(pair.Values, K, long.MaxValue));
        TestContext.Current.SendDiagnosticMessage(
            "{0}", $"{pairs.Length} pairs, {widths.Count} with a difference of 1 to {K - 1}; possible values for it: least "
            + $"{widths.Min(w => w.Values)}, mean {widths.Average(w => w.Values):0.0}");
        foreach (var kind in widths.GroupBy(w => w.Kind).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{kind.Key}: {kind.Count()} small differences; possible values: least {kind.Min(w => w.Values)}, "
                + $"mean {kind.Average(w => w.Values):0.0}");
        }
    }

    // A single number that is left out follows from the total and the others, as the rounded 0 that it is.
    [Fact]
    public async Task A_number_left_out_of_a_table_follows_from_the_others_only_as_a_rounded_0()
    {
        var left = 0;
        for (var month = 0; month < SuppressedTowns.Months; month++)
        {
            var filter = $"filter: {{ cities: [\"{towns.Towns[0]}\"] }}";
            var period = $"from: \"{SuppressedTowns.Month(month)}\", until: \"{SuppressedTowns.Month(month + 1)}\", grain: MONTH";
            var query = $"{{ split: trend({period}, splitBy: CATEGORY, {filter}) {{ series {{ category total }} }} "
                + $"all: trend({period}, {filter}) {{ series {{ total }} }} }}";
            var (rounded, known) = (await towns.AskAsAkimat(query), await towns.Host.Ask(query));
            var (shown, truth) = (ByCategory(rounded), ByCategory(known));

            Assert.Equal(Total(rounded), shown.Values.Sum());
            Assert.All(shown.Values, count => Assert.Equal(0, count % K));
            // At most one rounding for the whole month, however many categories it has.
            Assert.InRange(Total(rounded) - truth.Values.Sum(), 1 - K, K - 1);
            left += truth.Count(category => category.Value is > 0 and < K && !shown.ContainsKey(category.Key));
        }
        Assert.InRange(left, SuppressedTowns.Months, int.MaxValue);

        static Dictionary<string, long> ByCategory(JsonElement data) => data.GetProperty("split").GetProperty("series").EnumerateArray()
            .Where(s => s.GetProperty("total").ValueKind is JsonValueKind.Number)
            .ToDictionary(s => s.GetProperty("category").GetString()!, s => s.GetProperty("total").GetInt64());

        static long Total(JsonElement data) => data.GetProperty("all").GetProperty("series")[0].GetProperty("total") is
        { ValueKind: JsonValueKind.Number } total ? total.GetInt64() : 0;
    }

    private static (long Low, long High) Possible(long rounded, int tables) =>
        (Math.Max(0, rounded - tables * (K - 1L)), rounded + tables * (K - 1L));
}
