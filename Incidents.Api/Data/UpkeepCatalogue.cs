using Incidents.Domain;
using Incidents.Domain.Upkeep;
using NodaTime;

namespace Incidents.Api.Data;

/// <summary>The kinds of upkeep of municipal property with their hours, and the classes of streets, from <c>upkeep.json</c>.</summary>
internal static class UpkeepCatalogue
{
    private const string Name = "upkeep.json";

    // Reports are read in many places, all by the rules that came with the program.
    private static readonly Lazy<UpkeepRules> OfProgram =
        new(() => Load(Catalogues.Cities(), Catalogues.Categories()));

    /// <summary>The rules that come with the program.</summary>
    /// <exception cref="CatalogueException">The file is wrong.</exception>
    public static UpkeepRules Rules => OfProgram.Value;

    /// <summary>Reads the rules.</summary>
    /// <param name="cities">The cities that streets may be in.</param>
    /// <param name="categories">The categories, which have the names of kinds.</param>
    /// <param name="folder">The folder of catalogues, or null for the one that comes with the program.</param>
    /// <exception cref="CatalogueException">The file is wrong.</exception>
    public static UpkeepRules Load(Cities cities, Categories categories, string? folder = null)
    {
        var file = new CatalogueFile(folder, Name);
        var kinds = file.Entries<UpkeepKind>("kinds", kind => kind.Code, kind => Fault(kind, categories));
        var streets = file.Entries<ClassedStreet>(
            "streets", street => $"{street.City}, {street.Street}, from {street.From:R}", street => Fault(street, cities));
        var (_, calendar, winter, _, _) = file.Read<UpkeepFile>();
        if (Fault(calendar, winter) is { } fault)
            throw new CatalogueException($"{Name}: {fault}.");
        return file.Make(() => new UpkeepRules(kinds, calendar, winter, streets));
    }

    private static string? Fault(UpkeepKind kind, Categories categories) =>
        CatalogueFile.CodeFault(kind.Code, CategoryCode.MostCharacters)
        ?? (!categories.TryFind(kind.Code, out _) ? $"there is no category '{kind.Code}' with its names"
        : kind.JoinMetres is not (>= 0 and <= UpkeepKind.MostJoinMetres) ? $"its metres are not from 0 to {UpkeepKind.MostJoinMetres}"
        : kind.Terms.Any(t => t is null || t.Hours is < 1 or > UpkeepTerm.MostHours)
            ? $"the hours of a term are not from 1 to {UpkeepTerm.MostHours}"
        : kind.Terms.Any(t => t.From >= t.Until) ? "a term ends before it begins"
        : null);

    private static string? Fault(ClassedStreet street, Cities cities) =>
        cities.Find(street.City) is null ? $"there is no city '{street.City}'"
        : FoldedText.Joined(street.Street).Length == 0 ? "its street has no name"
        : street.From >= street.Until ? "it ends before it begins"
        : null;

    private static string? Fault(WorkingCalendar calendar, IReadOnlyList<int> winter) =>
        calendar.Days.Count == 0 ? "no day of the week is a working day"
        : calendar.Days.Contains(IsoDayOfWeek.None) ? "a working day is no day of the week"
        : calendar.From >= calendar.Until ? "the working day ends before it begins"
        : winter.Any(month => month is < 1 or > 12) ? "a month of winter is not from 1 to 12"
        : null;

    private sealed record UpkeepFile(
        string Source, WorkingCalendar Calendar, IReadOnlyList<int> WinterMonths, IReadOnlyList<UpkeepKind> Kinds,
        IReadOnlyList<ClassedStreet> Streets);
}
