using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.GraphQL;

public sealed class BatchLoaderTests
{
    [Fact]
    public async Task One_fetch_serves_all_parents_of_a_level()
    {
        var fetches = new Fetches();
        await using var server = await SampleServer.StartAsync(services: services => services.AddScoped(_ => fetches));

        var answer = await server.AskAsync("{ lamps(first: 3) { nodes { number next { number next { number } } } } }");

        Assert.Equal(
            """[{"number":1,"next":{"number":2,"next":{"number":3}}},{"number":2,"next":{"number":3,"next":{"number":4}}},{"number":3,"next":{"number":4,"next":{"number":5}}}]""",
            answer.GetProperty("data").GetProperty("lamps").GetProperty("nodes").GetRawText());
        // First 2, 3 and 4; then 5 alone, since 3 and 4 are remembered.
        Assert.Equal([3, 1], fetches.Sizes);
    }

    [Fact]
    public async Task One_fetch_serves_the_lists_of_all_parents()
    {
        var fetches = new Fetches();
        await using var server = await SampleServer.StartAsync(services: services => services.AddScoped(_ => fetches));

        var answer = await server.AskAsync("{ lamps(first: 6) { nodes { divisors } } }");

        Assert.Equal(
            """[{"divisors":[]},{"divisors":[]},{"divisors":[]},{"divisors":[2]},{"divisors":[]},{"divisors":[2,3]}]""",
            answer.GetProperty("data").GetProperty("lamps").GetProperty("nodes").GetRawText());
        Assert.Equal([6], fetches.Sizes);
    }

    [Fact]
    public async Task A_key_without_a_value_is_null()
    {
        await using var server = await SampleServer.StartAsync();

        var answer = await server.AskAsync("{ lamps(last: 1) { nodes { number next { number } } } }");

        Assert.Equal("""[{"number":120,"next":null}]""", answer.GetProperty("data").GetProperty("lamps").GetProperty("nodes").GetRawText());
    }

    [Fact]
    public async Task More_keys_than_one_fetch_may_have_are_fetched_in_several()
    {
        var fetches = new List<int>();
        var loader = new Squares(fetches);

        var asked = new[] { 1, 2, 3, 4, 5 }.Select(loader.Load).ToList();
        var squares = await Task.WhenAll(asked.Select(result => result.GetResultAsync(TestContext.Current.CancellationToken)));

        Assert.Equal([1, 4, 9, 16, 25], squares);
        Assert.Equal([2, 2, 1], fetches);
    }

    private sealed class Squares(List<int> fetches) : Incidents.Api.GraphQL.BatchLoader<int, int>
    {
        protected override int MaxBatchSize => 2;

        protected override Task<IReadOnlyDictionary<int, int>> FetchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            fetches.Add(keys.Count);
            return Task.FromResult<IReadOnlyDictionary<int, int>>(keys.ToDictionary(key => key, key => key * key));
        }
    }
}
