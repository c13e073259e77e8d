using CsCheck;
using Incidents.Domain.Access;
using Xunit;

namespace Incidents.Tests.Access;

public class ControlledRoundingTests
{
    private static readonly Gen<(long[] Counts, int Base)> Tables =
        Gen.Select(Gen.Long[0, 40].Array[1, 12], Gen.Int[3, 12], (counts, roundingBase) => (counts, roundingBase));

    [Fact]
    public void The_sum_of_any_neighbours_differs_from_the_true_one_by_less_than_the_base() => Tables.Sample(
        table => Offsets(table).All(rounded => Runs(rounded.Length).All(run =>
            Math.Abs(Sum(rounded, run) - Sum(table.Counts, run)) < table.Base)),
        iter: TestScale.Of(200, 20_000));

    [Fact]
    public void Over_all_offsets_each_count_is_right_on_average() => Tables.Sample(
        table => Enumerable.Range(0, table.Counts.Length).All(i =>
            Offsets(table).Sum(rounded => rounded[i]) == table.Counts[i] * table.Base),
        iter: TestScale.Of(200, 20_000));

    [Fact]
    public void Rounded_counts_are_multiples_of_the_base_next_to_the_true_ones_and_those_of_the_base_stay() => Tables.Sample(
        table => Offsets(table).All(rounded => rounded.Zip(table.Counts).All(c =>
            c.First >= 0 && c.First % table.Base == 0 && Math.Abs(c.First - c.Second) < table.Base
            && (c.Second % table.Base != 0 || c.First == c.Second))),
        iter: TestScale.Of(200, 20_000));

    [Fact]
    public void A_table_is_rounded_by_its_name_and_the_key_and_always_alike()
    {
        long[] counts = [1, 1, 1, 1, 1];
        var names = Enumerable.Range(0, 200).Select(i => $"table {i}").ToArray();
        string Rounded(byte key, string name) => string.Join(',', new ControlledRounding([key], 5).Round(name, counts));

        Assert.All(names, name => Assert.Equal(Rounded(1, name), Rounded(1, name)));
        Assert.Equal(5, names.Select(name => Rounded(1, name)).Distinct().Count());
        Assert.Contains(names, name => Rounded(1, name) != Rounded(2, name));
    }

    [Fact]
    public void A_count_below_0_is_taken_as_0() => Assert.Equal([0, 0, 5], ControlledRounding.Round([-3, 0, 5], 4, 5));

    // Every table of three counts up to 2k - 1 with every offset: whoever sees all rounded counts, and so all sums of them, finds at least
    // k values for each count or sum of 1 to k - 1.
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Of_one_table_at_least_k_values_are_possible_for_each_small_count(int k) =>
        Assert.Equal(k, FewestValues(k, from counts in All(3, 2 * k - 1) select (counts, Array.Empty<long>())));

    // The same total in two tables, as by category and by hour: two roundings of one total narrow it, to k - 1 values at least.
    [Fact]
    public void Of_two_tables_with_one_total_at_least_k_minus_1_values_are_possible_for_each_small_count() =>
        Assert.Equal(2, FewestValues(3, OfOneTotal(3)));

    // As incidents of which the number of victims is given, among all incidents.
    [Fact]
    public void Of_two_tables_of_which_one_counts_a_part_of_the_other_at_least_k_minus_1_values_are_possible() =>
        Assert.Equal(2, FewestValues(3, All(2, 5).SelectMany(all =>
            All(2, 5).Where(part => part.Zip(all).All(n => n.First <= n.Second)).Select(part => (all, part)))));

    // That is why the smallest count is at least 3.
    [Fact]
    public void With_a_base_of_2_two_tables_with_one_total_give_a_count_back() => Assert.Equal(1, FewestValues(2, OfOneTotal(2)));

    private static IEnumerable<(long[], long[])> OfOneTotal(int k)
    {
        var byTotal = All(2, 2 * k - 1).ToLookup(counts => counts.Sum());
        return from counts in All(2, 2 * k - 1) from other in byTotal[counts.Sum()] select (counts, other);
    }

    // The fewest values that a count or sum of neighbours of 1 to k - 1 can have, given all that is shown.
    private static int FewestValues(int k, IEnumerable<(long[] One, long[] Other)> tables)
    {
        var possible = new Dictionary<(string Shown, bool InOther, (int, int) Run), HashSet<long>>();
        foreach (var (one, other) in tables)
        {
            for (var offsets = 0; offsets < k * k; offsets++)
            {
                var (first, second) = (ControlledRounding.Round(one, offsets / k, k), ControlledRounding.Round(other, offsets % k, k));
                // Larger counts than those tried could be rounded so, too.
                if (first.Concat(second).Any(n => n > k))
                    continue;
                var shown = string.Join(',', first) + ';' + string.Join(',', second);
                foreach (var (inOther, counts) in new[] { (false, one), (true, other) })
                {
                    foreach (var run in Runs(counts.Length))
                    {
                        if (!possible.TryGetValue((shown, inOther, run), out var values))
                            possible[(shown, inOther, run)] = values = [];
                        values.Add(Sum(counts, run));
                    }
                }
            }
        }
        return possible.Values.Where(values => values.Any(n => n > 0 && n < k)).Min(values => values.Count);
    }

    private static IEnumerable<long[]> All(int length, int most) => length == 0
        ? [[]]
        : from rest in All(length - 1, most) from n in Enumerable.Range(0, most + 1) select (long[])[.. rest, n];

    private static IEnumerable<long[]> Offsets((long[] Counts, int Base) table) =>
        Enumerable.Range(0, table.Base).Select(offset => ControlledRounding.Round(table.Counts, offset, table.Base));

    private static IEnumerable<(int First, int Last)> Runs(int length) =>
        from first in Enumerable.Range(0, length) from last in Enumerable.Range(first, length - first) select (first, last);

    private static long Sum(long[] counts, (int First, int Last) run) => counts[run.First..(run.Last + 1)].Sum();
}
