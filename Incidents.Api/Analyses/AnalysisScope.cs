using Incidents.Api.GraphQL;
using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Api.Analyses;

/// <summary>Which counts an analysis is of.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day no longer counted.</param>
/// <param name="Categories">Category codes, sorted, each once; null for all.</param>
/// <param name="KnownOn">As known at the end of this day; null: as known now.</param>
internal sealed record AnalysisScope(
    Measure Measure, LocalDate From, LocalDate Until, IReadOnlyList<string>? Categories, LocalDate? KnownOn)
{
    /// <summary>The scope of checked arguments, with the categories sorted and without duplicates.</summary>
    /// <exception cref="RefusedException">The period or the measure cannot be counted.</exception>
    public static AnalysisScope Checked(
        LocalDate from, LocalDate until, IEnumerable<string>? categories, LocalDate? knownOn, Measure measure)
    {
        Checks.Period(from, until);
        Checks.Counted(measure);
        return new(measure, from, until, categories?.Distinct().Order(StringComparer.Ordinal).ToArray(), knownOn);
    }
}
