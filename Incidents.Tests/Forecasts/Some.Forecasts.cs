using Incidents.Domain;
using Incidents.Domain.Forecasts;

namespace Incidents.Tests;

internal static partial class Some
{
    /// <summary>The week after <see cref="Now"/>, from Monday on.</summary>
    public static readonly ForecastTerms ForecastTerms =
        new(
            "some-plan", ForecastMethod.LastPeriod, "karaganda", "theft", 14, new(73.1, 49.8, 73.11, 49.81),
            new(2026, 7, 6), new(2026, 7, 13));

    public static readonly ForecastCells ForecastCells = new([1, 2], [3, 2.5], 2, 0.25);

    public static readonly ForecastFigures ForecastFigures = new(4, 6, -3.5, [new(0.01, 1, 25, 1, 1.5)]);

    private static IReadOnlyList<IDomainEvent> ForecastEvents =>
    [
        ForecastSealed(),
        new ForecastMissed(ForecastTerms with { From = new(2026, 6, 29), Until = new(2026, 7, 6) }, Now, Now),
        new ForecastScored(new(2026, 7, 13), 18, ForecastFigures, Now, Now),
        new ForecastPatrolled(1, 2.5, Now, Now),
    ];

    public static ForecastSealed ForecastSealed()
    {
        var parameters = new Dictionary<string, double> { ["evenShare"] = 0.01 };
        var hash = Domain.Forecasts.ForecastSealed.HashOf(ForecastTerms, parameters, ForecastCells, 17);
        return new(ForecastTerms, parameters, ForecastCells, hash, 17, Now, Now);
    }

    public static Forecast Forecast(params IDomainEvent[] then) => Folded<Forecast>([ForecastSealed(), .. then]);
}
