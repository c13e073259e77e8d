using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Domain.Sources;
using JasperFx.Events;
using NodaTime;

namespace Incidents.Projections.Ledgers;

/// <summary>What is known of when sources reported: their reports by day and by month, declarations, and registered devices.</summary>
/// <remarks>
/// They are tables of the ledger, so that counts and the days that they cover are of the same event. A report counts on the day on which
/// its thing occurred as first reported; later corrections and withdrawals change nothing, because the source reported all the same.
/// </remarks>
public static class SourceTables
{
    /// <summary>Reports by source, city, kind, day of occurrence and day of knowledge.</summary>
    public const string Days = "source_day";

    /// <summary>The same by month of occurrence, as known now.</summary>
    public const string Months = "source_month";

    /// <summary>Declarations, each a row.</summary>
    public const string Declarations = "source_declared";

    /// <summary>Days on which devices were registered.</summary>
    public const string Devices = "source_device";

    /// <summary>What led to the events of an imported file, in their metadata.</summary>
    public const string ImportCause = "import";

    /// <summary>What is known to the day or more precisely, in the column of units.</summary>
    public const short DayUnit = 0;

    /// <summary>What is known to the month only: its day is the first of the month.</summary>
    public const short MonthUnit = 1;

    /// <summary>What is known to the year only.</summary>
    public const short YearUnit = 2;

    /// <summary>A report that became known within so many days of its occurrence shows that the source reported then.</summary>
    public const int PromptDays = 31;

    /// <summary>Names of the tables, in the order in which they are written.</summary>
    public static readonly IReadOnlyList<string> Names = [Days, Months, Declarations, Devices];

    /// <summary>The statements that create the tables.</summary>
    /// <param name="schema">Schema name.</param>
    public static string Ddl(string schema) =>
        $"""
         create table {schema}.{Days} (
             kind smallint,
             city text collate "C",
             source text collate "C",
             unit smallint,
             day date,
             known date,
             imported boolean,
             n int not null,
             primary key (kind, city, source, unit, day, known, imported));
         create table {schema}.{Months} (
             kind smallint,
             city text collate "C",
             source text collate "C",
             unit smallint,
             month date,
             n int not null,
             imported int not null,
             prompt int not null,
             first_day date not null,
             last_day date not null,
             first_live date,
             last_known date not null,
             primary key (kind, city, source, unit, month)) with (fillfactor = 50);
         create table {schema}.{Declarations} (
             kind smallint,
             city text collate "C",
             source text collate "C",
             version bigint,
             known date not null,
             first_day date not null,
             until_day date,
             gap_from date[] not null,
             gap_until date[] not null,
             declared_by text not null,
             primary key (kind, city, source, version));
         create table {schema}.{Devices} (kind smallint, city text collate "C", since date, primary key (kind, city, since));
         """;

