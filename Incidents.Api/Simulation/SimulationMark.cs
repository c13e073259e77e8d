using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Npgsql;

namespace Incidents.Api.Simulation;

/// <summary>
/// Writes <c>extensions.simulated</c> on every GraphQL answer: true where the store holds anything of the simulator's, so that
/// nobody takes its figures for real ones. What it made has a source that begins with <c>simulator</c>.
/// </summary>
internal sealed class SimulationMark(NpgsqlDataSource source, IncidentsHostOptions options) : IAnswerExtension
{
    private bool simulated;

    /// <summary>Looks whether the simulator ever ran on this store.</summary>
    public async Task Look(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"select to_regclass('{EventStore.Schema}.simulation') is not null");
        simulated = options.Simulates || (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public ValueTask WriteAsync(IDictionary<string, object?> extensions, CancellationToken cancellationToken)
    {
        extensions["simulated"] = simulated;
        return ValueTask.CompletedTask;
    }
}
