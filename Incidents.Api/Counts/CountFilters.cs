using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Sources;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using NodaTime;

namespace Incidents.Api.Counts;

/// <summary>Makes the scope of a count from the arguments of a field, and refuses what the field cannot count.</summary>
/// <remarks>Each method is for the fields of one source: what their figures are kept by decides what they can be filtered by.</remarks>
internal sealed class CountFilters(
    Categories catalogue, SeenDimensions seen, TrendReader trends, TimeNotes times, QueryWarnings warnings, SourceCoverages coverages,
    Sights sights)
{
    private const int HoursOfWeek = 168;
    private const string Argument = "filter";

    /// <summary>For counts by cell. By district and by hour only incidents are counted, from their register.</summary>
    public async Task<CountScope> Cells(
        CountFilter? filter, LocalDate from, LocalDate until, LocalDate? asKnownOn, CancellationToken cancellation)
    {
        var scope = await CellScope(filter, from, until, asKnownOn, cancellation);
        await times.Note(scope, cancellation);
        return await Covered(scope, cancellation);
    }

    /// <summary>For counts by cell and step of days, which leave out what is not known to the day.</summary>
    public async Task<CountScope> CellSteps(
        CountFilter? filter, LocalDate from, LocalDate until, LocalDate? asKnownOn, CancellationToken cancellation)
    {
        return await ByDay(await CellScope(filter, from, until, asKnownOn, cancellation), "stepDays", cancellation);
    }

    /// <summary>For incidents as points.</summary>
    public async Task<CountScope> Points(
        CountFilter? filter, LocalDate from, LocalDate until, LocalDate? asKnownOn, CancellationToken cancellation)
    {
        var scope = await Scope(filter, from, until, asKnownOn, cancellation);
        return scope.Measure is Measure.Incidents
            ? await ByDay(scope, "from", cancellation)
            : throw Unsupported("measure", "Only incidents are kept with their coordinates.");
    }

    /// <summary>For series of counts. Within bounds, only incidents are counted by district or hour.</summary>
    public async Task<TrendRequest> Series(
        CountFilter? filter, LocalDate from, LocalDate until, LocalDate? asKnownOn, TrendGrain grain, SplitBy splitBy,
        CancellationToken cancellation, bool compares = false)
    {
        TrendRequest request = new(await Scope(filter, from, until, asKnownOn, cancellation), grain, splitBy);
        if (request.NeedsRegister && request.Scope.Measure is not Measure.Incidents)
        {
            throw Unsupported(
                FinerThanCells(request.Scope) ?? "bounds", "Within bounds, only incidents are counted by district or hour.");
        }
        var argument = request.Scope.HoursOfWeek is null ? "grain" : $"{Argument}.hoursOfWeek";
        return request with
        {
            NotKnownToStep = await times.LeftOut(request.Scope, request.Unit, argument, cancellation),
            Scope = await Covered(request.Scope, cancellation, compares: compares),
        };
    }

    /// <summary>For response times, which are kept without place.</summary>
    /// <remarks>What is timed says which sources cover it, so the coverage is added by <see cref="Covered"/>.</remarks>
    public async Task<CountScope> Durations(
        CountFilter? filter, LocalDate from, LocalDate until, LocalDate? asKnownOn, CancellationToken cancellation) =>
        filter?.Bounds is not null
            ? throw Unsupported("bounds", "Response times are kept without place.")
            : await Scope(filter, from, until, asKnownOn, cancellation);

    /// <summary>The scope with its coverage, by its measure; a period that is not covered as a whole is a warning.</summary>
    /// <param name="scope">What is counted.</param>
    /// <param name="cancellation">Cancels the query.</param>
    /// <param name="warns">Whether to warn, by the coverage; default always.</param>
    /// <param name="compares">Whether days are compared.</param>
    public async Task<CountScope> Covered(
        CountScope scope, CancellationToken cancellation, Predicate<ScopeCoverage>? warns = null, bool compares = false)
    {
        if (await coverages.Of(scope, cancellation) is not var (coverage, sources))
            return scope;
        if (warns?.Invoke(coverage) is not false)
            CoverageWarnings.Add(warnings, scope, coverage, sources, compares);
        return scope with { Coverage = coverage };
    }

    /// <summary>The refusal of a restriction that a field cannot count by.</summary>
    /// <param name="part">Name of the restriction.</param>
    /// <param name="message">A sentence that states what is possible.</param>
    public static RefusedException Unsupported(string part, string message) =>
        new(new(ErrorCode.FilterUnsupported, message, $"{Argument}.{part}"));

    private static string? FinerThanCells(CountScope scope) =>
        scope.HoursOfWeek is not null ? "hoursOfWeek" : scope.Districts is not null ? "districts" : null;

    // What is counted by days leaves out what is not known to the day.
    private async Task<CountScope> ByDay(CountScope scope, string argument, CancellationToken cancellation)
    {
        if (scope.HoursOfWeek is null)
            await times.LeftOut(scope, TimePrecision.Day, argument, cancellation);
        else
            await times.Note(scope, cancellation);
        return await Covered(scope, cancellation);
    }

    private async Task<CountScope> CellScope(
        CountFilter? filter, LocalDate from, LocalDate until, LocalDate? asKnownOn, CancellationToken cancellation)
    {
        var scope = await Scope(filter, from, until, asKnownOn, cancellation);
        return scope.NeedsRegisterForCells && scope.Measure is not Measure.Incidents
            ? throw Unsupported(FinerThanCells(scope)!, "By cell, only incidents are counted by district or hour.")
            : scope;
    }

    private async Task<CountScope> Scope(
        CountFilter? filter, LocalDate from, LocalDate until, LocalDate? asKnownOn, CancellationToken cancellation)
    {
        Checks.Period(from, until);
        filter ??= new();
        if (filter.Bounds is { } bounds && !bounds.IsValid())
            throw RefusedException.BadInput($"{Argument}.bounds", "Bounds are degrees; west is less than east, and south less than north.");
        var districts = filter.Districts?.Select(d => new CityDistrict(d.City, d.Name ?? "")).Distinct()
            .OrderBy(d => d.City, StringComparer.Ordinal).ThenBy(d => d.Name, StringComparer.Ordinal).ToArray();
        CountScope scope = new((filter.Measure ?? CountMeasure.Incidents).Stored(), from, until, asKnownOn)
        {
            Cities = Sorted("cities", filter.Cities),
            Districts = districts,
            Categories = CategoriesOf(filter),
            Bounds = filter.Bounds,
            HoursOfWeek = Hours(filter.HoursOfWeek),
        };
        foreach (var district in districts ?? [])
        {
            CheckText("districts.city", district.City);
            CheckText("districts.name", district.Name);
        }
        if (scope is { Measure: Measure.Victims })
            await WarnOfVictims(scope, cancellation);
        await Warn(filter.Categories?.Distinct() ?? [], districts ?? [], cancellation);
        return scope;
    }

    private string[]? CategoriesOf(CountFilter filter)
    {
        var categories = Sorted("categories", filter.Categories);
        if (Sorted("categoryGroups", filter.CategoryGroups) is not { } groups)
            return categories;
        if (groups.FirstOrDefault(group => catalogue.All.All(c => c.Group != group)) is { } unknown)
        {
            throw new RefusedException(
                new(ErrorCode.CategoryGroupUnknown, $"No category belongs to a group '{unknown}'.", $"{Argument}.categoryGroups"));
        }
        var ofGroups = catalogue.All.Where(c => groups.Contains(c.Group)).Select(c => c.Code);
        return [.. categories?.Intersect(ofGroups) ?? ofGroups];
    }

    // An incident whose source gives no number of victims is not one without victims.
    private async Task WarnOfVictims(CountScope scope, CancellationToken cancellation)
    {
        TrendRequest all = new(scope with { Measure = Measure.Incidents }, TrendGrain.Month);
        if (all.NeedsRegister)
            return;
        var (incidents, giving) = (
            await Total(all), await Total(all with { Scope = scope with { Measure = Measure.IncidentsWithVictims } }));
        if (giving < incidents)
        {
            warnings.Add(new(
                "VICTIMS_NOT_GIVEN",
                FormattableString.Invariant($"{giving} of {incidents} incidents give their victims; those of the others are not counted."),
                $"{Argument}.measure", new { incidents, giving }));
        }

        async Task<long> Total(TrendRequest request) =>
            (await trends.Read(request, cancellation)).Sum(series => series.Counts.Sum());
    }

    private async Task Warn(IEnumerable<string> categories, CityDistrict[] districts, CancellationToken cancellation)
    {
        // What was ever counted of a category is kept for all towns together, which not everybody may know.
        if (sights.Of(Callers.Current, RowClasses.Totals).Towns is not null)
            categories = [];
        var (unseenCategories, unseenDistricts) = await seen.Unseen(
            [.. categories.Where(code => !catalogue.TryFind(code, out _))], [.. districts.Where(d => d.Name.Length > 0)], cancellation);
        foreach (var category in unseenCategories)
        {
            warnings.Add(new(
                "CATEGORY_NEVER_SEEN", $"Nothing of a category '{category}' was ever counted, and no category has this code.",
                $"{Argument}.categories", category));
        }
        foreach (var district in unseenDistricts)
        {
            warnings.Add(new(
                "DISTRICT_NEVER_SEEN", $"Nothing was ever counted in a district '{district.Name}' of {district.City}.",
                $"{Argument}.districts", district));
        }
    }

    // Sorted, so that the same question has the same form.
    private static string[]? Sorted(string part, IEnumerable<string>? values)
    {
        string[]? sorted = values is null ? null : [.. values.Distinct().Order(StringComparer.Ordinal)];
        foreach (var value in sorted ?? [])
            CheckText(part, value);
        return sorted;
    }

    private static void CheckText(string part, string text)
    {
        if (Texts.SourceId.CheckOptional(text, $"{Argument}.{part}") is { } fault)
            throw new RefusedException(fault with { Code = ErrorCode.BadInput });
    }

    private static short[]? Hours(IEnumerable<int>? hours)
    {
        var sorted = hours?.Distinct().Order().ToArray();
        return sorted?.Any(hour => hour is < 0 or >= HoursOfWeek) == true
            ? throw RefusedException.BadInput($"{Argument}.hoursOfWeek", $"An hour of the week is between 0 and {HoursOfWeek - 1}.")
            : sorted?.Select(hour => (short)hour).ToArray();
    }
}