    /// <summary>The statements that write a page.</summary>
    /// <param name="page">Events in order of sequence.</param>
    /// <param name="schema">Schema name.</param>
    public static IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema)
    {
        var days = new Dictionary<ReportDay, int>();
        var (declared, devices) = (new List<SqlStatement>(), new SortedSet<(short Kind, string City, DateOnly Since)>());
        foreach (var @event in page)
        {
            switch (@event.Data)
            {
                case ISourceReport report:
                    var key = ReportDay.Of(report, @event);
                    days[key] = days.GetValueOrDefault(key) + 1;
                    break;
                case CoverageDeclared e:
                    declared.Add(Declaration(e, @event.Version, schema));
                    break;
                case DeviceRegistered e:
                    // Days before the registration became known are not covered: nothing says that its reports came here.
                    var since = LocalDate.Max(e.OccurredAt.Date, e.KnownAt.Date);
                    devices.Add(((short)KindOf(e.Kind), e.Place.City, since.ToDateOnly()));
                    break;
            }
        }

        if (days.Count > 0)
        {
            KeyValuePair<ReportDay, int>[] rows = [.. days.OrderBy(d => d.Key)];
            yield return Upsert(rows, schema);
            yield return UpsertMonths(rows, schema);
        }
        foreach (var statement in declared)
            yield return statement;
        if (devices.Count > 0)
        {
            yield return new(
                $"insert into {schema}.{Devices} (kind, city, since) select * from unnest(?, ?, ?) on conflict do nothing",
                devices.Select(d => d.Kind).ToArray(), devices.Select(d => d.City).ToArray(), devices.Select(d => d.Since).ToArray());
        }
    }

    private static SqlStatement Upsert(KeyValuePair<ReportDay, int>[] rows, string schema) => new(
        $"""
         insert into {schema}.{Days} as d (kind, city, source, unit, day, known, imported, n) select * from unnest(?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (kind, city, source, unit, day, known, imported) do update set n = d.n + excluded.n
         """,
        Column(rows, r => r.Key.Kind), Column(rows, r => r.Key.City), Column(rows, r => r.Key.Source), Column(rows, r => r.Key.Unit),
        Column(rows, r => r.Key.Day), Column(rows, r => r.Key.Known), Column(rows, r => r.Key.IsImported), Column(rows, r => r.Value));

    private static SqlStatement UpsertMonths(KeyValuePair<ReportDay, int>[] rows, string schema)
    {
        var months = rows.GroupBy(r => (
            r.Key.Kind, r.Key.City, r.Key.Source, r.Key.Unit, Month: new DateOnly(r.Key.Day.Year, r.Key.Day.Month, 1))).ToArray();
        return new(
            $"""
             insert into {schema}.{Months} as m
                 (kind, city, source, unit, month, n, imported, prompt, first_day, last_day, first_live, last_known)
             select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             on conflict (kind, city, source, unit, month) do update set
                 n = m.n + excluded.n, imported = m.imported + excluded.imported, prompt = m.prompt + excluded.prompt,
                 first_day = least(m.first_day, excluded.first_day), last_day = greatest(m.last_day, excluded.last_day),
                 first_live = least(m.first_live, excluded.first_live), last_known = greatest(m.last_known, excluded.last_known)
             """,
            Column(months, m => m.Key.Kind), Column(months, m => m.Key.City), Column(months, m => m.Key.Source),
            Column(months, m => m.Key.Unit), Column(months, m => m.Key.Month), Column(months, m => m.Sum(r => r.Value)),
            Column(months, m => m.Sum(r => r.Key.IsImported ? r.Value : 0)),
            Column(months, m => m.Sum(r => r.Key.IsPrompt ? r.Value : 0)), Column(months, m => m.Min(r => r.Key.Day)),
            Column(months, m => m.Max(r => r.Key.Day)), Column(months, FirstLive), Column(months, m => m.Max(r => r.Key.Known)));
    }

    private static DateOnly? FirstLive(IEnumerable<KeyValuePair<ReportDay, int>> rows) =>
        rows.Where(r => r.Key is { IsImported: false, IsPrompt: true }).Min(r => (DateOnly?)r.Key.Day);

    private static SqlStatement Declaration(CoverageDeclared declared, long version, string schema) => new(
        $"insert into {schema}.{Declarations} values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (short)declared.Kind, declared.City, declared.Source, version, declared.KnownAt.Date.ToDateOnly(), declared.From.ToDateOnly(),
        declared.Until is { } until ? until.ToDateOnly() : DBNull.Value, declared.Gaps.Select(g => g.From.ToDateOnly()).ToArray(),
        declared.Gaps.Select(g => g.Until.ToDateOnly()).ToArray(), declared.By);

    private static CoveredKind KindOf(DeviceKind kind) => kind switch
    {
        DeviceKind.Camera => CoveredKind.Alert,
        DeviceKind.Recorder => CoveredKind.Violation,
        DeviceKind.SosTerminal => CoveredKind.SosCall,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static TValue[] Column<TRow, TValue>(TRow[] rows, Func<TRow, TValue> value) => Array.ConvertAll(rows, row => value(row));

    private readonly record struct ReportDay(
        short Kind, string City, string Source, short Unit, DateOnly Day, DateOnly Known, bool IsImported) : IComparable<ReportDay>
    {
        public bool IsPrompt => Known.DayNumber <= Day.DayNumber + PromptDays;

        public static ReportDay Of(ISourceReport report, IEvent @event) => new(
            (short)report.Kind, report.Place.City, report.Origin.Source, UnitOf(report.Precision),
            report.OccurredAt.Date.ToDateOnly(),
            report.KnownAt.Date.ToDateOnly(), report.IsOfRegister || @event.CausationId == ImportCause);

        private static short UnitOf(TimePrecision? precision) => precision switch
        {
            TimePrecision.Month => MonthUnit,
            TimePrecision.Year => YearUnit,
            _ => DayUnit,
        };

        public int CompareTo(ReportDay other)
        {
            var order = Kind.CompareTo(other.Kind);
            if (order == 0)
                order = string.CompareOrdinal(City, other.City);
            if (order == 0)
                order = string.CompareOrdinal(Source, other.Source);
            if (order == 0)
                order = Unit.CompareTo(other.Unit);
            if (order == 0)
                order = Day.CompareTo(other.Day);
            if (order == 0)
                order = Known.CompareTo(other.Known);
            return order != 0 ? order : IsImported.CompareTo(other.IsImported);
        }
    }
}
