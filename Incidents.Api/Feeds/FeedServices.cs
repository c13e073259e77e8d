using Incidents.Api.CommandLine;
using Incidents.Api.Reactions;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Feeds;

/// <summary>Registers what tells other systems.</summary>
internal static class FeedServices
{
    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="sends">Whether this host sends by itself.</param>
    public static void AddFeeds(this IServiceCollection services, bool sends)
    {
        services.AddOptions<FeedSettings>().BindConfiguration("Feeds");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<FeedSettings>>().Value);
        services.AddSingleton(provider => FeedAddresses.From(provider.GetRequiredService<FeedSettings>()));
        services.AddSingleton<FeedStore>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<DeadLetterRows>();
        services.AddSingleton<FeedSubscriptions>();
        services.AddSingleton<FeedContents>();
        services.AddSingleton<FeedDocuments>();
        services.AddSingleton<FeedLanes>();
        services.AddSingleton<WebhookClient>();
        services.AddReaction<FeedReaction>();
        if (sends)
            services.AddHostedService<FeedSender>();
    }

    /// <summary>Checks what the configuration's binder cannot.</summary>
    /// <exception cref="HostOptionsException">A setting has a wrong value; the message names it.</exception>
    public static void Check(IConfiguration settings)
    {
        var feeds = settings.GetSection("Feeds").Get<FeedSettings>() ?? new();
        FeedAddresses.From(feeds);
        if (Uri.CheckHostName(feeds.Domain) is not UriHostNameType.Dns)
            throw new HostOptionsException($"Feeds:Domain is the domain name of this installation, not '{feeds.Domain}'.");
        if (feeds.Patience <= TimeSpan.Zero)
            throw new HostOptionsException("Feeds:Patience is longer than zero: in no time no receiver answers.");
    }
}
