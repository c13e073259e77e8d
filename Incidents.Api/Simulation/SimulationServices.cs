namespace Incidents.Api.Simulation;

/// <summary>Adds the simulator to a host.</summary>
internal static class SimulationServices
{
    /// <summary>Adds it: from the host's start on, the installation is filled with simulated life.</summary>
    public static IServiceCollection AddSimulation(this IServiceCollection services, SimulationOptions options) => services
        .AddSingleton(options)
        .AddSingleton<SimulationService>()
        .AddHostedService(provider => provider.GetRequiredService<SimulationService>());
}
