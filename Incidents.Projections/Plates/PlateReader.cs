using Incidents.Domain;
using Incidents.Domain.Plates;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Signals;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Plates;

/// <summary>Finds plates, and reads of them in the register of signals.</summary>
/// <remarks>
/// A plate is found in the table of all plates first, by an index of its parts; reads are then found by plate and time. Only a pattern
/// without two neighbouring characters makes PostgreSQL look at every plate, and none at every read.
/// </remarks>
/// <param name="source">The database.</param>
/// <param name="cities">The cities with their clocks.</param>
public sealed class PlateReader(NpgsqlDataSource source, Cities cities)
{
    /// <summary>Most plates of which reads are looked for.</summary>
    public const int MostPlates = 2_000;

    private const string Plates = $"{ReadModels.Schema}.{PlateTable.Name}";
    private const string Reads = $"{ReadModels.Schema}.{SignalRegister.Table}";

    private const string Columns =
        "id, kind, plate, device_id, city, district, street, longitude, latitude, occurred_at, occurred_offset, occurred_day, "
        + "time_precision, known_at, category, is_counted";

    /// <summary>Plates of a pattern that were read in the towns that a reader sees, in order; more than the most where there are.</summary>
    public async Task<List<PlateMatch>> Find(PlatePattern pattern, RowSight sight, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var grams = PlateGrams.Of(pattern);
        var indexed = grams.Length == 0 ? "" : $"grams @> {command.Add(grams)} and ";
        var like = pattern.Text.Replace('*', '%').Replace('?', '_');
        // Once found by the index, so that a limit does not make reading them in order look cheap.
        command.CommandText =
            $"""
             with found as materialized (select plate from {Plates} where {indexed}plate like {command.Add(like)})
             select plate from found f where {IsSeen(sight, command)} limit {command.Add(MostPlates + 1)}
             """;
        return [.. (await Texts(command, cancellation)).Order(StringComparer.Ordinal).Select(plate => new PlateMatch(plate, null))];
    }

    /// <summary>Plates that look like one, in order of distance; more than the most where there are.</summary>
    /// <param name="plate">The plate in its one spelling.</param>
    /// <param name="distance">Most changes, 0 to <see cref="PlateLikeness.MostDistance"/>.</param>
    /// <param name="sight">Which rows the reader sees.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<List<PlateMatch>> Find(string plate, int distance, RowSight sight, CancellationToken cancellation)
    {
        var look = PlateLikeness.Look(plate);
        await using var command = source.CreateCommand();
        command.CommandText = distance == 0
            ? $"select plate from {Plates} where look = {command.Add(look)}"
            : $"""
               select plate from {Plates} where grams && {command.Add(PlateGrams.Within(look, distance))}
                   and length(look) between {command.Add(look.Length - distance)} and {command.Add(look.Length + distance)}
               """;
        var near = (await Texts(command, cancellation))
            .Select(found => new PlateMatch(found, PlateLikeness.Distance(look, PlateLikeness.Look(found))))
            .Where(match => match.Distance <= distance).ToList();
        if (sight.Towns is not null && near.Count > 0)
        {
            await using var some = source.CreateCommand();
            some.CommandText =
                $"""
                 select plate from unnest({some.Add(near.Select(match => match.Plate).ToArray())}) as f (plate) where {IsSeen(sight, some)}
                 """;
            var seen = (await Texts(some, cancellation)).ToHashSet(StringComparer.Ordinal);
            near.RemoveAll(match => !seen.Contains(match.Plate));
        }
        return [.. near.OrderBy(match => match.Distance).ThenBy(match => match.Plate, StringComparer.Ordinal).Take(MostPlates + 1)];
    }

