using System.Text.Json;
using System.Text.Json.Serialization;
using Incidents.Api.Counts;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Statistics;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace Incidents.Api.Analyses;

/// <summary>The basis of an analysis: method, source, input and parameters.</summary>
/// <param name="Method">Stable name of the method.</param>
/// <param name="Source">The publication of the method.</param>
/// <param name="Observations">Number of observations that the method used: cells, incidents, days …</param>
/// <param name="Count">Total count.</param>
/// <param name="Measure">What is counted.</param>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day no longer counted.</param>
/// <param name="Cities">City codes of the filter; null for all.</param>
/// <param name="Districts">Districts of the filter; null for all.</param>
/// <param name="Categories">Category codes of the filter, those of its groups included; null for all.</param>
/// <param name="FilterBounds">Bounds of the filter, or null.</param>
/// <param name="HoursOfWeek">Hours of the week of the filter; null for all.</param>
/// <param name="AsKnownOn">As known at the end of this day; null: as known now.</param>
/// <param name="LedgerPosition">The counts include all events up to this sequence, and may include later ones.</param>
/// <param name="Parameters">All other values that the result depends on.</param>
/// <param name="DaysAsked">Number of days of the requested period, up to today and up to `asKnownOn`.</param>
/// <param name="DaysCovered">Number of these on which a source reported (see `sourceCoverage`).</param>
/// <param name="CoverageCode">What the period lacks; null where sources reported on all its days.</param>
public sealed record AnalysisBasis(
    string Method, string Source, int Observations, int Count, CountMeasure Measure, LocalDate From, LocalDate Until,
    IReadOnlyList<string>? Cities, IReadOnlyList<District>? Districts, IReadOnlyList<string>? Categories, GeoBounds? FilterBounds,
    IReadOnlyList<int>? HoursOfWeek, LocalDate? AsKnownOn, long LedgerPosition, IReadOnlyList<AnalysisParameter> Parameters,
    int DaysAsked, int DaysCovered, CoverageCode? CoverageCode)
{
    internal static AnalysisBasis Of(
        MethodBasis basis, CountScope scope, long count, long ledgerPosition, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var parameters = basis.Parameters.Select(p => AnalysisParameter.Of(p.Key, p.Value)).ToList();
        foreach (var (name, value) in more)
            parameters.Add(AnalysisParameter.Of(name, value));
        var (days, covered) = CoveredPeriod.DaysOf(scope);
        return new(
            basis.Method, basis.Source, basis.N, count.ToInt(), scope.Measure.AsCount(), scope.From, scope.Until, scope.Cities,
            scope.Districts?.Select(d => new District(d.City, d.Name)).ToArray(), scope.Categories, scope.Bounds,
            scope.HoursOfWeek?.Select(h => (int)h).ToArray(), scope.AsKnownOn, ledgerPosition, parameters, days, covered,
            ScopeCoverage.CodeOf(covered, days));
    }
}

/// <summary>A parameter of a method.</summary>
/// <param name="Name">Name in camel case, with the unit where it has one; that of the argument where the value is an argument.</param>
/// <param name="Value">Value: `250`, `true`, `"SKEW_CORRECTED"`, `[0, 100, 200]`, `null`.</param>
public sealed record AnalysisParameter(string Name, JsonElement? Value)
{
    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    internal static AnalysisParameter Of(string name, object? value) =>
        new(WithUnit(name), value is null ? null : JsonSerializer.SerializeToElement(value, Json));

    // The methods know no units; distances in the host are metres.
    private static string WithUnit(string name) => name is "distance" or "bandwidth" or "maxRadius" ? $"{name}Metres" : name;
}
