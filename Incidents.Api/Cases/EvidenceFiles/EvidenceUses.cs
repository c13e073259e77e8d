using NodaTime;
using Npgsql;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>An item of evidence that uses a content, or is about to.</summary>
/// <param name="EvidenceId">The item.</param>
/// <param name="CaseId">Its case.</param>
/// <param name="Sha256">The content.</param>
/// <param name="Bytes">The content's length.</param>
/// <param name="Since">When it was last begun.</param>
internal sealed record EvidenceUse(Guid EvidenceId, Guid CaseId, string Sha256, long Bytes, Instant Since);

/// <summary>The items of evidence that use the contents of the store, each from just before its bytes have their place.</summary>
/// <remarks>
/// Bytes are removed with their last use, and never without one: what has no use here is of no host of this database, as where another
/// installation was given the same folder. A use is settled when an event is known to name it; one that is not, is doubtful, and may be
/// ended unless an upload holds it.
/// </remarks>
internal sealed partial class EvidenceUses(NpgsqlDataSource source, IClock clock) : IDisposable
{
    /// <summary>The table.</summary>
    public const string Ddl =
        """
        create schema if not exists ops;
        create table if not exists ops.evidence_use (
            evidence_id uuid not null,
            sha256 text collate "C" not null,
            case_id uuid not null,
            bytes bigint not null,
            taken_at timestamptz not null,
            is_settled boolean not null default false,
            primary key (evidence_id, sha256));
        create index if not exists evidence_use_content on ops.evidence_use (sha256);
        create index if not exists evidence_use_case on ops.evidence_use (case_id);
        create index if not exists evidence_use_doubtful on ops.evidence_use (taken_at) where not is_settled;
        """;

    /// <summary>Notes a use that begins now.</summary>
    public Task Begin(EvidenceUse use, CancellationToken cancellation) => Execute(
        """
        insert into ops.evidence_use (evidence_id, sha256, case_id, bytes, taken_at) values ($1, $2, $3, $4, $5)
        on conflict (evidence_id, sha256) do update set taken_at = greatest(evidence_use.taken_at, excluded.taken_at)
        """,
        [use.EvidenceId, use.Sha256, use.CaseId, use.Bytes, clock.GetCurrentInstant().ToDateTimeUtc()], cancellation);

    /// <summary>An event names the use.</summary>
    public Task Settle(EvidenceUse use, CancellationToken cancellation) => Mark(use, isSettled: true, cancellation);

    /// <summary>Whether an event names the use will be looked at again.</summary>
    public Task Doubt(EvidenceUse use, CancellationToken cancellation) => Mark(use, isSettled: false, cancellation);

    /// <summary>Ends a use that no event names.</summary>
    /// <param name="use">The use, as it was read.</param>
    /// <param name="isNamed">Whether an event names it after all; asked when no upload can come in between any more.</param>
    /// <param name="removeBytes">Removes the bytes of its content, where no other use is left.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>Whether bytes were removed; not where the use was begun again in between, or an upload holds it.</returns>
    public async Task<bool> End(EvidenceUse use, Func<Task<bool>> isNamed, Func<Task> removeBytes, CancellationToken cancellation)
    {
        await using var one = await Lock(use.Sha256, cancellation);
        await using var free = await TryHold(use, cancellation);
        object[] key = [use.EvidenceId, use.Sha256];
        const string Same = "evidence_id = $1 and sha256 = $2 and taken_at = $3 and not is_settled";
        if (free is null || !await Exists(Same, [.. key, use.Since.ToDateTimeUtc()], cancellation) || await isNamed())
            return false;
        var isLast = !await Exists("sha256 = $2 and evidence_id <> $1", key, cancellation);
        // The row goes last: a host that is killed here does it again.
        if (isLast)
            await removeBytes();
        await Execute("delete from ops.evidence_use where evidence_id = $1 and sha256 = $2", key, cancellation);
        return isLast;
    }

    /// <summary>Uses that no event is known to name, begun before a moment.</summary>
    public Task<List<EvidenceUse>> Doubtful(Instant before, CancellationToken cancellation) =>
        Read("where not is_settled and taken_at < $1 order by taken_at", [before.ToDateTimeUtc()], cancellation);

    /// <summary>The settled uses of a case.</summary>
    public Task<List<EvidenceUse>> Of(Guid caseId, CancellationToken cancellation) =>
        Read("where case_id = $1 and is_settled", [caseId], cancellation);

    /// <summary>The use of a content by an item, or null.</summary>
    public async Task<EvidenceUse?> Find(Guid evidenceId, string sha256, CancellationToken cancellation) =>
        (await Read("where evidence_id = $1 and sha256 = $2", [evidenceId, sha256], cancellation)).SingleOrDefault();

    /// <summary>The cases that have bytes here.</summary>
    public async Task<List<Guid>> Cases(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select distinct case_id from ops.evidence_use where is_settled");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var cases = new List<Guid>();
        while (await rows.ReadAsync(cancellation))
            cases.Add(rows.GetGuid(0));
        return cases;
    }

    private Task Mark(EvidenceUse use, bool isSettled, CancellationToken cancellation) => Execute(
        "update ops.evidence_use set is_settled = $3 where evidence_id = $1 and sha256 = $2",
        [use.EvidenceId, use.Sha256, isSettled], cancellation);

    private async Task Execute(string sql, object[] values, CancellationToken cancellation)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<List<EvidenceUse>> Read(string where, object[] values, CancellationToken cancellation)
    {
        await using var command = Command($"select evidence_id, case_id, sha256, bytes, taken_at from ops.evidence_use {where}", values);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var uses = new List<EvidenceUse>();
        while (await rows.ReadAsync(cancellation))
        {
            uses.Add(new(
                rows.GetGuid(0), rows.GetGuid(1), rows.GetString(2), rows.GetInt64(3), Instant.FromDateTimeUtc(rows.GetDateTime(4))));
        }
        return uses;
    }

    private async Task<bool> Exists(string where, object[] values, CancellationToken cancellation)
    {
        await using var command = Command($"select exists (select from ops.evidence_use where {where})", values);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
