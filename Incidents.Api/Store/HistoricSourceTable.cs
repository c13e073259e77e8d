using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Up to which day each historic source is closed, in the store.</summary>
/// <remarks>
/// An append of a historic source locks its row against changes until it is committed. So a day is closed only when no append of it is
/// under way, and none comes after.
/// </remarks>
internal static class HistoricSourceTable
{
    /// <summary>Table name.</summary>
    public const string Name = $"{EventStore.Schema}.historic_source";

    private const string Check = $"{EventStore.Schema}.check_source";

    /// <summary>The statements that create the table and the function that an append calls for each of its sources.</summary>
    public static readonly string Ddl =
        $"""
         create table if not exists {Name} (
             source text collate "C" primary key,
             closed date not null default '-infinity',
             batch text,
             until date not null default '-infinity');
         create or replace function {Check}(name text, before date, after date) returns boolean language plpgsql volatile as $body$
         begin
             if after > before then
                 update {Name} set closed = after where source = name and closed = before;
             else
                 perform from {Name} where source = name and closed = before for share;
             end if;
             if not found then
                 raise exception 'the source % has closed another day', name using errcode = '{ClosedMoments.TooLateCode}';
             end if;
             return true;
         end $body$;
         """;

    /// <summary>Reads the closed days of sources; one that is new begins with no day closed.</summary>
    public static async Task Load(NpgsqlConnection connection, IReadOnlyCollection<string> sources, HistoricDays days)
    {
        if (sources.Count == 0)
            return;
        await using (var begin = new NpgsqlCommand(
            $"insert into {Name} (source) select unnest($1) on conflict do nothing", connection))
        {
            begin.Parameters.Add(new() { Value = sources.ToArray() });
            await begin.ExecuteNonQueryAsync();
        }
        await using var command = new NpgsqlCommand($"select source, closed from {Name} where source = any($1)", connection);
        command.Parameters.Add(new() { Value = sources.ToArray() });
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            days.Load(rows.GetString(0), rows.GetFieldValue<DateOnly>(1));
    }

    /// <summary>The first statement of an append of historic sources: fails where one has changed since it was read.</summary>
    public static NpgsqlBatchCommand? CheckUnchanged(HistoricDays days)
    {
        var changed = days.Changed.ToArray();
        if (changed.Length == 0)
            return null;
        var command = new NpgsqlBatchCommand(
            $"select {Check}(name, before, after) from unnest($1, $2, $3) as t (name, before, after)");
        command.Parameters.Add(new() { Value = Array.ConvertAll(changed, c => c.Source) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(changed, c => c.Before) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(changed, c => c.After) });
        return command;
    }
}
