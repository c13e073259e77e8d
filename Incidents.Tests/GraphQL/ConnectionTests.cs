using System.Text.Json;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using NodaTime;
using Xunit;

namespace Incidents.Tests.GraphQL;

public sealed class ConnectionTests
{
    private const string PageInfo = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";

    [Fact]
    public async Task Pages_forward_hold_every_row_once_in_order()
    {
        await using var server = await SampleServer.Start();

        var (numbers, pages) = await Walk(server,
            $"query($c: String) {{ lamps(first: 50, after: $c) {{ edges {{ node {{ number }} }} {PageInfo} }} }}",
            "hasNextPage", "endCursor");

        Assert.Equal(Enumerable.Range(1, 120), numbers.SelectMany(page => page));
        Assert.Equal([50, 50, 20], numbers.Select(page => page.Count));
        Assert.Equal([false, true, true], pages.Select(page => page.GetProperty("hasPreviousPage").GetBoolean()));
    }

    [Fact]
    public async Task Pages_backward_hold_every_row_once_each_page_in_order()
    {
        await using var server = await SampleServer.Start();

        var (numbers, pages) = await Walk(server,
            $"query($c: String) {{ lamps(last: 50, before: $c) {{ edges {{ node {{ number }} }} {PageInfo} }} }}",
            "hasPreviousPage", "startCursor");

        Assert.Equal(
            [.. Enumerable.Range(71, 50), .. Enumerable.Range(21, 50), .. Enumerable.Range(1, 20)], numbers.SelectMany(page => page));
        Assert.Equal([false, true, true], pages.Select(page => page.GetProperty("hasNextPage").GetBoolean()));
    }

    [Fact]
    public async Task A_page_that_ends_with_the_list_has_no_next()
    {
        await using var server = await SampleServer.Start();

        var response = await server.Execute("{ lamps(first: 120) { pageInfo { hasNextPage } } }");

        Assert.False(response.GetProperty("data").GetProperty("lamps").GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
    }

    [Fact]
    public void A_cursor_gives_back_its_key_exactly()
    {
        var key = (Instant.FromUtc(2024, 3, 1, 0, 0).PlusNanoseconds(123456789), Guid.Parse("0190163d-8694-739b-aea5-966c26f8ad91"),
            "Қарағанды", long.MaxValue);

        var cursor = Cursor.Encode("lamps", key);

        Assert.Equal(key, Cursor.Decode<(Instant, Guid, string, long)>("lamps", cursor));
        Assert.Matches("^[A-Za-z0-9_-]+$", cursor);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("e30")] // {}
    [InlineData("bnVsbA")] // null
    [InlineData("/w==")]
    public void A_cursor_of_another_making_is_refused(string cursor)
    {
        var refused = Assert.Throws<RefusedException>(() => Cursor.Decode<(Instant, Guid)>("lamps", cursor));

        Assert.Equal("CURSOR_MALFORMED", refused.Refusal.Code.Text());
    }

    [Fact]
    public void A_cursor_of_another_list_is_refused() =>
        Assert.Throws<RefusedException>(() => Cursor.Decode<int>("lamps", Cursor.Encode("lanterns", 17)));

    [Fact]
    public void A_cursor_of_another_key_is_refused() =>
        Assert.Throws<RefusedException>(() => Cursor.Decode<(Instant, Guid)>("lamps", Cursor.Encode("lamps", 17)));

    [Fact]
    public void A_cursor_that_holds_what_no_row_can_is_refused()
    {
        Assert.Throws<RefusedException>(() => Cursor.Decode<(string, string)>("lamps", Cursor.Encode("lamps", ("a\0", "b"))));
        var early = Instant.FromUtc(-5, 1, 1, 0, 0);
        Assert.Throws<RefusedException>(() => Cursor.Decode<(Instant, Guid)>("lamps", Cursor.Encode("lamps", (early, Guid.Empty))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void A_page_holds_1_to_1000(int size) => Assert.Equal(size, Page.Of("lamps", size, null).Size);

    [Fact]
    public void A_page_holds_50_where_nothing_is_said() => Assert.Equal(50, Page.Of("lamps", null, null).Size);

    [Fact]
    public void The_default_of_first_is_ignored_beside_last_and_before()
    {
        Assert.Equal(new Page("lamps", 7, null, true), Page.Of("lamps", Page.DefaultSize, null, 7));
        Assert.Equal(new Page("lamps", 50, "c", true), Page.Of("lamps", Page.DefaultSize, null, null, "c"));
        Assert.Throws<RefusedException>(() => Page.Of("lamps", 49, null, 7));
        Assert.Throws<RefusedException>(() => Page.Of("lamps", Page.DefaultSize, "c", 7));
    }

    private static async Task<(
        List<List<int>> Numbers, List<JsonElement> Pages)> Walk(SampleServer server, string query, string hasMore, string cursor)
    {
        var (numbers, pages) = (new List<List<int>>(), new List<JsonElement>());
        string? next = null;
        do
        {
            var lamps = (await server.Execute(query, new { c = next })).GetProperty("data").GetProperty("lamps");
            numbers.Add(
                [.. lamps.GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node").GetProperty("number").GetInt32())]);
            var page = lamps.GetProperty("pageInfo");
            pages.Add(page);
            next = page.GetProperty(hasMore).GetBoolean() ? page.GetProperty(cursor).GetString() : null;
        }
        while (next is not null);
        return (numbers, pages);
    }
}
