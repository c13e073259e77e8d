using Incidents.Domain;
using Incidents.Domain.Correlation;
using Incidents.Domain.Plans;
using Incidents.Domain.Targets;
using Incidents.Domain.Violations;
using Incidents.Projections.Forecasts;
using NodaTime;

namespace Incidents.Api.Data;

/// <summary>Reads the catalogues that come with the program, in the folder <c>Data</c> (see its README for their sources).</summary>
internal static class Catalogues
{
    /// <summary>The folder that comes with the program.</summary>
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data");

    private static readonly string[] Laws = ["uk", "koap"];
    private static readonly string[] IccsSections = [.. Enumerable.Range(1, 11).Select(n => $"{n:00}")];

    /// <summary>The cities, from <c>cities.json</c>.</summary>
    /// <exception cref="CatalogueException">The file is wrong.</exception>
    public static Cities Cities(string? folder = null) =>
        new(new CatalogueFile(folder, "cities.json").Entries<City>(null, c => c.Code, Fault));

    /// <summary>The categories, from <c>categories.json</c>.</summary>
    /// <exception cref="CatalogueException">The file is wrong.</exception>
    public static Categories Categories(string? folder = null)
    {
        var file = new CatalogueFile(folder, "categories.json");
        var categories = file.Entries<Category>("categories", c => c.Code, Fault);
        file.Read<CategoryFile>();
        return file.Make(() => new Categories(categories));
    }

    /// <summary>The fines, from <c>tariffs.json</c> and <c>mci.json</c>.</summary>
    /// <exception cref="CatalogueException">A file is wrong.</exception>
    public static Tariffs Tariffs(string? folder = null)
    {
        var indexFile = new CatalogueFile(folder, "mci.json");
        var index = indexFile.Entries<IndexValue>("values", i => $"from {i.From:R}", i => i.Value > 0 ? null : "its value is not positive");
        indexFile.Read<IndexFile>();
        var file = new CatalogueFile(folder, "tariffs.json");
        var tariffs = file.Entries<Tariff>("tariffs", t => $"article {t.Article}, part {t.Part ?? "none"}, from {t.From:R}", Fault);
        file.Read<TariffFile>();
        return file.Make(() => new Tariffs(index, tariffs));
    }

    /// <summary>The plans of forecasts, from <c>forecasts.json</c>; a plan without an area has its city's bounds.</summary>
    /// <exception cref="CatalogueException">
    /// The file is wrong, or names a city that is not known or has no bounds where they are needed.
    /// </exception>
    public static IReadOnlyList<ForecastPlan> ForecastPlans(Cities cities, string? folder = null) =>
    [
        .. new CatalogueFile(folder, "forecasts.json").Entries<PlanLine>(null, p => p.Code, p => Fault(p, cities))
            .Select(line => new ForecastPlan(line.Code, line.City, line.Period, line.Zoom, AreaOf(line, cities)!.Value, line.Category)),
    ];

    /// <summary>The rules of correlation, from <c>correlation.json</c>, or another file.</summary>
    /// <param name="categories">The categories that there are.</param>
    /// <param name="folder">The folder of the catalogues; null for the one that comes with the program.</param>
    /// <param name="file">Path of another file; null for the one in the folder.</param>
    /// <exception cref="CatalogueException">The file is wrong, or names a category that is not known.</exception>
    public static CorrelationRules CorrelationRules(Categories categories, string? folder = null, string? file = null)
    {
        // An absolute path stays what it is.
        var catalogue = new CatalogueFile(folder, file is null ? "correlation.json" : Path.GetFullPath(file));
        var rules = catalogue.Entries<CorrelationRule>(
            "rules", rule => $"{rule.Code}, version {rule.Version}",
            rule => rule.Check("rule")?.Message.TrimEnd('.') ?? Fault(rule, categories));
        catalogue.Read<CorrelationFile>();
        return catalogue.Make(() => new CorrelationRules(rules));
    }

    /// <summary>The targets of service, from <c>targets.json</c> or another file.</summary>
    public static ServiceTargets ServiceTargets(string? folder = null, string file = "targets.json")
    {
        var targets = new CatalogueFile(folder, file);
        var entries = targets.Entries<ServiceTarget>(null, t => $"{t.Name} from {t.From:R}", t => t.Fault());
        return targets.Make(() => new ServiceTargets(entries));
    }

    /// <summary>The response plans, from <c>plans.json</c>.</summary>
    /// <exception cref="CatalogueException">The file is wrong, or names a category or city that is not known.</exception>
    public static ResponsePlans ResponsePlans(Cities cities, Categories categories, string? folder = null)
    {
        var file = new CatalogueFile(folder, "plans.json");
        var plans = file.Entries<ResponsePlan>(
            null, plan => $"{plan.Code}, version {plan.Version}", plan => plan.Fault() ?? Fault(plan, cities, categories));
        return file.Make(() => new ResponsePlans(plans));
    }

