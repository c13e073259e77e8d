using System.Text.Json;
using System.Text.Json.Serialization;
using Incidents.Projections.Ledgers;
using Incidents.Statistics;
using NodaTime;

namespace Incidents.Api.Analyses;

/// <summary>What an analytical answer rests on, so that an analyst can defend it.</summary>
/// <param name="Method">Stable name of the method.</param>
/// <param name="Source">Who published it, and where.</param>
/// <param name="N">How many observations went in: cells, incidents, days … what the method calls n.</param>
/// <param name="Counted">How much was counted in all.</param>
/// <param name="Measure">What is counted.</param>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day no longer counted.</param>
/// <param name="Categories">Category codes; null for all.</param>
/// <param name="KnownOn">As known at the end of this day; null: as known now.</param>
/// <param name="LedgerPosition">Sequence of the last event that the counts hold at least.</param>
/// <param name="Parameters">Everything else that the answer depends on.</param>
public sealed record AnalysisBasis(
    string Method, string Source, int N, long Counted, Measure Measure, LocalDate From, LocalDate Until, IReadOnlyList<string>? Categories, LocalDate? KnownOn,
    long LedgerPosition, IReadOnlyList<AnalysisParameter> Parameters)
{
    internal static AnalysisBasis Of(Basis basis, AnalysisScope scope, long counted, long ledgerPosition, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var parameters = basis.Parameters.Select(p => AnalysisParameter.Of(p.Key, p.Value)).ToList();
        foreach (var (name, value) in more)
            parameters.Add(AnalysisParameter.Of(name, value));
        return new(
            basis.Method, basis.Source, basis.N, counted, scope.Measure, scope.From, scope.Until, scope.Categories, scope.KnownOn, ledgerPosition, parameters);
    }
}

/// <summary>A parameter of a method.</summary>
/// <param name="Name">Its name, with the unit where it has one.</param>
/// <param name="Value">Its value as JSON: `250`, `true`, `"Inclusive"`, `[0, 100, 200]`, `null`.</param>
public sealed record AnalysisParameter(string Name, string Value)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static AnalysisParameter Of(string name, object? value) => new(name, JsonSerializer.Serialize(value, Json));
}

/// <summary>Which counts an analysis is of.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day no longer counted.</param>
/// <param name="Categories">Category codes, each once and in order; null for all.</param>
/// <param name="KnownOn">As known at the end of this day; null: as known now.</param>
internal sealed record AnalysisScope(Measure Measure, LocalDate From, LocalDate Until, IReadOnlyList<string>? Categories, LocalDate? KnownOn)
{
    /// <summary>The same, however the categories were written.</summary>
    /// <exception cref="GraphQL.RefusedException">The period or the measure cannot be counted.</exception>
    public static AnalysisScope Checked(LocalDate from, LocalDate until, IEnumerable<string>? categories, LocalDate? knownOn, Measure measure)
    {
        GraphQL.Checks.Period(from, until);
        GraphQL.Checks.Counted(measure);
        return new(measure, from, until, categories?.Distinct().Order(StringComparer.Ordinal).ToArray(), knownOn);
    }
}
