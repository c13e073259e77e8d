using Incidents.Domain.Cases;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Cases;

/// <summary>Filter of cases. Null means any, an empty list none.</summary>
/// <param name="Cities">City codes.</param>
/// <param name="Statuses">How far they have come.</param>
/// <param name="IsOwn">Only those that the caller owns, or only those that are shared with them.</param>
/// <param name="Tag">A tag; tags that are spelt alike are one.</param>
/// <param name="ThingId">An alert, call, violation or incident that is attached.</param>
/// <param name="Text">
/// An id, a number, or words in any form, or their beginnings, in the title and items of one case; with one typing error where no case of
/// the caller has the word.
/// </param>
public sealed record CaseFilter(
    IReadOnlyList<string>? Cities = null, IReadOnlyList<CaseStatus>? Statuses = null, bool? IsOwn = null, string? Tag = null,
    Guid? ThingId = null, string? Text = null);

/// <summary>Which cases a caller sees: their own and those shared with them, in the towns of their role.</summary>
/// <param name="Towns">City codes; null for all towns.</param>
/// <param name="CallerId">Their lasting id; null for the host itself, which sees all.</param>
public sealed record CaseSight(IReadOnlyList<string>? Towns, string? CallerId)
{
    /// <summary>Whether they see a case.</summary>
    /// <param name="case">The case.</param>
    public bool Sees(Case @case) =>
        (Towns is null || Towns.Contains(@case.Place.City)) && (CallerId is null || @case.IsOf(CallerId));
}

/// <summary>Reads the register of cases.</summary>
/// <param name="source">The database.</param>
public sealed class CaseReader(NpgsqlDataSource source)
{
    private const string Table = $"{ReadModels.Schema}.{CaseRegister.Table}";
    private const string Items = $"{ReadModels.Schema}.{CaseRegister.ItemTable}";

    /// <summary>Ids of a page of the list with the moments at which the cases last changed, the latest first.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="sight">Which cases the caller sees.</param>
    /// <param name="after">Key of the case to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">The most cases to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<(Instant UpdatedAt, Guid Id)>> Read(
        CaseFilter filter, CaseSight sight, (Instant At, Guid Id)? after, bool backward, int limit, CancellationToken cancellation)
    {
        var search = await CaseSearch.Of(filter.Text, sight, null, source, cancellation);
        await using var command = source.CreateCommand();
        var where = Where(filter, sight, search, command);
        if (after is { } key)
            where.And($"(updated_at, id) {(backward ? '>' : '<')} ({command.Add(key.At.ToDateTimeUtc())}, {command.Add(key.Id)})");
        var direction = backward ? "asc" : "desc";
        command.CommandText =
            $"""
             select updated_at, id from {Table} f where {where.Sql}
             order by updated_at {direction}, id {direction} limit {command.Add(limit)}
             """;
        var found = new List<(Instant, Guid)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add((Instant.FromDateTimeUtc(rows.GetDateTime(0)), rows.GetGuid(1)));
        return found;
    }

    /// <summary>Number of cases.</summary>
    public async Task<int> Count(CaseFilter filter, CaseSight sight, CancellationToken cancellation)
    {
        var search = await CaseSearch.Of(filter.Text, sight, null, source, cancellation);
        await using var command = source.CreateCommand();
        command.CommandText = $"select count(*) from {Table} f where {Where(filter, sight, search, command).Sql}";
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>
    /// What a search finds in cases and in what is attached to them: first what has the very words, the whole number or id; of either the
    /// case that changed last first.
    /// </summary>
    /// <param name="attached">What is searched for, with the restrictions of time and place on attached incidents.</param>
    /// <param name="sight">Which cases the caller sees.</param>
    /// <param name="limit">The most cases to return.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<List<(Guid Id, bool IsExact)>> Ranked(
        AttachedScope attached, CaseSight sight, int limit, CancellationToken cancellation)
    {
        var found = new List<(Guid, bool)>();
        var filter = attached.Incidents.Filter;
        if (await CaseSearch.Of(filter.Search, sight, attached, source, cancellation) is not { } search)
            return found;
        await using var command = source.CreateCommand();
        var where = new RowFilter(command).AnyOf("f.city", filter.Cities).And(CaseSearch.Seen(sight, command, "f"))
            .And(search.Condition(command, "f"));
        if (attached.IsRestricted)
        {
            where.And(
                $"""
                 f.id in (select i.case_id from {Items} i where i.id in (
                     select id from {ReadModels.Schema}.{Dispatch.IncidentRegister.Table} where {attached.Incidents.Where(command).Sql}))
                 """);
        }

        command.CommandText =
            $"""
             select f.id, {search.Exactly().Condition(command, "f")} as is_exact from {Table} f where {where.Sql}
             order by is_exact desc, f.updated_at desc, f.id desc limit {command.Add(limit)}
             """;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add((rows.GetGuid(0), rows.GetBoolean(1)));
        return found;
    }

    /// <summary>Those of the things that lie in towns that the caller sees.</summary>
    /// <param name="ids">Alerts, calls, violations and incidents.</param>
    /// <param name="towns">City codes.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<HashSet<Guid>> InTowns(Guid[] ids, IReadOnlyList<string> towns, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select id from {ReadModels.Schema}.{Dispatch.IncidentRegister.Table} where id = any($1) and city = any($2)
             union all
             select id from {ReadModels.Schema}.{Signals.SignalRegister.Table} where id = any($1) and city = any($2)
             """);
        command.Add(ids);
        command.Add(towns.ToArray());
        var found = new HashSet<Guid>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add(rows.GetGuid(0));
        return found;
    }

    private static RowFilter Where(CaseFilter filter, CaseSight sight, CaseSearch? search, NpgsqlCommand command)
    {
        var where = new RowFilter(command).AnyOf("city", sight.Towns).AnyOf("city", filter.Cities)
            .AnyOf("status", filter.Statuses?.Select(status => status.ToString()).ToArray());
        if (sight.CallerId is { } caller)
        {
            var id = command.Add(caller);
            where.And(filter.IsOwn switch
            {
                true => $"owner_id = {id}",
                false => $"shared_with @> array[{id}]",
                null => $"(owner_id = {id} or shared_with @> array[{id}])",
            });
        }

        if (filter.Tag is { } tag)
            where.And(HasItem(CaseItem.TagId(tag)));
        if (filter.ThingId is { } thing)
            where.And(HasItem(thing));
        if (search is not null)
            where.And(search.Condition(command, "f"));
        return where;

        string HasItem(Guid item) => $"exists (select from {Items} i where i.case_id = f.id and i.id = {command.Add(item)})";
    }
}
