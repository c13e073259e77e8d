using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Projections.Outcomes;

/// <summary>What one event changes in the row of an alert; null leaves a column as it is.</summary>
/// <param name="Id">The alert.</param>
/// <param name="Known">Local day on which it became known.</param>
internal sealed record AlertStep(Guid Id, DateOnly Known)
{
    /// <summary>The sending system; only of the first event.</summary>
    public string? Source { get; private init; }

    /// <summary>Category, place and time from now on, or null.</summary>
    public CountKey? Key { get; private init; }

    /// <summary>Whether it is a beginning, first or late: then the device is this one, also where there is none.</summary>
    public bool IsBeginning { get; private init; }

    /// <summary>The camera; empty where there is none.</summary>
    public string Device { get; private init; } = "";

    /// <summary>How sure the analytics are, or null.</summary>
    public double? Confidence { get; private init; }

    /// <summary>When they were; null where it is assumed from a later step, the earliest moment for a beginning.</summary>
    public Instant? ConfidenceAt { get; private init; }

    /// <summary>The state from now on, or null.</summary>
    public AlertState? State { get; private init; }

    /// <summary>Whether a state with a higher number stays.</summary>
    public bool LeavesOutcome { get; private init; }

    /// <summary>Seconds of operators that it cost, in all, or null.</summary>
    public long? OperatorSeconds { get; private init; }

    /// <summary>Seconds of units that it cost, in all, or null.</summary>
    public long? UnitSeconds { get; private init; }

    /// <summary>Whether it changes what is counted; else the confidence only.</summary>
    public bool IsCounted => Key is not null || State is not null;

    /// <summary>Local hour of the beginning; below 0 where it is not known (<see cref="LedgerHour"/>).</summary>
    public short? Hour => Key is { } key ? LedgerHour.Missing(key.Precision) ?? (short)key.OccurredAt.Hour : null;

    /// <summary>What an event changes; null where it changes nothing here.</summary>
    public static AlertStep? Of(Guid id, IDomainEvent fact)
    {
        var step = new AlertStep(id, fact.KnownAt.Date.ToDateOnly());
        return fact switch
        {
            AlertRaised e => step.Begun(e.CountKey(), e.DeviceId, e.Confidence, e.Assumed is true) with { Source = e.Origin.Source },
            AlertBeginningReported e => step.Begun(e.Alert, e.DeviceId, e.Confidence, false),
            AlertUpdated e when e.Category == e.Before.Category && e.Confidence is null => null,
            AlertUpdated e => step with
            {
                Key = e.Category == e.Before.Category ? null : e.Before with { Category = e.Category },
                Confidence = e.Confidence,
                ConfidenceAt = e.OccurredAt.ToInstant(),
            },
            AlertAcknowledged => step with { State = AlertState.Seen, LeavesOutcome = true },
            AlertDismissed e => step with { State = AlertState.False, OperatorSeconds = Seconds(e.OperatorMinutes) },
            AlertReinstated => step with { State = AlertState.Seen, OperatorSeconds = 0, UnitSeconds = 0 },
            AlertJudgementWithdrawn e => step with
            {
                State = e.IsSeen ? AlertState.Seen : AlertState.Untouched,
                OperatorSeconds = 0,
                UnitSeconds = 0,
            },
            AlertJudged e => step with
            {
                State = AlertStates.Of(e.Outcome),
                OperatorSeconds = Seconds(e.OperatorMinutes),
                UnitSeconds = Seconds(e.UnitMinutes),
            },
            _ => null,
        };
    }

    /// <summary>Both steps as one, where neither is counted; else null.</summary>
    public AlertStep? And(AlertStep next) =>
        IsCounted || next.IsCounted ? null : next.ConfidenceAt >= ConfidenceAt ? next : this;

    private AlertStep Begun(CountKey key, string? device, double? confidence, bool isAssumed) => this with
    {
        Key = key,
        IsBeginning = true,
        Device = device ?? "",
        Confidence = confidence,
        ConfidenceAt = isAssumed ? null : Instant.MinValue,
    };

    private static long? Seconds(double? minutes) =>
        minutes is { } given ? (long)Math.Round(Math.Clamp(given, 0, JudgeAlert.MostMinutes) * 60) : null;
}
