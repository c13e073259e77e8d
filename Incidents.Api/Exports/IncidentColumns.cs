using System.Collections.Frozen;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Projections.Dispatch;

namespace Incidents.Api.Exports;

/// <summary>The columns of the export of incidents.</summary>
internal static class IncidentColumns
{
    private static readonly FrozenDictionary<IncidentStatus, string> Statuses = Names<IncidentStatus>();
    private static readonly FrozenDictionary<TimePrecision, string> Precisions = Names<TimePrecision>();

    /// <summary>All columns, in the order of an export that names none.</summary>
    public static readonly ExportColumn<IncidentRow>[] All =
    [
        Of("sourceId", ["Number", "Номер", "Нөмірі"], (w, r, _) => w.Text(r.SourceId)),
        Of("source", ["Source", "Источник", "Дереккөз"], (w, r, _) => w.Text(r.Source)),
        Of("status", ["Status", "Состояние", "Күйі"], (w, r, _) => w.Code(Statuses[r.Status])),
        Of("isCounted", ["Counted", "Учитывается", "Есепке алынады"], (w, r, _) => w.Flag(r.IsCounted)),
        Of("category", ["Category", "Категория", "Санат"], (w, r, _) => w.Text(r.Category)),
        Of("city", ["City", "Город", "Қала"], (w, r, _) => w.Text(r.Place.City)),
        Of("district", ["District", "Район", "Аудан"], (w, r, _) => w.Text(r.Place.District)),
        Of("street", ["Street", "Улица", "Көше"], (w, r, _) => w.Text(r.Place.Street)),
        Of("latitude", ["Latitude", "Широта", "Ендік"], (w, r, _) => w.Number(r.Place.Point?.Latitude)),
        Of("longitude", ["Longitude", "Долгота", "Бойлық"], (w, r, _) => w.Number(r.Place.Point?.Longitude)),
        Of("occurredText", ["Occurred, as known", "Произошло, как известно", "Болған уақыты, белгілісі"], Occurred),
        Of("occurredAt", ["Occurred", "Произошло", "Болған уақыты"], (w, r, _) => w.Moment(r.OccurredAt)),
        Of("occurredUntil", ["Occurred, until", "Произошло, не позже", "Болған уақыты, кеш дегенде"],
            (w, r, _) => w.Moment(r.OccurredUntil)),
        Of("occurredOn", ["Day", "День", "Күні"], (w, r, _) => w.Day(r.OccurredOn)),
        Of("timePrecision", ["Time known to", "Точность времени", "Уақыт дәлдігі"],
            (w, r, _) => w.Code(Precisions[r.TimePrecision])),
        Of("knownAt", ["Known", "Стало известно", "Белгілі болды"], (w, r, _) => w.Moment(r.KnownAt)),
        Of("lastKnownAt", ["Last change known", "Последнее изменение", "Соңғы өзгеріс"], (w, r, _) => w.Moment(r.LastKnownAt)),
        Of("description", ["Description", "Описание", "Сипаттама"], (w, r, _) => w.Text(r.Description)),
        Of("deviceId", ["Device", "Устройство", "Құрылғы"], (w, r, _) => w.Text(r.DeviceId)),
        Of("offenceCount", ["Offences", "Правонарушения", "Құқық бұзушылықтар"], (w, r, _) => w.Number(r.OffenceCount)),
        Of("victims", ["Victims", "Потерпевшие", "Жәбірленушілер"], (w, r, _) => w.Number(r.Victims)),
        Of("unit", ["Unit", "Наряд", "Жасақ"], (w, r, _) => w.Text(r.Unit)),
        Of("assignedAt", ["Unit sent", "Наряд направлен", "Жасақ жіберілді"], (w, r, _) => w.Moment(r.AssignedAt)),
        Of("arrivedAt", ["Unit arrived", "Наряд прибыл", "Жасақ жетті"], (w, r, _) => w.Moment(r.ArrivedAt)),
        Of("resolvedAt", ["Resolved", "Отработано", "Шешілді"], (w, r, _) => w.Moment(r.ResolvedAt)),
        Of("closedAt", ["Closed", "Закрыто", "Жабылды"], (w, r, _) => w.Moment(r.ClosedAt)),
        Of("kuiNumber", ["Number in the record book (KUI)", "Номер КУИ", "Ақпаратты есепке алу кітабындағы нөмірі"],
            (w, r, _) => w.Text(r.KuiNumber)),
        Of("erdrNumber", ["Number in the pre-trial register (ERDR)", "Номер ЕРДР", "СДТБТ нөмірі"], (w, r, _) => w.Text(r.ErdrNumber)),
        Of("mergedInto", ["Part of", "Входит в", "Мына оқиғаға кіреді"], (w, r, _) => w.Id(r.MergedInto)),
        Of("id", ["Id", "Идентификатор", "Сәйкестендіргіш"], (w, r, _) => w.Id(r.Id)),
        Of("version", ["Version", "Версия", "Нұсқа"], (w, r, _) => w.Number(r.Version)),
        Of("asOf", ["Data as of", "Данные на", "Деректер уақыты"], (w, _, b) => w.Moment(b.AsOf)),
        Of("sequence", ["Last event", "Последнее событие", "Соңғы жазба"], (w, _, b) => w.Number(b.Sequence)),
        Of("simulated", ["Simulated", "Имитация", "Имитация"], (w, _, b) => w.Flag(b.IsSimulated)),
    ];

    private static FrozenDictionary<T, string> Names<T>() where T : struct, Enum =>
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => ErrorCodes.CapitalsOf(value));

    private static ExportColumn<IncidentRow> Of(string name, string[] headings, Action<RowWriter, IncidentRow, ExportBasis> write) =>
        new(name, headings, write);

    private static void Occurred(RowWriter row, IncidentRow incident, ExportBasis basis)
    {
        if (incident is { TimePrecision: TimePrecision.Minute, OccurredUntil: null })
            row.Moment(incident.OccurredAt);
        else
            row.Code(TimeText.Of(incident.OccurredAt, incident.TimePrecision, incident.OccurredUntil));
    }
}
