using Incidents.Api.Store;

namespace Incidents.Api.Simulation;

/// <summary>Registers the simulator.</summary>
internal static class SimulationServices
{
    /// <summary>Adds the simulator, which runs while the host runs.</summary>
    public static IServiceCollection AddSimulation(this IServiceCollection services, SimulationOptions options) =>
        services.AddSingleton(options).AddHostedService(
            provider => ActivatorUtilities.CreateInstance<SimulationService>(provider, provider.GetRequiredService<StorePools>().Upkeep));
}
