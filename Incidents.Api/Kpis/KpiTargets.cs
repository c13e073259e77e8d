using Incidents.Projections.Ledgers;

namespace Incidents.Api.Kpis;

/// <summary>What response times are measured against, in seconds; configuration section <c>Kpis:Targets</c>.</summary>
public sealed class KpiTargets
{
    /// <summary>SOS call answered: 10 s, NFPA 1225 (2022), 90 % of calls (NENA-STA-020 says 15 s).</summary>
    public double AnswerSeconds { get; set; } = 10;

    /// <summary>First unit sent: 60 s, NFPA 1225 (2022), 90 % of events.</summary>
    public double DispatchSeconds { get; set; } = 60;

    /// <summary>First unit on the spot after it was sent: 480 s, the eight minutes that many services promise.</summary>
    public double ArrivalSeconds { get; set; } = 480;

    /// <summary>Resolved: two hours; no standard sets it, each administration does.</summary>
    public double ResolutionSeconds { get; set; } = 7_200;

    /// <summary>The target of a duration.</summary>
    public double Of(Measure measure) => measure switch
    {
        Measure.AnswerTime => AnswerSeconds,
        Measure.DispatchTime => DispatchSeconds,
        Measure.ArrivalTime => ArrivalSeconds,
        Measure.ResolutionTime => ResolutionSeconds,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Only durations have targets."),
    };
}
