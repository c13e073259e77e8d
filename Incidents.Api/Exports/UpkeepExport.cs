using System.Collections.Frozen;
using Incidents.Api.Access;
using Incidents.Api.Upkeep;
using Incidents.Domain;
using Incidents.Domain.Upkeep;
using Incidents.Projections.Upkeep;
using NodaTime;

namespace Incidents.Api.Exports;

/// <summary>The export of tasks of municipal property.</summary>
internal sealed class UpkeepExport(UpkeepReader reader, Sights sights, IClock clock)
    : ExportList<UpkeepTaskRow, UpkeepTaskFilter, UpkeepOrder>("upkeepTasks", "UpkeepTask", UpkeepRegister.ProjectionName, All)
{
    private static readonly FrozenDictionary<UpkeepStatus, string> Statuses = Names<UpkeepStatus>();
    private static readonly FrozenDictionary<StreetClass, string> Classes = Names<StreetClass>();

    private static readonly ExportColumn<UpkeepTaskRow>[] All =
    [
        new("sourceId", ["Number", "Номер", "Нөмірі"], (w, r, _) => w.Text(r.SourceId)),
        new("source", ["Source", "Источник", "Дереккөз"], (w, r, _) => w.Text(r.Source)),
        new("status", ["Status", "Состояние", "Күйі"], (w, r, _) => w.Code(Statuses[r.Status])),
        new("category", ["Category", "Категория", "Санат"], (w, r, _) => w.Text(r.Category)),
        new("city", ["City", "Город", "Қала"], (w, r, _) => w.Text(r.Place.City)),
        new("district", ["District", "Район", "Аудан"], (w, r, _) => w.Text(r.Place.District)),
        new("street", ["Street", "Улица", "Көше"], (w, r, _) => w.Text(r.Place.Street)),
        new("streetClass", ["Class of street", "Класс улицы", "Көше сыныбы"],
            (w, r, _) => w.Code(r.StreetClass is { } known ? Classes[known] : null)),
        new("latitude", ["Latitude", "Широта", "Ендік"], (w, r, _) => w.Number(r.Place.Point?.Latitude)),
        new("longitude", ["Longitude", "Долгота", "Бойлық"], (w, r, _) => w.Number(r.Place.Point?.Longitude)),
        new("occurredAt", ["Observed", "Замечено", "Байқалған уақыты"], (w, r, _) => w.Moment(r.OccurredAt)),
        new("occurredOn", ["Day", "День", "Күні"], (w, r, _) => w.Day(r.OccurredAt.Date)),
        new("deadline", ["Deadline", "Срок", "Мерзімі"], (w, r, _) => w.Moment(r.Deadline)),
        new("isOverdue", ["Overdue", "Просрочено", "Мерзімі өткен"], (w, r, b) => w.Flag(r.IsOverdue(b.AsOf.ToInstant()))),
        new("doneAt", ["Done", "Выполнено", "Орындалған уақыты"], (w, r, _) => w.Moment(r.DoneAt)),
        new("isDoneInTime", ["Done in time", "Выполнено в срок", "Мерзімінде орындалды"], InTime),
        new("knownAt", ["Known", "Стало известно", "Белгілі болды"], (w, r, _) => w.Moment(r.KnownAt)),
        new("lastKnownAt", ["Last change known", "Последнее изменение", "Соңғы өзгеріс"], (w, r, _) => w.Moment(r.LastKnownAt)),
        new("deviceId", ["Device", "Устройство", "Құрылғы"], (w, r, _) => w.Text(r.DeviceId)),
        new("joinedInto", ["Joined to", "Объединено с", "Мынаған біріктірілді"], (w, r, _) => w.Id(r.JoinedInto)),
        new("id", ["Id", "Идентификатор", "Сәйкестендіргіш"], (w, r, _) => w.Id(r.Id)),
        new("version", ["Version", "Версия", "Нұсқа"], (w, r, _) => w.Number(r.Version)),
        new("asOf", ["Data as of", "Данные на", "Деректер уақыты"], (w, _, b) => w.Moment(b.AsOf)),
        new("sequence", ["Last event", "Последнее событие", "Соңғы жазба"], (w, _, b) => w.Number(b.Sequence)),
        new("simulated", ["Simulated", "Имитация", "Имитация"], (w, _, b) => w.Flag(b.IsSimulated)),
    ];

    /// <inheritdoc/>
    public override (LocalDate? From, LocalDate? Until) Period(UpkeepTaskFilter? filter) => (filter?.From, filter?.Until);

    /// <inheritdoc/>
    public override Task<ExportRows<UpkeepTaskRow>> Select(
        UpkeepTaskFilter? filter, UpkeepOrder order, IReadOnlySet<string> classes, CancellationToken cancellation)
    {
        var asked = UpkeepFiles.Checked(filter);
        var (sight, now) = (sights.Of(Callers.Current, RowClasses.Upkeep, classes), clock.GetCurrentInstant());
        return Task.FromResult(new ExportRows<UpkeepTaskRow>(
            (connection, token) => UpkeepReader.Count(asked, sight, now, connection, token),
            (connection, token) => reader.All(asked, order, sight, now, connection, token)));
    }

    private static void InTime(RowWriter row, UpkeepTaskRow task, ExportBasis basis)
    {
        if (task.IsDoneInTime is { } inTime)
            row.Flag(inTime);
        else
            row.Text(null);
    }

    private static FrozenDictionary<T, string> Names<T>() where T : struct, Enum =>
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => ErrorCodes.CapitalsOf(value));
}
