using NodaTime;

namespace Incidents.Domain.Plans;

/// <summary>One step of a response plan.</summary>
/// <param name="Code">Its code within the plan: lower-case letters, digits, dots and hyphens, at most 40.</param>
/// <param name="NameKk">Name in Kazakh.</param>
/// <param name="NameRu">Name in Russian.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="IsRequired">Whether it is to be done each time; the others are done where they apply.</param>
public sealed record PlanStep(string Code, string NameKk, string NameRu, string NameEn, bool IsRequired = false);

/// <summary>What is to be done about an incident of some category: a checklist, in one version.</summary>
/// <remarks>
/// It is a setting and no event. Who changes a plan ends the version and adds the next one, which holds from the day after: an incident
/// keeps the version that held when it was opened, so that what was ticked is a step that its people saw.
/// </remarks>
/// <param name="Code">Name of the plan for good: lower-case letters, digits, dots and hyphens, at most 40.</param>
/// <param name="Version">Number of the version, from 1.</param>
/// <param name="From">First local day on which it holds.</param>
/// <param name="Categories">Codes of the categories, at least one.</param>
/// <param name="NameKk">Name in Kazakh.</param>
/// <param name="NameRu">Name in Russian.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="Steps">The steps in their order, 1 to 50.</param>
/// <param name="Until">First local day on which it no longer holds; null while it has no end.</param>
/// <param name="Cities">City codes; null for all. A plan of a city goes before one of all cities.</param>
public sealed record ResponsePlan(
    string Code, int Version, LocalDate From, IReadOnlyList<string> Categories, string NameKk, string NameRu, string NameEn,
    IReadOnlyList<PlanStep> Steps, LocalDate? Until = null, IReadOnlyList<string>? Cities = null)
{
    /// <summary>The most steps of a plan.</summary>
    public const int MostSteps = 50;

    /// <summary>Whether it holds for an incident.</summary>
    /// <param name="category">Its category.</param>
    /// <param name="city">Its city.</param>
    /// <param name="day">The local day on which it was opened.</param>
    public bool Holds(string category, string city, LocalDate day) =>
        From <= day && !(Until <= day) && Categories.Contains(category) && Cities?.Contains(city) is not false;

    /// <summary>The step of a code, or null.</summary>
    /// <param name="code">The code.</param>
    public PlanStep? Find(string code) => Steps.FirstOrDefault(step => step.Code == code);

    /// <summary>What is wrong with it, as a sentence; null where nothing is.</summary>
    public string? Fault() =>
        IsNoCode(Code) ? "a code has up to 40 lower-case letters, digits, dots and hyphens"
        : Version < 1 ? "its version is not 1 or more"
        : Until <= From ? "it ends before it begins"
        : IsUnnamed(NameKk, NameRu, NameEn) ? "a name is empty or too long"
        : Categories.Count == 0 ? "it has no category"
        : Categories.FirstOrDefault(code => CategoryCode.Check(code, "category") is not null) is { } code ? $"'{code}' is no category code"
        : Categories.Any(code => code is null) ? "a category is null"
        : Cities?.Any(city => Texts.City.Check(city, "city") is not null) is true ? "a city is blank or too long"
        : Cities is [] ? "it is for no city"
        : StepFault();

    private string? StepFault() =>
        Steps.Count is < 1 or > MostSteps ? $"it has not 1 to {MostSteps} steps"
        : Steps.Any(step => step is null) ? "a step is null"
        : Steps.FirstOrDefault(step => IsNoCode(step.Code)) is { } bad
            ? $"the code of step {Steps.ToList().IndexOf(bad) + 1} is not up to 40 lower-case letters, digits, dots and hyphens"
        : Steps.FirstOrDefault(step => IsUnnamed(step.NameKk, step.NameRu, step.NameEn)) is { } unnamed
            ? $"a name of the step '{unnamed.Code}' is empty or too long"
        : Steps.GroupBy(step => step.Code).FirstOrDefault(steps => steps.Count() > 1) is { } twice
            ? $"two steps are called '{twice.Key}'"
        : null;

    private static bool IsNoCode(string code) => code.Length > Texts.Name.MostCharacters || CategoryCode.Check(code, "code") is not null;

    private static bool IsUnnamed(params string[] names) => names.Any(name => Texts.Reason.Check(name, "name") is not null);
}
