using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using NodaTime.Text;

namespace Incidents.Api.Ingest;

/// <summary>What each kind and phase of report asks of the store.</summary>
internal static class ReportKinds
{
    private static readonly Refusal CategoryMissing = new("CATEGORY_MISSING", "'category' is missing.", "category");

    public static Submission? Submission(CheckedReport r, out Refusal? refusal)
    {
        refusal = null;
        return (r.Report.Kind, r.Report.Phase) switch
        {
            ("incident", null or "registered") => r.Report.Category is { } category
                ? Of(r, "registered", new RegisterIncident(
                    r.Origin, category, r.Place, r.OccurredAt, r.KnownAt, null, r.Report.DeviceId, r.Report.Reference, r.Report.Description))
                : Refuse(CategoryMissing, out refusal),
            ("incident", "withdrawn") => r.Report.Reference is { } reference
                ? new Withdrawal(r.Origin, reference, r.Report.Reason ?? "withdrawn", new Tally(r.Report.Category ?? "other", r.Place, r.OccurredAt), r.KnownAt)
                {
                    EventId = Identity.Event(Identity.Stream("withdrawal", r.Origin.Source, r.Origin.Id), "withdrawn"),
                }
                : Refuse(new("REFERENCE_MISSING", "A withdrawal names the reference of what it withdraws.", "reference"), out refusal),
            ("sosCall", null or "placed") =>
                Of(r, "placed", new PlaceSosCall(r.Origin, r.Report.Category ?? "sos", r.Report.DeviceId, r.Place, r.OccurredAt, r.KnownAt)),
            ("incident" or "sosCall" or "alert" or "violation" or "device", _) =>
                Refuse(new("PHASE_UNKNOWN", $"A report of kind '{r.Report.Kind}' has no phase '{r.Report.Phase}'.", "phase"), out refusal),
            _ => Refuse(new("KIND_UNKNOWN", $"There is no kind of report '{r.Report.Kind}'.", "kind"), out refusal),
        };
    }

    /// <summary>The submission of one step. Steps that happen once are told apart by their name alone, repeated ones also by revision or time.</summary>
    private static Submission<TState> Of<TState>(CheckedReport r, string phase, ICommand<TState> command, bool repeats = false) where TState : class, IState<TState> =>
        new(command)
        {
            EventId = Identity.Event(command.StreamId, phase, repeats ? r.Report.Revision ?? InstantPattern.ExtendedIso.Format(r.OccurredAt.ToInstant()) : ""),
            Reference = r.Report.Kind == RegisterIncident.Kind && r.Report.Reference is { } reference ? Identity.Reference(r.Origin.Source, reference) : null,
        };

    private static Submission? Refuse(Refusal why, out Refusal? refusal)
    {
        refusal = why;
        return null;
    }
}
