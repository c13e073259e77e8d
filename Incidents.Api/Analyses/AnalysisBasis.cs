using System.Text.Json;
using System.Text.Json.Serialization;
using Incidents.Projections.Ledgers;
using Incidents.Statistics;
using NodaTime;

namespace Incidents.Api.Analyses;

/// <summary>The basis of an analysis: method, source, input and parameters.</summary>
/// <param name="Method">Stable name of the method.</param>
/// <param name="Source">The publication of the method.</param>
/// <param name="N">Number of observations: cells, incidents, days … what the method calls n.</param>
/// <param name="Counted">Total count.</param>
/// <param name="Measure">What is counted.</param>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day no longer counted.</param>
/// <param name="Categories">Category codes; null for all.</param>
/// <param name="KnownOn">As known at the end of this day; null: as known now.</param>
/// <param name="LedgerPosition">The counts include all events up to this sequence, and may include later ones.</param>
/// <param name="Parameters">All other values that the result depends on.</param>
public sealed record AnalysisBasis(
    string Method, string Source, int N, long Counted, Measure Measure, LocalDate From, LocalDate Until, IReadOnlyList<string>? Categories,
    LocalDate? KnownOn, long LedgerPosition, IReadOnlyList<AnalysisParameter> Parameters)
{
    internal static AnalysisBasis Of(
        MethodBasis basis, AnalysisScope scope, long counted, long ledgerPosition, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var parameters = basis.Parameters.Select(p => AnalysisParameter.Of(p.Key, p.Value)).ToList();
        foreach (var (name, value) in more)
            parameters.Add(AnalysisParameter.Of(name, value));
        return new(
            basis.Method, basis.Source, basis.N, counted, scope.Measure, scope.From, scope.Until, scope.Categories, scope.KnownOn,
            ledgerPosition, parameters);
    }
}

/// <summary>A parameter of a method.</summary>
/// <param name="Name">Name, with the unit where it has one.</param>
/// <param name="Value">Value as JSON: `250`, `true`, `"Inclusive"`, `[0, 100, 200]`, `null`.</param>
public sealed record AnalysisParameter(string Name, string Value)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static AnalysisParameter Of(string name, object? value) => new(name, JsonSerializer.Serialize(value, Json));
}
