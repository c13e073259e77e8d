using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Npgsql;

namespace Incidents.Api.Simulation;

/// <summary>Writes <c>extensions.simulated</c> to every GraphQL response: true if the store contains events of the simulator.</summary>
/// <remarks>
/// Clients can show that the figures are not real. The source of every simulated event starts with <c>simulator</c>.
/// </remarks>
internal sealed class SimulationMark(NpgsqlDataSource source, bool simulates) : IResponseExtension
{
    private bool wasSimulated;

    /// <summary>Reads from the store whether the simulator ever ran on it.</summary>
    public async Task Load(CancellationToken cancellation) =>
        wasSimulated = await Sql.HasTable(source, $"{EventStore.Schema}.simulation", cancellation);

    /// <summary>Whether the store contains events of the simulator, or will.</summary>
    public bool IsSimulated => simulates || wasSimulated;

    public ValueTask Write(IDictionary<string, object?> extensions, CancellationToken cancellation)
    {
        extensions["simulated"] = IsSimulated;
        return ValueTask.CompletedTask;
    }
}
