using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Access.Log;

/// <summary>Registers the access log.</summary>
internal static class AccessLogServices
{
    /// <summary>Adds the services.</summary>
    /// <typeparam name="TReplicas">Makes the hosts that answer replays.</typeparam>
    public static void AddAccessLog<TReplicas>(this IServiceCollection services) where TReplicas : class, IReplicaHosts
    {
        services.AddSingleton<IReplicaHosts, TReplicas>();
        services.AddOptions<AccessLogSettings>().BindConfiguration("AccessLog");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<AccessLogSettings>>().Value);
        services.AddSingleton<AccessStore>();
        services.AddSingleton<IAccessLog, AccessLog>();
        services.AddSingleton<IAnswerRecord, AnswerRecord>();
        services.AddSingleton<AccessLogReader>();
        services.AddSingleton<AccessLogMasking>();
        services.AddSingleton<IPersonalDataHolder>(provider => provider.GetRequiredService<AccessLogMasking>());
        services.AddSingleton<ReplayService>();
        services.AddHostedService(provider => provider.GetRequiredService<ReplayService>());
        services.AddSingleton<ActedEvents>();
        services.AddSingleton<WatchList>();
        services.AddSingleton<UnusualSearches>();
    }
}
