using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Microsoft.Extensions.Options;

namespace Incidents.Api.PersonalData;

/// <summary>Registers what masks personal data.</summary>
internal static class PersonalDataServices
{
    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="runsByItself">Whether this host finishes interrupted maskings and masks what is older than its retention.</param>
    public static void AddPersonalData(this IServiceCollection services, bool runsByItself)
    {
        services.AddUpkeep<MaskingTable>();
        services.AddUpkeep<MaskingLock>();
        services.AddUpkeep<EventMasking>();
        services.AddSingleton<PersonKey>();
        services.AddSingleton<Maskings>();
        services.AddSingleton<TraceRemoval>();
        services.AddSingleton<OriginalsHolder>();
        services.AddSingleton<DeadLettersHolder>();
        services.AddSingleton<IPersonalDataHolder>(provider => provider.GetRequiredService<OriginalsHolder>());
        services.AddSingleton<IPersonalDataHolder>(provider => provider.GetRequiredService<DeadLettersHolder>());
        services.AddSingleton<QuarantineHolder>();
        services.AddUpkeep<AnalysesHolder>();
        services.AddSingleton<IPersonalDataHolder>(provider => provider.GetRequiredService<QuarantineHolder>());
        services.AddSingleton<IPersonalDataHolder>(provider => provider.GetRequiredService<AnalysesHolder>());
        services.AddOptions<RetentionSettings>().BindConfiguration("Retention");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<RetentionSettings>>().Value);
        services.AddSingleton<Retention>();
        services.AddUpkeep<EventStreams>();
        services.AddSingleton<PersonReports>();
        services.AddSingleton<BlockedPersons>();
        services.AddSingleton<BlockedPlates>();
        services.AddSingleton<IBlockedPersons>(provider => provider.GetRequiredService<BlockedPlates>());
        services.AddSingleton<IArgumentCheck, BlockedPlatesCheck>();
        services.AddHostedService(provider => provider.GetRequiredService<BlockedPersons>());
        if (runsByItself)
            services.AddHostedService<MaskingUpkeep>();
    }
}
