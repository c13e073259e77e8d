using System.Collections.Concurrent;
using Incidents.Domain;
using Incidents.Domain.Sources;
using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Sources;

/// <summary>Reads from when until when sources reported.</summary>
/// <param name="source">The database.</param>
public sealed class SourceCoverageReader(NpgsqlDataSource source)
{
    // Gaps are looked for in the days of a register, which are many. The same number of reports has the same days.
    private readonly ConcurrentDictionary<(string City, string Source, CoveredKind Kind), LearnedGaps> learned = [];
    private volatile bool hasTables;

    /// <summary>
    /// The sources of a kind of thing, by city and name; those of registered devices first. Null where the ledger has no
    /// such tables yet, because it is of an older definition and is being rebuilt.
    /// </summary>
    /// <param name="kind">Kind of thing reported.</param>
    /// <param name="asKnownOn">As known at the end of this day; null: as known now.</param>
    /// <param name="cities">City codes; null: all cities.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<IReadOnlyList<CoveredSource>?> Read(
        CoveredKind kind, LocalDate? asKnownOn, IReadOnlyCollection<string>? cities, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        hasTables = hasTables || await HasTables(connection, cancellation);
        return hasTables ? await Read(connection, kind, asKnownOn, cities, cancellation) : null;
    }

    private static async Task<bool> HasTables(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select to_regclass('{ReadModels.Schema}.{SourceTables.Devices}') is not null", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<IReadOnlyList<CoveredSource>> Read(
        NpgsqlConnection connection, CoveredKind kind, LocalDate? asKnownOn, IReadOnlyCollection<string>? cities,
        CancellationToken cancellation)
    {
        var reports = await Reports(connection, kind, asKnownOn, cities, cancellation);
        var found = new List<CoveredSource>();
        bool IsAsked(CoveredSource of) => cities?.Contains(of.City) is not false;
        foreach (var declared in (await Declared(connection, kind, asKnownOn, cancellation)).Where(IsAsked))
        {
            found.Add(reports.Remove((declared.City, declared.Source!), out var counted) ? With(declared, counted) : declared);
        }
        var isDeclared = found.Select(s => s.City).ToHashSet(StringComparer.Ordinal);
        var devices = await Devices(connection, kind, asKnownOn, cancellation);
        var isKnown = isDeclared.Concat(devices.Select(d => d.City))
            .Concat(reports.Where(r => !r.Value.IsLate).Select(r => r.Key.City)).ToHashSet(StringComparer.Ordinal);
        foreach (var ((city, name), counted) in reports)
        {
            var (from, until) = LearnedCoverage.Period(counted, isAlone: !isKnown.Contains(city));
            var gaps = until is { } end
                ? await Gaps(connection, new(city, name, kind, counted, from, end), asKnownOn, cancellation)
                : [];
            found.Add(With(new(city, name, kind, CoverageBasis.Learned, from, until, gaps), counted));
        }
        // Who declares a source knows better than the registry of devices.
        found.AddRange(devices.Where(d => IsAsked(d) && !isDeclared.Contains(d.City)));
        return [.. found.OrderBy(s => s.City, StringComparer.Ordinal).ThenBy(s => s.Source, StringComparer.Ordinal)];
    }

    private static CoveredSource With(CoveredSource covered, SourceReports reports) => covered with
    {
        IsImported = reports.IsImported,
        ReportCount = reports.Count,
        FirstReportOn = reports.Months[0].FirstDay,
        LastReportOn = reports.Months[^1].LastDay,
    };

    private static async Task<Dictionary<(string City, string Source), SourceReports>> Reports(
        NpgsqlConnection connection, CoveredKind kind, LocalDate? asKnownOn, IReadOnlyCollection<string>? cities,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)kind });
        command.Parameters.AddOptional(cities?.ToArray());
        if (asKnownOn is { } known)
            command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = known.ToDateOnly() });
        // Of live sources only the first days matter: their months are one row.
        command.CommandText =
            $"""
             with every as ({(asKnownOn is null ? MonthsNow : MonthsThen)}),
             unit as (
                 select distinct on (city, source) city, source, unit
                 from (select city, source, unit, sum(n) as n from every group by 1, 2, 3) as u order by city, source, n desc, unit),
             m as (select every.* from every join unit using (city, source, unit)),
             s as (select city, source, unit, sum(n) as n, sum(imported) as imported, min(first_live) as first_live,
                       max(last_known) as last_known
                   from m group by city, source, unit)
             select s.city, s.source, s.n, s.imported, s.first_live, s.last_known, m.month, m.n, m.prompt, m.first_day, m.last_day, s.unit
             from s join m using (city, source) where s.imported > 0 or s.first_live is null
             union all
             select s.city, s.source, s.n, s.imported, s.first_live, s.last_known, min(m.month), s.n, sum(m.prompt), min(m.first_day),
                 max(m.last_day), s.unit
             from s join m using (city, source) where s.imported = 0 and s.first_live is not null
             group by 1, 2, 3, 4, 5, 6, s.unit
             order by 1, 2, 7
             """;
        var found = new Dictionary<(string City, string Source), SourceReports>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var key = (rows.GetString(0), rows.GetString(1));
            SourceMonth month = new(
                Day(rows, 6), checked((int)rows.GetInt64(7)), checked((int)rows.GetInt64(8)), Day(rows, 9), Day(rows, 10));
            if (found.TryGetValue(key, out var before))
            {
                ((List<SourceMonth>)before.Months).Add(month);
                continue;
            }
            found[key] = new(
                checked((int)rows.GetInt64(2)), checked((int)rows.GetInt64(3)), rows.IsDBNull(4) ? null : Day(rows, 4), Day(rows, 5),
                new List<SourceMonth> { month })
            {
                Unit = rows.GetInt16(11) switch
                {
                    SourceTables.YearUnit => TimePrecision.Year,
                    SourceTables.MonthUnit => TimePrecision.Month,
                    _ => TimePrecision.Day,
                },
            };
        }
        return found;
    }

    private static readonly string MonthsNow =
        $"""
         select city, source, unit, month, n::bigint as n, imported::bigint as imported, prompt::bigint as prompt, first_day, last_day,
             first_live, last_known
         from {ReadModels.Schema}.{SourceTables.Months}
         where kind = $1 and ($2 is null or city = any($2))
         """;

    private static readonly string MonthsThen =
        $"""
         select city, source, unit, date_trunc('month', day)::date as month, sum(n) as n,
             coalesce(sum(n) filter (where imported), 0) as imported,
             coalesce(sum(n) filter (where known <= day + {SourceTables.PromptDays}), 0) as prompt, min(day) as first_day,
             max(day) as last_day, min(day) filter (where not imported and known <= day + {SourceTables.PromptDays}) as first_live,
             max(known) as last_known
         from {ReadModels.Schema}.{SourceTables.Days}
         where kind = $1 and ($2 is null or city = any($2)) and known <= $3 group by 1, 2, 3, 4
         """;

    private static async Task<List<CoveredSource>> Declared(
        NpgsqlConnection connection, CoveredKind kind, LocalDate? asKnownOn, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select distinct on (city, source) city, source, first_day, until_day, gap_from, gap_until, declared_by, known
             from {ReadModels.Schema}.{SourceTables.Declarations} where kind = $1 and known <= $2
             order by city, source, version desc
             """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)kind });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = LastKnown(asKnownOn) });
        var found = new List<CoveredSource>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var gaps = rows.GetFieldValue<DateOnly[]>(4).Zip(
                rows.GetFieldValue<DateOnly[]>(5),
                (from, until) => new CoverageGap(LocalDate.FromDateOnly(from), LocalDate.FromDateOnly(until)));
            found.Add(new(
                rows.GetString(0), rows.GetString(1), kind, CoverageBasis.Declared, Day(rows, 2), rows.IsDBNull(3) ? null : Day(rows, 3),
                [.. gaps])
            {
                By = rows.GetString(6),
                DeclaredOn = Day(rows, 7),
            });
        }
        return found;
    }

    private static async Task<List<CoveredSource>> Devices(
        NpgsqlConnection connection, CoveredKind kind, LocalDate? asKnownOn, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select city, min(since) from {ReadModels.Schema}.{SourceTables.Devices} where kind = $1 and since <= $2 group by city
             """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)kind });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = LastKnown(asKnownOn) });
        var found = new List<CoveredSource>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add(new(rows.GetString(0), null, kind, CoverageBasis.Devices, Day(rows, 1), null, []));
        return found;
    }

    private async Task<IReadOnlyList<CoverageGap>> Gaps(
        NpgsqlConnection connection, Register register, LocalDate? asKnownOn, CancellationToken cancellation)
    {
        var (city, name, kind, reports, from, until) = register;
        if (reports.Unit is TimePrecision.Year)
            return [];
        if (LearnedCoverage.IsByMonth(reports))
            return LearnedCoverage.GapsByMonth(reports);
        if (asKnownOn is null && learned.TryGetValue((city, name, kind), out var kept) && kept.IsOf(register))
            return kept.Gaps;
        await using var command = new NpgsqlCommand(
            $"""
             select day, sum(n) from {ReadModels.Schema}.{SourceTables.Days}
             where kind = $1 and city = $2 and source = $3 and unit = {SourceTables.DayUnit}
                 and day >= $4 and day < $5 and known <= $6 group by day
             """,
            connection);
        object[] values =
        [
            (short)kind, city, name, from.ToDateOnly(), until.ToDateOnly(), LastKnown(asKnownOn),
        ];
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        var counts = new Dictionary<LocalDate, int>();
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
                counts[Day(rows, 0)] = checked((int)rows.GetInt64(1));
        }
        var gaps = LearnedCoverage.Gaps(from, until, counts);
        // What is read may be newer than the months: it is kept only where it is as they say.
        if (asKnownOn is null && counts.Values.Sum(n => (long)n) <= reports.Count)
            learned[(city, name, kind)] = new(reports.Count, from, until, gaps);
        return gaps;
    }

    private static DateOnly LastKnown(LocalDate? asKnownOn) => asKnownOn?.ToDateOnly() ?? DateOnly.MaxValue;

    private static LocalDate Day(NpgsqlDataReader rows, int column) => LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(column));

    private sealed record Register(
        string City, string Source, CoveredKind Kind, SourceReports Reports, LocalDate From, LocalDate Until);

    private sealed record LearnedGaps(int Count, LocalDate From, LocalDate Until, IReadOnlyList<CoverageGap> Gaps)
    {
        public bool IsOf(Register register) => (Count, From, Until) == (register.Reports.Count, register.From, register.Until);
    }
}
