using Incidents.Domain.Violations;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Violations;

public class TariffsTests
{
    private static readonly IndexValue[] Index = [new(new(2020, 4, 1), 2778), new(new(2020, 1, 1), 2651)];

    [Fact]
    public void The_index_is_the_one_of_the_day()
    {
        var tariffs = new Tariffs(Index, [new("592", "1", 5, new(2015, 1, 1))]);

        Assert.Equal(new Fine(5, 2651), tariffs.FineFor("592", "1", new(2020, 3, 31)));
        Assert.Equal(new Fine(5, 2778), tariffs.FineFor("592", "1", new(2020, 4, 1)));
    }

    [Fact]
    public void A_tariff_ends_before_the_day_that_it_names()
    {
        var tariffs = new Tariffs(Index, [new("1", null, 5, new(2020, 1, 1), new(2020, 6, 1)), new("1", null, 7, new(2020, 6, 1))]);

        Assert.Equal(5, tariffs.FineFor("1", null, new(2020, 5, 31))?.Units);
        Assert.Equal(7, tariffs.FineFor("1", null, new(2020, 6, 1))?.Units);
    }

    [Theory]
    [InlineData("592", 2019, 12, 31)]
    [InlineData("592", 2020, 6, 30)]
    [InlineData("593", 2020, 7, 1)]
    public void No_fine_is_known_before_the_first_day_of_index_or_tariff_nor_for_another_article(
        string article, int year, int month, int day) =>
        Assert.Null(new Tariffs(Index, [new("592", "3-1", 40, new(2020, 7, 1))]).FineFor(article, "3-1", new LocalDate(year, month, day)));

    [Fact]
    public void Overlapping_tariffs_of_one_part_are_an_error() =>
        Assert.Throws<ArgumentException>(() => new Tariffs(Index, [new("1", "1", 5, new(2020, 1, 1)), new("1", "1", 7, new(2020, 6, 1))]));

    [Fact]
    public void Two_values_of_the_index_on_one_day_are_an_error() =>
        Assert.Throws<ArgumentException>(() => new Tariffs([.. Index, new(new(2020, 4, 1), 1)], []));
}
