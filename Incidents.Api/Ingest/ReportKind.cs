using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Ingest;

/// <summary>One kind of report: its phases, and what each of them asks of the store.</summary>
/// <remarks>A slice declares its kinds; the first phase declared is that of a report that names none.</remarks>
internal sealed class ReportKind
{
    private readonly string name;
    private readonly List<ReportPhase> phases = [];
    private readonly Dictionary<string, string> renamed = new(StringComparer.Ordinal);
    private readonly HashSet<string> ignored = new(StringComparer.Ordinal);
    private readonly HashSet<string> listed = new(StringComparer.Ordinal);

    /// <summary>A kind without phases.</summary>
    /// <param name="name">The report's <c>kind</c>, e.g. <c>sosCall</c>.</param>
    public ReportKind(string name) => (this.name, Differences) = (name, new(renamed, ignored));

    /// <summary>The report's <c>kind</c>.</summary>
    public string Name => name;

    /// <summary>Its phases in the order of their declaration.</summary>
    public IReadOnlyList<ReportPhase> Phases => phases;

    /// <summary>How a report is compared with one that was accepted under the same id.</summary>
    public ReportDifferences Differences { get; }

    /// <summary>Declares that a property of the kind's events holds a field of another name.</summary>
    /// <param name="property">The property, e.g. <c>terminal</c>.</param>
    /// <param name="field">The report's field, e.g. <c>deviceId</c>.</param>
    public ReportKind Holds(string property, string field)
    {
        renamed.Add(property, field);
        return this;
    }

    /// <summary>Declares that a field may change from report to report of the same thing.</summary>
    public ReportKind Ignores(string field)
    {
        ignored.Add(field);
        return this;
    }

    /// <summary>Declares a phase that happens once: reported again, it is the same event.</summary>
    /// <param name="phase">Its name.</param>
    /// <param name="command">The command that a report of it is.</param>
    /// <param name="required">Fields without which it is refused.</param>
    public ReportKind Once<TState>(string phase, Func<CheckedReport, ICommand<TState>> command, params RequiredField[] required)
        where TState : StreamState, IState<TState> =>
        Submit(phase, r => Submission(phase, "", command(r)), required);

    /// <summary>Declares a phase that repeats: two are distinguished by their revision, or by their time where they have none.</summary>
    /// <param name="phase">Its name.</param>
    /// <param name="command">The command that a report of it is.</param>
    /// <param name="required">Fields without which it is refused.</param>
    public ReportKind Repeated<TState>(string phase, Func<CheckedReport, ICommand<TState>> command, params RequiredField[] required)
        where TState : StreamState, IState<TState> =>
        Submit(phase, r => Submission(phase, Revision(r), command(r)), required);

    /// <summary>Declares a phase that repeats, of things that may be part of another, to which it then happens.</summary>
    /// <param name="phase">Its name.</param>
    /// <param name="command">The command that a report of it is.</param>
    /// <param name="partOf">The stream that a thing is part of, or null.</param>
    /// <param name="required">Fields without which it is refused.</param>
    public ReportKind Repeated<TState>(
        string phase, Func<CheckedReport, ICommand<TState>> command, Func<TState, Guid?> partOf, params RequiredField[] required)
        where TState : StreamState, IState<TState> =>
        Submit(phase, r => Submission(phase, Revision(r), command(r), partOf), required);

    /// <summary>Declares a phase that is more than a command on one stream.</summary>
    /// <param name="phase">Its name.</param>
    /// <param name="submission">What a report of it asks of the store.</param>
    /// <param name="required">Fields without which it is refused.</param>
    public ReportKind Submit(string phase, Func<CheckedReport, Submission> submission, params RequiredField[] required)
    {
        phases.Add(new(phase, submission, required));
        return this;
    }

    /// <summary>Declares a phase that is no event: it only shows that the device is there.</summary>
    /// <param name="phase">Its name.</param>
    /// <param name="required">Fields without which it is refused.</param>
    public ReportKind Sign(string phase, params RequiredField[] required)
    {
        phases.Add(new(phase, null, required));
        return this;
    }

    /// <summary>Declares that a report of a phase is the entry of a list: not from the thing itself, and perhaps without time.</summary>
    public ReportKind Listed(string phase)
    {
        listed.Add(phase);
        return this;
    }

    /// <summary>Whether a report is the entry of a list.</summary>
    public bool IsListed(Report report) => listed.Contains(report.Phase ?? phases[0].Name);

    /// <summary>Whether a report is no event, and only shows that the device is there.</summary>
    public bool IsSign(Report report) => Find(report.Phase) is { Submission: null };