    /// <summary>Reads every catalogue, so that a fault is reported before anything starts.</summary>
    /// <exception cref="CatalogueException">A file is wrong.</exception>
    public static void Check(string? folder = null)
    {
        ForecastPlans(Cities(folder), folder);
        UpkeepCatalogue.Load(Cities(folder), Categories(folder), folder);
        Tariffs(folder);
        CorrelationRules(Categories(folder), folder);
        OutcomeCatalogues.Read(folder);
        ServiceTargets(folder);
        ResponsePlans(Cities(folder), Categories(folder), folder);
    }

    /// <summary>Reads one file of the folder.</summary>
    /// <exception cref="CatalogueException">The file is not what it should be.</exception>
    internal static T Read<T>(string? folder, string file) => new CatalogueFile(folder, file).Read<T>();

    private static string? Fault(City city) =>
        CatalogueFile.CodeFault(city.Code, Texts.City.MostCharacters)
        ?? (DateTimeZoneProviders.Tzdb.GetZoneOrNull(city.Zone) is null ? $"there is no time zone '{city.Zone}'"
        : string.IsNullOrWhiteSpace(city.NameEn) ? "its nameEn is empty"
        : city.Bounds is { } bounds && !bounds.IsValid() ? "its bounds are no rectangle of longitudes and latitudes"
        : city.Population < 0 ? "its population is negative"
        : city.Residents?.Any(r => r is null || r.Count <= 0) == true ? "a count of residents is not positive"
        : city.Regions?.Any(r => r is null || r.From >= r.Until) == true ? "a region ends before it begins"
        : null);

    private static string? Fault(Category category) =>
        CatalogueFile.CodeFault(category.Code, CategoryCode.MostCharacters)
        ?? (new[] { category.Group, category.NameEn, category.NameRu, category.NameKk }.Any(string.IsNullOrWhiteSpace)
            ? "its group or a name is empty"
        : category.Iccs is { } section && !IccsSections.Contains(section) ? $"there is no ICCS section '{section}'"
        : category.From >= category.Until ? "it ends before it begins"
        : category.Urgency is < 1 or > Category.LeastUrgent ? $"its urgency is not from 1 to {Category.LeastUrgent}"
        : category.Articles?.Any(a => a is null || !Laws.Contains(a.Law)) == true
            ? $"the law of an article is none of {string.Join(", ", Laws)}"
        : category.Articles?.Any(a => string.IsNullOrWhiteSpace(a.Article) || a.From >= a.Until) == true
            ? "an article has no number, or ends before it begins"
        : null);

    private static string? Fault(Tariff tariff) =>
        string.IsNullOrWhiteSpace(tariff.Article) ? "its article is empty"
        : tariff.Units <= 0 ? "its units are not positive"
        : tariff.From >= tariff.Until ? "it ends before it begins"
        : tariff.Over is { } over && (string.IsNullOrWhiteSpace(over.Unit) || over.From <= 0 || over.From >= (over.UpTo ?? over.Below))
            ? "the excess that it is over has no unit, is not positive, or ends before it begins"
        : tariff.Over is { UpTo: not null, Below: not null } ? "the excess that it is over has both 'upTo' and 'below'"
        : null;

    private static string? Fault(PlanLine plan, Cities cities) =>
        CatalogueFile.CodeFault(plan.Code)
        ?? (cities.Find(plan.City) is null ? $"there is no city '{plan.City}'"
        : plan.Zoom is < 0 or > GridCell.FineZoom ? $"its zoom is not from 0 to {GridCell.FineZoom}"
        : plan.Category is { } category && CatalogueFile.CodeFault(category, CategoryCode.MostCharacters) is not null
            ? "its category is no code"
        : AreaOf(plan, cities) is not { } area ? $"it has no area, and its city '{plan.City}' has no bounds"
        : !area.IsValid() ? "its area is no rectangle of longitudes and latitudes"
        : ForecastPlan.TooManyCells(area, plan.Zoom) ? $"it has more than {ForecastPlan.MostCells} cells"
        : null);

    private static string? Fault(ResponsePlan plan, Cities cities, Categories categories) =>
        plan.Categories.FirstOrDefault(code => !categories.TryFind(code, out _)) is { } category ? $"there is no category '{category}'"
        : plan.Cities?.FirstOrDefault(code => cities.Find(code) is null) is { } city ? $"there is no city '{city}'"
        : null;

    private static string? Fault(CorrelationRule rule, Categories categories) =>
        (rule.Categories ?? []).Concat(rule.Joins ?? []).Append(rule.OpensAs)
            .FirstOrDefault(code => code is not null && !categories.TryFind(code, out _)) is { } category
            ? $"there is no category '{category}'"
            : null;

    private static GeoBounds? AreaOf(PlanLine plan, Cities cities) => plan.Area ?? cities.Find(plan.City)?.Bounds;

    private sealed record PlanLine(
        string Code, string City, ForecastPeriod Period, int Zoom, string? Category = null, GeoBounds? Area = null);

    private sealed record CategoryFile(string Source, Category[] Categories);

    private sealed record CorrelationFile(string Source, CorrelationRule[] Rules);

    private sealed record IndexFile(string Source, string Unit, IndexValue[] Values);

    private sealed record TariffFile(string Source, Tariff[] Tariffs);
}
