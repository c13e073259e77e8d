using Incidents.Api.Store;
using Npgsql;

namespace Incidents.Api.Reactions;

/// <summary>Registers reactions, and what follows them.</summary>
internal static class ReactionServices
{
    /// <summary>Adds a reaction. Where it has an <see cref="NpgsqlDataSource"/>, that is the pool for upkeep.</summary>
    /// <typeparam name="T">The reaction.</typeparam>
    public static IServiceCollection AddReaction<T>(this IServiceCollection services) where T : Reaction
    {
        var takesSource = Array.Exists(
            typeof(T).GetConstructors(),
            constructor => Array.Exists(constructor.GetParameters(), given => given.ParameterType == typeof(NpgsqlDataSource)));
        if (takesSource)
            services.AddUpkeep<T>();
        else
            services.AddSingleton<T>();
        return services.AddSingleton<Reaction>(provider => provider.GetRequiredService<T>());
    }

    /// <summary>Adds what follows the reactions.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="follows">Whether this host follows them.</param>
    public static void AddReactions(this IServiceCollection services, bool follows)
    {
        services.AddSingleton(ReactionOptions.Default);
        services.AddSingleton<ReactionCommands>();
        services.AddSingleton(provider => provider.GetServices<Reaction>().Select(reaction => new ReactionFollower(
            reaction, provider.GetRequiredService<StorePools>().Reactions, provider.GetRequiredService<EventTail>(),
            provider.GetRequiredService<EventCatalogue>(), provider.GetRequiredService<ReactionCommands>(),
            provider.GetRequiredService<ReactionOptions>(), provider.GetRequiredService<ILogger<ReactionFollower>>())).ToArray());
        if (follows)
            services.AddHostedService(provider => new ReactionService(
                provider.GetRequiredService<ReactionFollower[]>(), provider.GetRequiredService<StorePools>().Reactions,
                provider.GetRequiredService<ReactionOptions>(), provider.GetRequiredService<ILogger<ReactionService>>()));
    }

    /// <summary>Gives new reactions their cursors, before this host appends anything.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static Task BeginReactions(this IServiceProvider services, CancellationToken cancellation) => ReactionTables.Begin(
        services.GetRequiredService<StorePools>().Upkeep, [.. services.GetServices<Reaction>()],
        () => services.GetRequiredService<EventReader>().LastSequence(cancellation), cancellation);
}
