using System.Globalization;
using System.Runtime.CompilerServices;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Dispatch;

/// <summary>Reads the register.</summary>
/// <param name="source">The database.</param>
/// <param name="cities">The cities with their clocks.</param>
public sealed class RegisterReader(NpgsqlDataSource source, Cities cities)
{
    private const string Table = $"{ReadModels.Schema}.{IncidentRegister.Table}";
    private const string Texts = $"{ReadModels.Schema}.{IncidentTexts.Table}";

    // So many rows are looked through in order for what may be frequent, before it is searched for by the index of words.
    private const int MostInOrder = 10_000;

    /// <summary>
    /// The statement for the latest incidents; public so that a benchmark can run it alone. The parameter is how many at most.
    /// </summary>
    public static readonly string LatestSql =
        $"select {RegisterRows.Columns} from {Table} where true order by occurred_at desc, id desc limit $1";

    /// <summary>A page of the list.</summary>
    /// <param name="scope">Which rows.</param>
    /// <param name="order">The order.</param>
    /// <param name="after">Key of the row to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">The most rows to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<IncidentRow>> Read(
        RegisterScope scope, IncidentOrder order, (Instant At, Guid Id)? after, bool backward, int limit, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var search = await RegisterSearch.Of(scope.Filter.Search, scope.Sight, connection, cancellation);
        return await Read(connection, new(scope, search, order, backward) { After = after, Limit = limit }, cancellation);
    }

    /// <summary>
    /// What a search finds: first what has the very words, the whole number or id, then what has other forms or beginnings of the words;
    /// of either the latest occurrence first.
    /// </summary>
    /// <param name="scope">Which rows; its filter has a search.</param>
    /// <param name="limit">The most rows to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<(IncidentRow Row, bool IsExact)>> Ranked(RegisterScope scope, int limit, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (await RegisterSearch.Exactly(scope.Filter.Search!, connection, cancellation) is not { } exactly)
            return [];
        Selection first = new(scope, exactly, IncidentOrder.OccurredDescending, false) { Limit = limit };
        var found = (await Read(connection, first, cancellation)).ConvertAll(row => (row, true));
        if (found.Count == limit)
            return found;
        var known = found.Select(f => f.row.Id).ToHashSet();
        var search = await RegisterSearch.Of(scope.Filter.Search, scope.Sight, connection, cancellation);
        var all = await Read(connection, first with { Search = search, Limit = limit + found.Count }, cancellation);
        return [.. found, .. all.Where(row => !known.Contains(row.Id)).Select(row => (row, false)).Take(limit - found.Count)];
    }

    private async Task<List<IncidentRow>> Read(NpgsqlConnection connection, Selection selection, CancellationToken cancellation)
    {
        if (selection.Search is { IsRare: false })
        {
            var rows = await Rows(connection, selection.InOrder(MostInOrder), selection.Scope.Sight, cancellation);
            if (rows.Count == selection.Limit)
                return rows;
        }
        return await Rows(connection, selection.Command(), selection.Scope.Sight, cancellation);
    }

    /// <summary>Number of rows.</summary>
    public async Task<int> Count(RegisterScope scope, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return checked((int)await Count(scope, connection, cancellation));
    }

    /// <summary>Number of rows, read on a connection and within its transaction.</summary>
    public static async Task<long> Count(RegisterScope scope, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var search = await RegisterSearch.Of(scope.Filter.Search, scope.Sight, connection, cancellation);
        await using var command = new Selection(scope, search, IncidentOrder.OccurredAscending, false).CountCommand();
        command.Connection = connection;
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>
    /// All rows in an order, as they come from the database: one statement, so that they are of one moment, and few in memory at a time.
    /// </summary>
    /// <param name="scope">Which rows.</param>
    /// <param name="order">The order.</param>
    /// <param name="connection">The connection; it is used until the last row is read.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async IAsyncEnumerable<IncidentRow> All(
        RegisterScope scope, IncidentOrder order, NpgsqlConnection connection,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var search = await RegisterSearch.Of(scope.Filter.Search, scope.Sight, connection, cancellation);
        await using var command = new Selection(scope, search, order, false).Command();
        (command.Connection, command.CommandTimeout) = (connection, 0);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var isRead = false;
        try
        {
            while (await rows.ReadAsync(cancellation))
                yield return RegisterRows.Read(rows, cities).SeenBy(scope.Sight);
            isRead = true;
        }
        finally
        {
            // Otherwise the driver would read all the rest before it gives the connection back.
            if (!isRead)
                command.Cancel();
        }
    }

    /// <summary>Incidents that are counted and lie near a place and time, the nearest first, each with its distance in metres.</summary>
    /// <remarks>Those whose hour is not known are left out.</remarks>
    /// <param name="near">Place and distance.</param>
    /// <param name="from">They occurred then or later.</param>
    /// <param name="to">They occurred then or before.</param>
    /// <param name="except">The incident that is not one of them.</param>
    /// <param name="sight">Which rows the reader sees, and how exactly their places.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<(IncidentRow Row, double Metres)>> Around(
        Near near, Instant from, Instant to, Guid except, RowSight sight, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var distance = Near.Distance(sight.Point(RegisterScope.Open, command), command.Add(near.Latitude), command.Add(near.Longitude));
        command.CommandText =
            $"""
             select {RegisterRows.Columns}, metres from (
                 select *, {distance} as metres from {Table}
                 where {CellSet.Around(near.Bounds()).Condition("cell", command.Add)}
                     and occurred_at between {command.Add(from.ToDateTimeUtc())} and {command.Add(to.ToDateTimeUtc())}
                     and id <> {command.Add(except)}
                     and {sight.Condition(RegisterScope.Open, command) ?? "true"} and status not in ('withdrawn', 'merged')
                     and time_precision <= {(short)TimePrecision.Hour}) as around
             where metres <= {command.Add(near.RadiusMetres)} order by metres, occurred_at, id limit {command.Add(limit)}
             """;
        var found = new List<(IncidentRow, double)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add((RegisterRows.Read(rows, cities).SeenBy(sight), rows.GetDouble(RegisterRows.Count)));
        return found;
    }

    /// <summary>Some incidents in their present state, whoever asks; without those that the register does not hold.</summary>
    /// <param name="ids">The incidents.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<Dictionary<Guid, IncidentRow>> Find(IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        var found = new Dictionary<Guid, IncidentRow>();
        if (ids.Count == 0)
            return found;
        await using var command = source.CreateCommand();
        command.CommandText = $"select {RegisterRows.Columns} from {Table} where id = any({command.Add(ids.ToArray())})";
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var row = RegisterRows.Read(rows, cities);
            found.Add(row.Id, row);
        }
        return found;
    }

    /// <summary>The incidents that are, or once were, merged into these.</summary>
    public Task<ILookup<Guid, Guid>> EverMergedInto(IReadOnlyCollection<Guid> ids, CancellationToken cancellation) =>
        Pairs("into_id", IncidentRegister.MergeTable, ids, cancellation);

    /// <summary>The incidents to which these alerts, calls and violations are, or once were, linked.</summary>
    public Task<ILookup<Guid, Guid>> EverLinkedTo(IReadOnlyCollection<Guid> signals, CancellationToken cancellation) =>
        Pairs("signal_id", IncidentRegister.SignalTable, signals, cancellation);

    private async Task<ILookup<Guid, Guid>> Pairs(
        string key, string table, IReadOnlyCollection<Guid> keys, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select {key}, id from {ReadModels.Schema}.{table} where {key} = any($1) order by {key}, id");
        command.Parameters.Add(new NpgsqlParameter { Value = keys.ToArray() });
        var pairs = new List<(Guid Key, Guid Id)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            pairs.Add((rows.GetGuid(0), rows.GetGuid(1)));
        return pairs.ToLookup(p => p.Key, p => p.Id);
    }

    private async Task<List<IncidentRow>> Rows(
        NpgsqlConnection connection, NpgsqlCommand selected, RowSight sight, CancellationToken cancellation)
    {
        await using var command = selected;
        command.Connection = connection;
        var incidents = new List<IncidentRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            incidents.Add(RegisterRows.Read(rows, cities).SeenBy(sight));
        return incidents;
    }

    // The statements of one selection of rows.
    private sealed record Selection(RegisterScope Scope, RegisterSearch? Search, IncidentOrder Order, bool IsBackward)
    {
        public (Instant At, Guid Id)? After { get; init; }

        public int? Limit { get; init; }

        private string Key => Order is IncidentOrder.KnownAscending or IncidentOrder.KnownDescending ? "known_at" : "occurred_at";

        private bool IsDescending => Order is IncidentOrder.OccurredDescending or IncidentOrder.KnownDescending != IsBackward;

        public NpgsqlCommand Command()
        {
            var command = new NpgsqlCommand();
            var where = Where(command);
            if (Search is null)
            {
                command.CommandText = $"select {RegisterRows.Columns} from {Table} where {where} {Sorted(command, Limit)}";
                return command;
            }
            // What is found is put in order by its own table, and looked up in the register only until there is enough.
            var direction = IsDescending ? "desc" : "asc";
            var (first, order) = Key == "occurred_at"
                ? ($"order by found_at {direction}, found_id {direction}",
                    $"order by found_at {direction}, found_id {direction}{Most(command, Limit)}")
                : ("", Sorted(command, Limit));
            command.CommandText =
                $"""
                 select {RegisterRows.Columns} from (
                     select id as found_id, occurred_at as found_at from {Texts} where {Search.Condition(command.Add)}{Page(command)}
                     {first}) f
                 cross join lateral (select * from {Table} where id = f.found_id and {where} offset 0) i {order}
                 """;
            return command;
        }

        // What is found among the next rows in order; there may be more after these.
        public NpgsqlCommand InOrder(int most)
        {
            var command = new NpgsqlCommand();
            command.CommandText =
                $"""
                 select {RegisterRows.Columns} from (select * from {Table} where {Where(command)} {Sorted(command, most)}) i
                 cross join lateral (select 1 from {Texts} t where t.id = i.id and {Search!.Condition(command.Add)} offset 0) t
                 {Sorted(command, Limit)}
                 """;
            return command;
        }

        public NpgsqlCommand CountCommand()
        {
            var command = new NpgsqlCommand();
            var where = Where(command);
            command.CommandText = Search is null ? $"select count(*) from {Table} where {where}"
                : where == "true" ? $"select count(*) from {Texts} where {Search.Condition(command.Add)}"
                : $"select count(*) from {Table} where {where} and id in (select id from {Texts} where {Search.Condition(command.Add)})";
            return command;
        }

        // The cursor, also for what is found: a later page puts no earlier one in order again.
        private string Page(NpgsqlCommand command) => After is { } row && Key == "occurred_at"
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" and (occurred_at, id) {(IsDescending ? '<' : '>')} ({command.Add(row.At.ToDateTimeUtc())}, {command.Add(row.Id)})")
            : "";

        private string Where(NpgsqlCommand command)
        {
            var where = Scope.Where(command);
            if (After is { } row)
            {
                where.And(string.Create(
                    CultureInfo.InvariantCulture,
                    $"({Key}, id) {(IsDescending ? '<' : '>')} ({command.Add(row.At.ToDateTimeUtc())}, {command.Add(row.Id)})"));
            }
            return where.Sql.ToString();
        }

        private string Sorted(NpgsqlCommand command, int? limit)
        {
            var direction = IsDescending ? "desc" : "asc";
            return $"order by {Key} {direction}, id {direction}{Most(command, limit)}";
        }

        private static string Most(NpgsqlCommand command, int? limit) => limit is { } rows ? $" limit {command.Add(rows)}" : "";
    }
}