    /// <summary>What a report of this kind asks of the store, or null with the refusal.</summary>
    public Submission? Read(in CheckedReport report, out Refusal? refusal)
    {
        refusal = Check(report.Report, out var phase);
        return refusal is null ? phase!.Submission?.Invoke(report) : null;
    }

    /// <summary>Why a report of this kind is refused, or null.</summary>
    /// <param name="report">The report.</param>
    /// <param name="phase">Its phase, where there is such a phase.</param>
    public Refusal? Check(Report report, out ReportPhase? phase)
    {
        phase = Find(report.Phase);
        if (phase is null)
            return new(ErrorCode.PhaseUnknown, $"A report of kind '{name}' has no phase '{report.Phase}'.", "phase");
        foreach (var field in phase.Required)
        {
            if (field.Check(report) is { } missing)
                return missing;
        }
        return null;
    }

    // A kind has five phases at most: looking through them is as fast as a dictionary.
    private ReportPhase? Find(string? phase) => phase is null ? phases[0] : phases.Find(p => p.Name == phase);

    private static string Revision(in CheckedReport r) => r.Report.Revision ?? InstantPattern.ExtendedIso.Format(r.OccurredAt.ToInstant());

    private Submission<TState> Submission<TState>(
        string phase, string revision, ICommand<TState> command, Func<TState, Guid?>? partOf = null)
        where TState : StreamState, IState<TState> =>
        new(command)
        {
            EventId = Identity.Event(command.StreamId, phase, revision),
            Comparison = Differences.Between,
            PartOf = partOf,
        };
}

/// <summary>One phase of a kind of report.</summary>
/// <param name="Name">The report's <c>phase</c>.</param>
/// <param name="Submission">What a report of it asks of the store; null where it only shows that the device is there.</param>
/// <param name="Required">Fields without which it is refused, besides those that every report needs.</param>
internal sealed record ReportPhase(string Name, Func<CheckedReport, Submission>? Submission, IReadOnlyList<RequiredField> Required);

/// <summary>A field that a phase needs.</summary>
/// <param name="Check">The refusal if the field is absent, or blank where a value is required; otherwise null.</param>
internal sealed record RequiredField(Func<Report, Refusal?> Check)
{
    public static readonly RequiredField Category = new(r => r.Category is null ? Refusals.Missing("category") : null);
    /// <summary>A time to the minute or finer: steps have an order, and durations end with them.</summary>
    public static readonly RequiredField Minute = new(r => r.OccurredAt is { Precision: > TimePrecision.Minute }
        ? new(ErrorCode.TimeTooCoarse, "The time of this phase has to be known to the minute.", "occurredAt")
        : null);

    public static readonly RequiredField DeviceKind = new(r => r.DeviceKind is null ? Refusals.Missing("deviceKind") : null);
    public static readonly RequiredField DeviceId = Text("deviceId", Texts.DeviceId, r => r.DeviceId);
    public static readonly RequiredField Plate = Text("plate", Texts.PlateAsWritten, r => r.Plate);
    public static readonly RequiredField Article = Text("article", Texts.Article, r => r.Article);
    public static readonly RequiredField By = Text("by", Texts.Person, r => r.By);
    public static readonly RequiredField To = Text("to", Texts.Service, r => r.To);
    public static readonly RequiredField Reference = Text("reference", Texts.Reference, r => r.Reference);

    private static RequiredField Text(string field, TextRule rule, Func<Report, string?> value) =>
        new(r => value(r) is { } text ? rule.Check(text, field) : Refusals.Missing(field));
}

/// <summary>A report whose fields are in range, with the values derived from them, from which a slice makes a command.</summary>
/// <param name="Report">The report.</param>
/// <param name="Origin">Its source and id.</param>
/// <param name="Place">Its city, district, coordinates and street.</param>
/// <param name="OccurredAt">When it occurred, by the city's clocks.</param>
/// <param name="KnownAt">Date of the historic batch, or null.</param>
/// <param name="Plate">The plate, normalised, or null.</param>
/// <param name="OccurredUntil">The latest moment at which it may have occurred, or null.</param>
/// <param name="Precision">How precisely <paramref name="OccurredAt"/>, the beginning of the unit, is known.</param>
internal readonly record struct CheckedReport(
    Report Report, Origin Origin, Place Place, OffsetDateTime OccurredAt, OffsetDateTime? KnownAt, string? Plate,
    OffsetDateTime? OccurredUntil, TimePrecision Precision);
