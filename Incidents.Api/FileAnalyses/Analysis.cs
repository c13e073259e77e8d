using System.Diagnostics.CodeAnalysis;

namespace Incidents.Api.FileAnalyses;

/// <summary>The methods of <c>analyse</c> by name. No database, no clock: the same files and options give the same answer.</summary>
internal static class Analysis
{
    private static readonly Dictionary<string, Func<AnalyseInput, AnalysisAnswer>> Methods = new(StringComparer.Ordinal)
    {
        ["getis-ord"] = LocalAnalyses.GetisOrd,
        ["local-moran"] = LocalAnalyses.LocalMoran,
        ["emerging"] = CubeAnalyses.Emerging,
        ["knox"] = CubeAnalyses.Knox,
        ["scan"] = CubeAnalyses.Scan,
        ["mann-kendall"] = SeriesAnalyses.MannKendall,
        ["stl"] = SeriesAnalyses.Stl,
        ["mstl"] = SeriesAnalyses.MultipleStl,
        ["anomalies"] = SeriesAnalyses.Anomalies,
        ["kde"] = PlaceAnalyses.KernelDensity,
        ["centrography"] = PlaceAnalyses.Centrography,
        ["aoristic"] = PlaceAnalyses.Aoristic,
        ["forecast-score"] = PlaceAnalyses.ForecastScore,
        ["forecast-backtest"] = BacktestAnalyses.Forecasts,
        ["impact"] = PlaceAnalyses.Impact,
    };

    /// <summary>The names.</summary>
    public static IReadOnlyCollection<string> Names => Methods.Keys;

    /// <summary>Computes an answer.</summary>
    /// <exception cref="AnalyseException">There is no such method, a file cannot be used, or an option is wrong.</exception>
    public static AnalysisAnswer Run(AnalyseInput input)
    {
        if (!TryFind(input.Method, out var method))
            throw new AnalyseException($"There is no method '{input.Method}'; there are {string.Join(", ", Names)}.");
        try
        {
            return method(input);
        }
        catch (ArgumentException e)
        {
            // The functions say what they cannot take; the name of their parameter means nothing on a command line.
            throw new AnalyseException(e.Message.Split(" (Parameter")[0]);
        }
    }

    private static bool TryFind(string name, [NotNullWhen(true)] out Func<AnalyseInput, AnalysisAnswer>? method) => Methods.TryGetValue(name, out method);
}
