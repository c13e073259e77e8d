using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Domain.SosCalls;

namespace Incidents.Api.SosCalls;

/// <summary>The reports of SOS terminals and call registers.</summary>
internal static class SosCallReports
{
    private const string DefaultCategory = "sos";
    private const string DefaultReason = "unstated";

    /// <summary>Kind <c>sosCall</c>.</summary>
    public static readonly ReportKind Kind = new ReportKind(PlaceSosCall.Kind)
        .Holds("terminal", "deviceId").Holds("answeredBy", "by")
        .Once<SosCall>("placed", Place)
        .Once<SosCall>("answered", r => Step(r, call => Answer(r, call)), RequiredField.Minute, RequiredField.By)
        .Once<SosCall>("abandoned", r => Step(r, call => new AbandonSosCall(call, r.OccurredAt, KnownAt: r.KnownAt)), RequiredField.Minute)
        .Once<SosCall>(
            "ended", r => Step(r, call => new EndSosCall(call, r.Report.Outcome, r.OccurredAt, KnownAt: r.KnownAt)), RequiredField.Minute)
        .Repeated<SosCall>("escalated", r => Step(r, call => Escalate(r, call)), RequiredField.Minute, RequiredField.To);

    private static PlaceSosCall Place(CheckedReport r) =>
        new(r.Origin, r.Report.Category ?? DefaultCategory, r.Report.DeviceId, r.Place, r.OccurredAt, r.KnownAt,
            Precision: r.Precision);

    private static AnswerSosCall Answer(CheckedReport r, Guid call) => new(call, r.Report.By!, r.OccurredAt, KnownAt: r.KnownAt);

    private static EscalateSosCall Escalate(CheckedReport r, Guid call) =>
        new(call, r.Report.To!, r.Report.Reason ?? DefaultReason, r.OccurredAt, KnownAt: r.KnownAt);

    private static ReportStep<SosCall> Step(CheckedReport r, Func<Guid, ICommand<SosCall>> step)
    {
        var place = Place(r) with { Assumed = true };
        return new(place, step(place.StreamId));
    }
}
