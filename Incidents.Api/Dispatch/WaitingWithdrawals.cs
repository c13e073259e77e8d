using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Npgsql;

namespace Incidents.Api.Dispatch;

/// <summary>Lets withdrawals wait that matched nothing before the store kept what waits.</summary>
internal sealed class WaitingWithdrawals(NpgsqlDataSource source, EventReader events)
{
    /// <summary>Whether the store keeps what waits already; before its tables are created this tells an old store.</summary>
    public Task<bool> AreKept(CancellationToken cancellation) => Sql.HasTable(source, StoreTables.Waiting, cancellation);

    /// <summary>Adds the unmatched withdrawals of an old store, the oldest first.</summary>
    public async Task Add(CancellationToken cancellation)
    {
        var (references, streams) = (new List<Guid>(), new List<Guid>());
        await foreach (var (stream, withdrawal) in events.All<WithdrawalUnmatched>(cancellation))
        {
            references.Add(Identity.Reference(withdrawal.Origin.Source, withdrawal.Reference));
            streams.Add(stream);
        }
        await using var insert = source.CreateCommand(
            $"""
             insert into {StoreTables.Waiting} (reference, stream_id)
             select reference, stream_id from unnest($1, $2) with ordinality as t (reference, stream_id, place) order by place
             on conflict do nothing
             """);
        insert.Parameters.Add(new() { Value = references.ToArray() });
        insert.Parameters.Add(new() { Value = streams.ToArray() });
        await insert.ExecuteNonQueryAsync(cancellation);
    }
}
