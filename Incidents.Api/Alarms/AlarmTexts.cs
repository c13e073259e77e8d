using System.Globalization;
using NodaTime;

namespace Incidents.Api.Alarms;

/// <summary>The sentences that are sent about alarms, in three languages.</summary>
/// <remarks>Pages word an alarm's kind themselves; these sentences are for mail and webhooks only.</remarks>
internal static class AlarmTexts
{
    // {0} is the subject, {1} what was measured, {2} the threshold.
    private static readonly Dictionary<(string Language, AlarmKind Kind), (string Raised, string Cleared)> Texts = new()
    {
        [("en", AlarmKind.DiskNearlyFull)] =
            ("The disk of {0} has {1} free; the limit is {2}.", "The disk of {0} has enough free space again."),
        [("en", AlarmKind.ReadModelsBehind)] =
            ("The read models are {1} behind; the limit is {2}.", "The read models have caught up."),
        [("en", AlarmKind.DeadLettersGrowing)] =
            ("{1} reports became dead letters within an hour; the limit is {2}.", "Few reports become dead letters again."),
        [("en", AlarmKind.QuarantineNotEmpty)] =
            ("Quarantined events, which read models could not apply: {1}.", "No events are quarantined any more."),
        [("en", AlarmKind.BackupLate)] =
            ("The latest backup is {1} old; the limit is {2}.", "There is a new backup."),
        [("en", AlarmKind.BackupFailed)] =
            ("The backup failed; the log of the host says why.", "The backup succeeded again."),
        [("en", AlarmKind.BackupLogBehind)] =
            ("The copy of the write-ahead log is {1} behind; the limit is {2}.", "The copy of the write-ahead log is complete again."),
        [("en", AlarmKind.CertificateExpires)] =
            ("The certificate of {0} expires in {1}, or cannot be read.", "The certificate of {0} is valid for long enough again."),
        [("en", AlarmKind.SourceSilent)] =
            ("The source {0} has reported nothing for {1}; it is usually silent for at most {2}.", "The source {0} reports again."),
        [("en", AlarmKind.EvidenceDamaged)] =
            ("The bytes of {1} contents of evidence are damaged or missing.", "The bytes of all evidence are sound again."),
        [("en", AlarmKind.ProofsNotSigned)] =
            ("{0} cannot sign the log of commitments; its own log says why.", "{0} signs the log of commitments again."),
        [("en", AlarmKind.ProofLogRestarted)] =
            ("The log of commitments began anew as {0}, as after a restore.", "The log of commitments goes on as {0}."),
        [("en", AlarmKind.ReactionBehind)] =
            ("The reaction {0} is {1} behind the events; the limit is {2}.", "The reaction {0} has caught up."),
        [("en", AlarmKind.ReactionPassedOver)] =
            ("Events that reactions have passed over: {1}.", "No events that reactions have passed over are left."),

        [("ru", AlarmKind.DiskNearlyFull)] =
            ("На диске {0} свободно {1}; порог {2}.", "На диске {0} снова достаточно места."),
        [("ru", AlarmKind.ReadModelsBehind)] =
            ("Данные отстают на {1}; порог {2}.", "Отставания данных больше нет."),
        [("ru", AlarmKind.DeadLettersGrowing)] =
            ("Непринятых сообщений за час: {1}; порог {2}.", "Непринятых сообщений снова мало."),
        [("ru", AlarmKind.QuarantineNotEmpty)] =
            ("Записей в карантине: {1}.", "Карантин пуст."),
        [("ru", AlarmKind.BackupLate)] =
            ("Последней резервной копии {1}; порог {2}.", "Сделана новая резервная копия."),
        [("ru", AlarmKind.BackupFailed)] =
            ("Резервная копия не сделана; причина в журнале сервера.", "Резервное копирование снова работает."),
        [("ru", AlarmKind.BackupLogBehind)] =
            ("Копия журнала базы данных отстаёт на {1}; порог {2}.", "Копия журнала базы данных снова полная."),
        [("ru", AlarmKind.CertificateExpires)] =
            ("Сертификат {0} истекает через {1} или не читается.", "Сертификат {0} снова действует достаточно долго."),
        [("ru", AlarmKind.SourceSilent)] =
            ("Источник {0} молчит {1}; обычно не дольше {2}.", "Источник {0} снова присылает сообщения."),
        [("ru", AlarmKind.EvidenceDamaged)] =
            ("Повреждены или отсутствуют файлы доказательств: {1}.", "Файлы доказательств снова целы."),
        [("ru", AlarmKind.ProofsNotSigned)] =
            ("{0} не может подписывать журнал обязательств; причина в журнале сервера.", "{0} снова подписывает журнал обязательств."),
        [("ru", AlarmKind.ProofLogRestarted)] =
            ("Журнал обязательств начат заново как {0}, как после восстановления.", "Журнал обязательств ведётся дальше как {0}."),
        [("ru", AlarmKind.ReactionBehind)] =
            ("Обработка {0} отстаёт от событий на {1}; порог {2}.", "Обработка {0} больше не отстаёт."),
        [("ru", AlarmKind.ReactionPassedOver)] =
            ("Событий, пропущенных при обработке: {1}.", "Пропущенных при обработке событий больше нет."),

        [("kk", AlarmKind.DiskNearlyFull)] =
            ("{0} дискісінде {1} бос орын қалды; шегі {2}.", "{0} дискісінде бос орын қайтадан жеткілікті."),
        [("kk", AlarmKind.ReadModelsBehind)] =
            ("Деректер {1} артта қалды; шегі {2}.", "Деректер енді артта қалмайды."),
        [("kk", AlarmKind.DeadLettersGrowing)] =
            ("Бір сағаттағы қабылданбаған хабарламалар: {1}; шегі {2}.", "Қабылданбаған хабарламалар қайтадан аз."),
        [("kk", AlarmKind.QuarantineNotEmpty)] =
            ("Карантиндегі жазбалар: {1}.", "Карантин бос."),
        [("kk", AlarmKind.BackupLate)] =
            ("Соңғы сақтық көшірмеге {1} болды; шегі {2}.", "Жаңа сақтық көшірме жасалды."),
        [("kk", AlarmKind.BackupFailed)] =
            ("Сақтық көшірме жасалмады; себебі сервер журналында.", "Сақтық көшірме қайтадан жасалады."),
        [("kk", AlarmKind.BackupLogBehind)] =
            ("Дерекқор журналының көшірмесі {1} артта қалды; шегі {2}.", "Дерекқор журналының көшірмесі қайтадан толық."),
        [("kk", AlarmKind.CertificateExpires)] =
            ("{0} сертификатының мерзімі {1} кейін бітеді немесе ол оқылмайды.", "{0} сертификаты қайтадан жеткілікті ұзақ жарамды."),
        [("kk", AlarmKind.SourceSilent)] =
            ("{0} дереккөзі {1} үнсіз; әдетте {2} аспайды.", "{0} дереккөзі қайтадан хабарлама жібереді."),
        [("kk", AlarmKind.EvidenceDamaged)] =
            ("Бүлінген немесе жоқ дәлелдеме файлдары: {1}.", "Дәлелдеме файлдары қайтадан бүтін."),
        [("kk", AlarmKind.ProofsNotSigned)] =
            ("{0} міндеттемелер журналына қол қоя алмайды; себебі сервер журналында.", "{0} міндеттемелер журналына қайтадан қол қояды."),
        [("kk", AlarmKind.ProofLogRestarted)] =
            ("Міндеттемелер журналы {0} деген атпен қайта басталды (қалпына келтіруден кейінгідей).",
                "Міндеттемелер журналы {0} атымен жалғасуда."),
        [("kk", AlarmKind.ReactionBehind)] =
            ("{0} өңдеуі оқиғалардан {1} артта қалды; шегі {2}.", "{0} өңдеуі енді артта қалмайды."),
        [("kk", AlarmKind.ReactionPassedOver)] =
            ("Өңдеу кезінде өткізіп жіберілген оқиғалар: {1}.", "Өткізіп жіберілген оқиғалар енді жоқ."),
    };

