using Incidents.Api.Access;
using Npgsql;

namespace Incidents.Api.Recorders;

/// <summary>Deletes the reads of a masked person's plate: no later read is compared with them.</summary>
internal sealed class SightingsHolder(NpgsqlDataSource source) : IPersonalDataHolder
{
    private const string Theirs = "plate = $1 or id = any($2)";

    /// <inheritdoc/>
    public string Name => "plate-sightings";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => [RecorderTables.Sightings];

    /// <inheritdoc/>
    public async Task<long> Mask(PersonalDataScope scope, bool isDryRun, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(isDryRun
            ? $"select count(*) from {RecorderTables.Sightings} where {Theirs}"
            : $"with gone as (delete from {RecorderTables.Sightings} where {Theirs} returning 1) select count(*) from gone");
        command.Parameters.Add(new() { Value = scope.Person?.Plate ?? "" });
        command.Parameters.Add(new() { Value = scope.Things.ToArray() });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
