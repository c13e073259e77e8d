using Incidents.Projections.Ledgers;

namespace Incidents.Api.Kpis;

/// <summary>Targets of response times in seconds; configuration section <c>Kpis:Targets</c>.</summary>
public sealed class KpiTargets
{
    /// <summary>SOS call answered, default 10 s: NFPA 1225 (2022), 90 % of calls (NENA-STA-020 has 15 s).</summary>
    public double AnswerSeconds { get; set; } = 10;

    /// <summary>First unit sent, default 60 s: NFPA 1225 (2022), 90 % of events.</summary>
    public double DispatchSeconds { get; set; } = 60;

    /// <summary>Arrival of the first unit after it was sent, default 480 s: the eight minutes that many services promise.</summary>
    public double ArrivalSeconds { get; set; } = 480;

    /// <summary>Resolved, default two hours; no standard defines it, each administration sets it.</summary>
    public double ResolutionSeconds { get; set; } = 7_200;

    /// <summary>Municipal property put right, default two days; each task has a deadline of its own.</summary>
    public double UpkeepSeconds { get; set; } = 172_800;

    /// <summary>The target of a duration.</summary>
    public double Of(DurationMeasure measure) => measure switch
    {
        DurationMeasure.AnswerTime => AnswerSeconds,
        DurationMeasure.DispatchTime => DispatchSeconds,
        DurationMeasure.ArrivalTime => ArrivalSeconds,
        DurationMeasure.ResolutionTime => ResolutionSeconds,
        DurationMeasure.UpkeepTime => UpkeepSeconds,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "It has no target."),
    };
}
