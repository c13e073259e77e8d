using Incidents.Api.Alarms;
using Incidents.Api.Backups;
using Incidents.Domain;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>Contents of evidence that were found damaged or missing, until a whole reading finds them sound again.</summary>
internal sealed partial class EvidenceFaults(NpgsqlDataSource source, IClock clock, ILogger<EvidenceFaults> log)
    : IAlarmCheck, IEvidenceDamage
{
    /// <summary>The table.</summary>
    public const string Ddl =
        """
        create schema if not exists ops;
        create table if not exists ops.evidence_fault (
            sha256 text collate "C" primary key,
            code text not null,
            found_at timestamptz not null);
        """;

    /// <summary>Keeps what is wrong with a content; a store that is away says nothing of it.</summary>
    public async Task Note(string sha256, EvidenceException fault)
    {
        if (fault.Code is not (ErrorCode.EvidenceDamaged or ErrorCode.EvidenceMissing))
            return;
        LogFault(sha256, fault);
        try
        {
            await using var command = source.CreateCommand(
                """
                insert into ops.evidence_fault (sha256, code, found_at) values ($1, $2, $3)
                on conflict (sha256) do update set code = excluded.code
                """);
            command.Parameters.Add(new() { Value = sha256 });
            command.Parameters.Add(new() { Value = fault.Code.Text() });
            command.Parameters.Add(new() { Value = clock.GetCurrentInstant().ToDateTimeUtc() });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (Store.StoreFault.IsOfStore(e))
        {
            LogNotKept(e);
        }
    }

    /// <inheritdoc/>
    public Task Note(string sha256) => Note(sha256, EvidenceException.Damaged(sha256));

    /// <inheritdoc/>
    public async Task<bool> Has(string sha256, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select exists (select from ops.evidence_fault where sha256 = $1)");
        command.Parameters.Add(new() { Value = sha256 });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>A damaged content was replaced by a sound one.</summary>
    /// <param name="sha256">The content.</param>
    /// <param name="aside">Where its damaged bytes are.</param>
    /// <param name="cancellation">Cancels it.</param>
    public Task Mended(string sha256, string aside, CancellationToken cancellation)
    {
        LogMended(sha256, aside);
        return Clear(sha256, cancellation);
    }

    /// <summary>Forgets a content that was found sound, or is not kept any more.</summary>
    public async Task Clear(string sha256, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("delete from ops.evidence_fault where sha256 = $1");
        command.Parameters.Add(new() { Value = sha256 });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AlarmReading>> Read(Instant now, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select count(*) from ops.evidence_fault");
        var count = (long)(await command.ExecuteScalarAsync(cancellation))!;
        return [AlarmReading.High(AlarmKind.EvidenceDamaged, "", count, 1)];
    }

    [LoggerMessage(LogLevel.Critical, "The evidence {Sha256} is damaged or missing.")]
    private partial void LogFault(string sha256, Exception e);

    [LoggerMessage(LogLevel.Critical, "The evidence {Sha256} was damaged; an upload replaced it. Its damaged bytes are kept at {Aside}.")]
    private partial void LogMended(string sha256, string aside);

    [LoggerMessage(LogLevel.Error, "Damaged evidence could not be kept for the alarm.")]
    private partial void LogNotKept(Exception e);
}
