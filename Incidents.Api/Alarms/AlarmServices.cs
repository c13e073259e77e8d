using Incidents.Api.Backups;
using Incidents.Api.Store;
using Incidents.Postgres;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Alarms;

/// <summary>Registers the system's own alarms.</summary>
internal static class AlarmServices
{
    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="evaluates">Whether this host evaluates the conditions by itself.</param>
    public static void AddAlarms(this IServiceCollection services, bool evaluates)
    {
        services.AddOptions<AlarmSettings>().BindConfiguration("Alarms");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<AlarmSettings>>().Value);
        services.AddUpkeep<AlarmTable>();
        services.AddUpkeep<BackupStatusTable>();
        services.AddSingleton<DiskReader>(DiskSpace.Of);
        services.TryAddSingleton(new HostFolder(null));
        services.AddSingleton<IAlarmCheck, DiskCheck>();
        services.AddSingleton<IAlarmCheck, LagCheck>();
        services.AddSingleton<IAlarmCheck>(provider => ActivatorUtilities.CreateInstance<DeadLetterCheck>(provider, Upkeep(provider)));
        services.AddSingleton<IAlarmCheck, QuarantineCheck>();
        services.AddSingleton<IAlarmCheck, ReactionCheck>();
        services.AddSingleton<IAlarmCheck, BackupCheck>();
        services.AddSingleton<IAlarmCheck, CertificateCheck>();
        services.AddSingleton<IAlarmCheck>(provider => ActivatorUtilities.CreateInstance<SourceCheck>(provider, Upkeep(provider)));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<AlarmRound>(
            provider, Upkeep(provider), Channels(provider.GetRequiredService<AlarmSettings>())));
        if (evaluates)
            services.AddHostedService<AlarmService>();
    }

    private static Npgsql.NpgsqlDataSource Upkeep(IServiceProvider provider) => provider.GetRequiredService<StorePools>().Upkeep;

    private static IEnumerable<IAlarmChannel> Channels(AlarmSettings settings)
    {
        IAlarmChannel[] webhooks = [.. settings.WebhookAddresses().Select(a => new WebhookChannel(new(a), settings))];
        return string.IsNullOrEmpty(settings.MailHost) ? webhooks : [.. webhooks, new MailChannel(settings)];
    }
}
