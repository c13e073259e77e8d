using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Domain.Dispatch;

namespace Incidents.Api.Dispatch;

/// <summary>The reports of registers of incidents, and their corrections.</summary>
internal static class IncidentReports
{
    private const string DefaultCategory = "other";

    /// <summary>Kind <c>incident</c>.</summary>
    public static readonly ReportKind Kind = new ReportKind(RegisterIncident.Kind)
        .Submit(RegisterIncident.Phase, Register, RequiredField.Category)
        .Submit("withdrawn", Withdraw, RequiredField.Reference);

    private static Registration Register(CheckedReport r)
    {
        var command = new RegisterIncident(
            r.Origin, r.Report.Category!, r.Place, r.OccurredAt, r.KnownAt, null, r.Report.DeviceId, r.Report.Reference,
            r.Report.Description, r.OccurredUntil, r.Report.OffenceId, r.Report.Victims, r.Report.Gravity, r.Precision);
        return new(command)
        {
            EventId = Identity.Event(command.StreamId, RegisterIncident.Phase, Texts.OrNull(command.OffenceId) ?? ""),
            Comparison = Kind.Differences.Between,
            Reference = Texts.OrNull(r.Report.Reference) is { } reference ? Identity.Reference(r.Origin.Source, reference) : null,
        };
    }

    private static Withdrawal Withdraw(CheckedReport r)
    {
        var withdrawn = new CountKey(r.Report.Category ?? DefaultCategory, r.Place, r.OccurredAt, Precision: r.Precision.Stored());
        return new(r.Origin, r.Report.Reference!, Texts.OrNull(r.Report.Reason) ?? Withdrawal.DefaultReason, withdrawn, r.KnownAt)
        {
            EventId = Identity.Event(Identity.Stream("withdrawal", r.Origin.Source, r.Origin.Id), "withdrawn"),
            Comparison = Kind.Differences.Between,
        };
    }
}