    /// <summary>A page of reads.</summary>
    /// <param name="plates">The plates.</param>
    /// <param name="filter">Which reads of these.</param>
    /// <param name="order">The order.</param>
    /// <param name="after">Key of the row to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">The most rows to return.</param>
    /// <param name="sight">Which rows the reader sees.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<PlateRead>> Read(
        IReadOnlyList<PlateMatch> plates, PlateReadFilter filter, SignalOrder order, (Instant At, Guid Id)? after, bool backward,
        int limit, RowSight sight, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = Where(plates, filter, sight, command);
        var key = order is SignalOrder.KnownAscending or SignalOrder.KnownDescending ? "known_at" : "occurred_at";
        var descending = order is SignalOrder.OccurredDescending or SignalOrder.KnownDescending != backward;
        if (after is { } row)
            where.And($"({key}, id) {(descending ? '<' : '>')} ({command.Add(row.At.ToDateTimeUtc())}, {command.Add(row.Id)})");
        var direction = descending ? "desc" : "asc";
        // What a page needs is in the index; only its rows are read whole.
        command.CommandText =
            $"""
             select {Columns} from {Reads} where id in (
                 select id from {Reads} where {where.Sql} order by {key} {direction}, id {direction} limit {command.Add(limit)})
             order by {key} {direction}, id {direction}
             """;
        var distances = plates.ToDictionary(p => p.Plate, p => p.Distance, StringComparer.Ordinal);
        var reads = new List<PlateRead>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            reads.Add(ReadRow(rows, distances));
        return reads;
    }

    /// <summary>Number of reads.</summary>
    public async Task<int> Count(
        IReadOnlyList<PlateMatch> plates, PlateReadFilter filter, RowSight sight, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText = $"select count(*) from {Reads} where {Where(plates, filter, sight, command).Sql}";
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>The plates with how often and when they were read, in the order given; those without reads are left out.</summary>
    public async Task<List<FoundPlate>> Totals(
        IReadOnlyList<PlateMatch> plates, PlateReadFilter filter, RowSight sight, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText =
            $"""
             select plate, count(*)::int, min(occurred_at), max(occurred_at) from {Reads}
             where {Where(plates, filter, sight, command).Sql} group by plate
             """;
        var found = new Dictionary<string, FoundPlate>(StringComparer.Ordinal);
        var distances = plates.ToDictionary(p => p.Plate, p => p.Distance, StringComparer.Ordinal);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var plate = rows.GetString(0);
            found.Add(plate, new(plate, distances[plate], rows.GetInt32(1), Local(rows, 2, null), Local(rows, 3, null)));
        }
        return [.. plates.Select(p => found.GetValueOrDefault(p.Plate)).OfType<FoundPlate>()];
    }

    private static string IsSeen(RowSight sight, NpgsqlCommand command) => sight.Towns is null
        ? "true"
        : $"exists (select from {Reads} where {Reads}.plate = f.plate and city = any({command.Add(sight.Towns.ToArray())}))";

    private static RowFilter Where(
        IReadOnlyList<PlateMatch> plates, PlateReadFilter filter, RowSight sight, NpgsqlCommand command)
    {
        var where = new RowFilter(command)
            .AnyOf("plate", [.. plates.Select(match => match.Plate)])
            .AnyOf("kind", filter.Kinds?.Select(SignalRegister.KindName).ToArray())
            .AnyOf("city", filter.Cities)
            .AnyOf("device_id", filter.DeviceIds)
            .Days(filter.From, filter.Until)
            .Moments("occurred_at", filter.OccurredFrom, filter.OccurredUntil)
            .Within(filter.Bounds, sight, AlwaysOpen)
            .Seen(sight, AlwaysOpen);
        if (filter.Near is { } near)
        {
            where.Within(near.Bounds(), sight, AlwaysOpen);
            var distance = Near.Distance(
                sight.Point(AlwaysOpen, command), command.Add(near.Latitude), command.Add(near.Longitude));
            where.And($"{distance} <= {command.Add(near.RadiusMetres)}");
        }
        return where;
    }

    // A read has happened: nothing of it is open.
    private const string AlwaysOpen = "false";

    private PlateRead ReadRow(NpgsqlDataReader rows, Dictionary<string, int?> distances)
    {
        var plate = rows.GetString(2);
        var city = rows.GetString(4);
        var place = new Place(
            city, Text(5), rows.IsDBNull(7) ? null : new GeoPoint(rows.GetDouble(7), rows.GetDouble(8)), Text(6));
        return new(
            rows.GetGuid(0), SignalRegister.Kind(rows.GetString(1)), plate, distances.GetValueOrDefault(plate), Text(3), place,
            Instant.FromDateTimeUtc(rows.GetDateTime(9)).WithOffset(Offset.FromSeconds(rows.GetInt32(10))),
            LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(11)), (TimePrecision)rows.GetInt16(12), Local(rows, 13, city),
            rows.GetString(14), rows.GetBoolean(15));

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }

    private OffsetDateTime Local(NpgsqlDataReader rows, int column, string? city) =>
        cities.Local(Instant.FromDateTimeUtc(rows.GetDateTime(column)), city);

    private static async Task<List<string>> Texts(NpgsqlCommand command, CancellationToken cancellation)
    {
        var texts = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            texts.Add(rows.GetString(0));
        return texts;
    }
}
