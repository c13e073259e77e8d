using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using NodaTime.Text;

namespace Incidents.Api.Ingest;

/// <summary>What each kind and phase of report asks of the store.</summary>
internal static class ReportKinds
{
    public static Submission? Submission(CheckedReport r, out Refusal? refusal)
    {
        refusal = null;
        return (r.Report.Kind, r.Report.Phase) switch
        {
            (RegisterIncident.Kind, null or "registered") => r.Report.Category is { } category
                ? Of(r, "registered", new RegisterIncident(
                    r.Origin, category, r.Place, r.OccurredAt, r.KnownAt, null, r.Report.DeviceId, r.Report.Reference, r.Report.Description, r.OccurredUntil))
                : Refuse(Missing("category"), out refusal),
            (RegisterIncident.Kind, "withdrawn") => r.Report.Reference is { } reference
                ? new Withdrawal(r.Origin, reference, r.Report.Reason ?? "withdrawn", new CountKey(r.Report.Category ?? "other", r.Place, r.OccurredAt), r.KnownAt)
                {
                    EventId = Identity.Event(Identity.Stream("withdrawal", r.Origin.Source, r.Origin.Id), "withdrawn"),
                }
                : Refuse(Missing("reference"), out refusal),
            (RaiseAlert.Kind, var phase) => r.Report.Category is { } category ? AlertStep(r, category, phase, out refusal) : Refuse(Missing("category"), out refusal),
            (PlaceSosCall.Kind, var phase) => CallStep(r, phase, out refusal),
            (RecordViolation.Kind, null or "recorded") => r.Report.Article is { } article
                ? Of(r, "recorded", new RecordViolation(
                    r.Origin, article, r.Report.Part, r.Report.Category ?? "koap." + article.ToLowerInvariant(), r.Report.Measured, r.Plate, r.Report.DeviceId,
                    r.Report.Certificate, r.Report.Snapshot, r.Place, r.OccurredAt, r.KnownAt))
                : Refuse(Missing("article"), out refusal),
            (RegisterDevice.Kind, null or "registered") => (r.Report.DeviceId, r.Report.DeviceKind) switch
            {
                (null, _) => Refuse(Missing("deviceId"), out refusal),
                (_, null) => Refuse(Missing("deviceKind"), out refusal),
                ({ } id, { } kind) => Of(r, "registered", new RegisterDevice(id, kind, r.Place, r.Report.Model, r.OccurredAt, r.KnownAt)),
            },
            (RegisterIncident.Kind or RecordViolation.Kind or RegisterDevice.Kind, _) => Refuse(PhaseUnknown(r), out refusal),
            _ => Refuse(new("KIND_UNKNOWN", $"There is no kind of report '{r.Report.Kind}'.", "kind"), out refusal),
        };
    }

    private static Submission? AlertStep(CheckedReport r, string category, string? phase, out Refusal? refusal)
    {
        refusal = null;
        var report = r.Report;
        var raise = new RaiseAlert(
            r.Origin, category, report.Confidence, report.DeviceId, r.Place, report.Clip, report.Snapshot, r.Plate, r.OccurredAt, r.KnownAt);
        return phase switch
        {
            null or "raised" => Of(r, "raised", raise),
            "updated" => Of(
                r, phase,
                new ReportStep<Alert>(raise, new UpdateAlert(
                    raise.StreamId, category, report.Confidence, report.Clip, report.Snapshot, r.Plate, r.OccurredAt, r.KnownAt)),
                repeats: true),
            "ended" => Of(r, phase, new ReportStep<Alert>(raise, new EndAlert(raise.StreamId, r.OccurredAt, r.KnownAt))),
            _ => Refuse(PhaseUnknown(r), out refusal),
        };
    }

    private static Submission? CallStep(CheckedReport r, string? phase, out Refusal? refusal)
    {
        refusal = null;
        var report = r.Report;
        var place = new PlaceSosCall(r.Origin, report.Category ?? "sos", report.DeviceId, r.Place, r.OccurredAt, r.KnownAt);
        return phase switch
        {
            null or "placed" => Of(r, "placed", place),
            "answered" when report.By is { } by => Step(new AnswerSosCall(place.StreamId, by, r.OccurredAt, KnownAt: r.KnownAt)),
            "answered" => Refuse(Missing("by"), out refusal),
            "abandoned" => Step(new AbandonSosCall(place.StreamId, r.OccurredAt, KnownAt: r.KnownAt)),
            "ended" => Step(new EndSosCall(place.StreamId, report.Outcome, r.OccurredAt, KnownAt: r.KnownAt)),
            "escalated" when report.To is { } to =>
                Of(r, phase, new ReportStep<SosCall>(place, new EscalateSosCall(place.StreamId, to, report.Reason ?? "unstated", r.OccurredAt, KnownAt: r.KnownAt)), repeats: true),
            "escalated" => Refuse(Missing("to"), out refusal),
            _ => Refuse(PhaseUnknown(r), out refusal),
        };

        Submission Step(ICommand<SosCall> step) => Of(r, phase!, new ReportStep<SosCall>(place, step));
    }

    /// <summary>The submission of one step. Steps that happen once are told apart by their name alone, repeated ones also by revision or time.</summary>
    private static Submission<TState> Of<TState>(CheckedReport r, string phase, ICommand<TState> command, bool repeats = false) where TState : class, IState<TState> =>
        new(command)
        {
            EventId = Identity.Event(command.StreamId, phase, repeats ? r.Report.Revision ?? InstantPattern.ExtendedIso.Format(r.OccurredAt.ToInstant()) : ""),
            Reference = r.Report.Kind == RegisterIncident.Kind && r.Report.Reference is { } reference ? Identity.Reference(r.Origin.Source, reference) : null,
        };

    private static Refusal Missing(string field) => new($"{ReportInterpreter.Capitals(field)}_MISSING", $"'{field}' is missing.", field);

    private static Refusal PhaseUnknown(CheckedReport r) =>
        new("PHASE_UNKNOWN", $"A report of kind '{r.Report.Kind}' has no phase '{r.Report.Phase}'.", "phase");

    private static Submission? Refuse(Refusal why, out Refusal? refusal)
    {
        refusal = why;
        return null;
    }
}