    private static readonly Dictionary<string, (string Days, string Hours, string Minutes)> Units = new()
    {
        ["en"] = ("days", "hours", "minutes"),
        ["ru"] = ("дн.", "ч", "мин"),
        ["kk"] = ("күн", "сағ", "мин"),
    };

    /// <summary>The languages that there are texts in.</summary>
    public static IReadOnlyCollection<string> Languages => Units.Keys;

    /// <summary>The sentence about an alarm.</summary>
    /// <param name="alarm">The alarm.</param>
    /// <param name="isAllClear">Whether its cause is gone.</param>
    /// <param name="language">One of <see cref="Languages"/>.</param>
    public static string Of(Alarm alarm, bool isAllClear, string language)
    {
        var (raised, cleared) = Texts[(language, alarm.Kind)];
        return string.Format(
            CultureInfo.InvariantCulture, isAllClear ? cleared : raised, alarm.Subject, Value(alarm.Kind, alarm.Value, language),
            Value(alarm.Kind, alarm.Threshold, language));
    }

    private static string Value(AlarmKind kind, double value, string language) => kind switch
    {
        AlarmKind.DiskNearlyFull => string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#} %"),
        AlarmKind.CertificateExpires => Time(Duration.FromDays(Math.Clamp(value, 0, 100_000)), language),
        AlarmKind.DeadLettersGrowing or AlarmKind.QuarantineNotEmpty or AlarmKind.BackupFailed
            or AlarmKind.EvidenceDamaged or AlarmKind.ProofsNotSigned or AlarmKind.ProofLogRestarted
            or AlarmKind.ReactionPassedOver =>
            value.ToString("0", CultureInfo.InvariantCulture),
        _ => Time(Duration.FromSeconds(value), language),
    };

    private static string Time(Duration time, string language)
    {
        var (number, unit) = time.TotalDays >= 3 ? (time.TotalDays, Units[language].Days)
            : time.TotalHours >= 2 ? (time.TotalHours, Units[language].Hours)
            : (time.TotalMinutes, Units[language].Minutes);
        return string.Create(CultureInfo.InvariantCulture, $"{number:0.#} {unit}");
    }
}
