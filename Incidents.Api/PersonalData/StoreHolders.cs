using Incidents.Api.Access;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.Store;
using Npgsql;

namespace Incidents.Api.PersonalData;

/// <summary>Masks the reasons of quarantined events: the message of a fault may repeat a value of its event.</summary>
internal sealed class QuarantineHolder(QuarantineTable quarantine) : IPersonalDataHolder
{
    /// <inheritdoc/>
    public string Name => "quarantine";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => [StoreTables.Quarantine, QuarantineTable.Unreadable];

    /// <inheritdoc/>
    public Task<long> Mask(PersonalDataScope scope, bool isDryRun, CancellationToken cancellation) =>
        quarantine.Mask([.. scope.Things], isDryRun, cancellation);
}

/// <summary>Deletes kept analyses whose request, or whose failure, names a person: the same request computes them again.</summary>
internal sealed class AnalysesHolder(NpgsqlDataSource source) : IPersonalDataHolder
{
    /// <inheritdoc/>
    public string Name => "analyses";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => [AnalysisJobTables.Job, AnalysisJobTables.Result];

    /// <inheritdoc/>
    public async Task<long> Mask(PersonalDataScope scope, bool isDryRun, CancellationToken cancellation)
    {
        if (scope.Person is not { } person)
            return 0;
        var (jobs, keys) = (new List<Guid>(), new List<byte[]>());
        await using (var command = source.CreateCommand(
            $"select id, key, request, coalesce(failure_message, '') from {AnalysisJobTables.Job}"))
        {
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                if (!person.IsIn(rows.GetString(2)) && !person.IsIn(rows.GetString(3)))
                    continue;
                jobs.Add(rows.GetGuid(0));
                keys.Add(rows.GetFieldValue<byte[]>(1));
            }
        }
        if (jobs.Count == 0 || isDryRun)
            return jobs.Count;
        await using var delete = source.CreateCommand(
            $"""
             with jobs as (delete from {AnalysisJobTables.Job} where id = any($1))
             delete from {AnalysisJobTables.Result} where key = any($2)
             """);
        delete.Parameters.Add(new() { Value = jobs.ToArray() });
        delete.Parameters.Add(new() { Value = keys.ToArray() });
        await delete.ExecuteNonQueryAsync(cancellation);
        return jobs.Count;
    }
}
