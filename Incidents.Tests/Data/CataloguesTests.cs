using System.Globalization;
using System.Text.RegularExpressions;
using Incidents.Api.Data;
using Incidents.Domain;
using Incidents.Domain.Violations;
using Incidents.Tests.Import;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Data;

public class CataloguesTests
{
    private static readonly LocalDate Today = new(2026, 7, 3);
    private static readonly Categories Categories = Catalogues.Categories();
    private static readonly Tariffs Tariffs = Catalogues.Tariffs();

    [Theory]
    [InlineData("uk", "188", "theft", "05")]
    [InlineData("uk", "99", "homicide", "01")]
    [InlineData("uk", "190", "fraud", "07")]
    [InlineData("uk", "297", "drugs", "06")]
    [InlineData("koap", "592", "koap.592", "09")]
    public void An_article_stands_for_its_category_and_section(string law, string article, string code, string iccs)
    {
        var category = Categories.Of(law, article, Today);
        Assert.Equal((code, iccs), (category?.Code, category?.Iccs));
    }

    [Theory]
    [InlineData("assault"), InlineData("robbery"), InlineData("burglary"), InlineData("theft"), InlineData("vehicle-theft")]
    [InlineData("homicide")]
    [InlineData("rape"), InlineData("arson"), InlineData("vandalism"), InlineData("ems"), InlineData("fire"), InlineData("traffic")]
    [InlineData("traffic-accident"), InlineData("other"), InlineData("sos"), InlineData("fight"), InlineData("smoke")]
    [InlineData("loitering")]
    [InlineData("intrusion"), InlineData("crowd"), InlineData("abandoned-object"), InlineData("fall"), InlineData("weapon")]
    [InlineData("snow-uncleared")]
    public void The_categories_of_devices_and_imports_are_known(string code) => Assert.True(Categories.TryFind(code, out _));

    [Fact]
    public void Every_category_has_a_well_formed_code_and_section_and_a_name_in_three_languages() =>
        Assert.All(Categories.All, c =>
        {
            Assert.Matches(@"^[a-z0-9]+([.-][a-z0-9]+)*$", c.Code);
            Assert.True(c.Iccs is null || Regex.IsMatch(c.Iccs, "^(0[1-9]|10|11)$"), c.Code);
            Assert.All([c.NameEn, c.NameRu, c.NameKk, c.Group], name => Assert.False(string.IsNullOrWhiteSpace(name)));
            Assert.All(c.Articles ?? [], a => Assert.Contains(a.Law, (string[])["uk", "koap"]));
        });

    [Fact]
    public void Every_tariff_belongs_to_a_category() =>
        Assert.All(Tariffs.All, t => Assert.NotNull(Categories.Of("koap", t.Article, t.From)));

    [Fact]
    public void The_fines_are_those_of_the_compiled_articles()
    {
        var compiled = File.ReadLines(ImportOf.SharedData("statutes/koap_rk_traffic_590_615.csv")).Skip(1)
            .Select(line => Regex.Match(line, "^([0-9]+),([0-9-]*),.*,([0-9]+),([^,]*|\"[^\"]*\"),in_force$")).Where(m => m.Success)
            .Where(m => m.Groups[1].Value is var article && string.CompareOrdinal(article, "600") <= 0)
            .Select(m => (m.Groups[1].Value, m.Groups[2].Value, decimal.Parse(m.Groups[3].Value, CultureInfo.InvariantCulture)));

        Assert.Equal(compiled.Order(), Tariffs.All.Where(t => t.Until is null).Select(t => (t.Article, t.Part ?? "", t.Units)).Order());
    }

    // МРП of 2026: 4,325 tenge; speeding costs 5, 10, 20 and 40 of them (article 592).
    [Theory]
    [InlineData("1", 21_625), InlineData("2", 43_250), InlineData("3", 86_500), InlineData("3-1", 173_000)]
    public void Speeding_costs_in_2026(string part, int tenge) => Assert.Equal(tenge, Tariffs.FineFor("592", part, Today)?.Amount);

    // МРП of 2,651 tenge until 31 March 2020, 2,778 from 1 April.
    [Theory]
    [InlineData(3, 31, 13_255), InlineData(4, 1, 13_890)]
    public void The_index_of_2020_rose_on_the_first_of_April(int month, int day, int tenge) =>
        Assert.Equal(tenge, Tariffs.FineFor("592", "1", new(2020, month, day))?.Amount);

    [Fact]
    public void Part_three_one_costs_nothing_known_before_4_December_2024()
    {
        Assert.Null(Tariffs.FineFor("592", "3-1", new(2024, 12, 3)));
        Assert.Equal(new Fine(40, 3692), Tariffs.FineFor("592", "3-1", new(2024, 12, 4)));
    }

    [Fact]
    public void The_six_towns_of_the_programme_are_known_with_their_clocks()
    {
        var cities = Catalogues.Cities();
        Assert.All(["karaganda", "temirtau", "zhezkazgan", "satpayev", "saran", "osakarovka"], code =>
        {
            Assert.NotNull(cities.Find(code)?.Bounds);
            Assert.Equal(Offset.FromHours(5), cities.Local(Instant.FromUtc(2026, 7, 3, 0, 0), code).Offset);
            Assert.Equal(Offset.FromHours(6), cities.Local(Instant.FromUtc(2024, 2, 29, 0, 0), code).Offset);
        });
    }

    [Fact]
    public void One_article_for_two_categories_at_a_time_is_an_error()
    {
        Category Theft(string code, LocalDate? from, LocalDate? until) =>
            new(code, "property", "x", "x", "x", "05", [new("uk", "188", from, until)]);
        var change = new LocalDate(2027, 1, 1);

        Assert.Throws<ArgumentException>(() => new Categories([Theft("a", null, null), Theft("b", change, null)]));
        var two = new Categories([Theft("a", null, change), Theft("b", change, null)]);
        Assert.Equal(("a", "b"), (two.Of("uk", "188", change.PlusDays(-1))?.Code, two.Of("uk", "188", change)?.Code));
    }

    [Fact]
    public void A_broken_file_is_named()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "categories.json"), """{ "source": "x", "categories": [{ "code": "a" }] }""");

        Assert.Contains("categories.json", Assert.Throws<CatalogueException>(() => Catalogues.Categories(folder)).Message);
        Directory.Delete(folder, recursive: true);
    }
}
