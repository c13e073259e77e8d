using Incidents.Api.Store;
using Incidents.Domain.Dispatch;
using Npgsql;

namespace Incidents.Api.Dispatch;

/// <summary>Closes the days of registers that were imported before the store kept which days are closed.</summary>
internal sealed class ImportedRegisters(NpgsqlDataSource source, EventReader events)
{
    /// <summary>Whether the store keeps the closed days already; before its tables are created this tells an old store.</summary>
    public Task<bool> AreKept(CancellationToken cancellation) => Sql.HasTable(source, HistoricSourceTable.Name, cancellation);

    /// <summary>Closes, for each register of an old store, the last day that it reached.</summary>
    public async Task Add(CancellationToken cancellation)
    {
        var closed = new SortedDictionary<string, DateOnly>(StringComparer.Ordinal);
        await foreach (var (_, opened) in events.All<IncidentOpened>(cancellation))
        {
            var day = opened.KnownAt.Date.ToDateOnly();
            if (opened.Historic && day > closed.GetValueOrDefault(opened.Origin.Source))
                closed[opened.Origin.Source] = day;
        }
        await using var insert = source.CreateCommand(
            $"insert into {HistoricSourceTable.Name} (source, closed) select * from unnest($1, $2) on conflict do nothing");
        insert.Parameters.Add(new() { Value = closed.Keys.ToArray() });
        insert.Parameters.Add(new() { Value = closed.Values.ToArray() });
        await insert.ExecuteNonQueryAsync(cancellation);
    }
}
