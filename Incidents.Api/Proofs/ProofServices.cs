using Incidents.Api.Alarms;
using Incidents.Api.CommandLine;
using Incidents.Api.Store;
using Incidents.Domain.Proofs;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Incidents.Api.Proofs;

/// <summary>Registers the log of commitments.</summary>
internal static class ProofServices
{
    /// <summary>The file of the key where none is set.</summary>
    /// <param name="folder">The data folder.</param>
    public static string KeyFileIn(string folder) => Path.Combine(folder, "proof", "key");

    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="signsByItself">Whether this host signs at the interval of the setting.</param>
    /// <param name="longestHold">How long a number that is not committed is waited for.</param>
    public static void AddProofs(this IServiceCollection services, bool signsByItself, TimeSpan longestHold)
    {
        services.AddOptions<ProofSettings>().BindConfiguration("Proofs");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<ProofSettings>>().Value);
        services.AddSingleton<CaseLists>();
        services.AddSingleton(provider => KeyFileOf(provider.GetRequiredService<ProofSettings>(), null));
        services.AddSingleton<LogOrigin>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ProofLog>(provider, longestHold));
        services.AddSingleton<ProofState>();
        services.AddSingleton<IAlarmCheck, ProofCheck>();
        services.AddSingleton<CheckpointSigner>();
        services.AddSingleton<ProofReader>();
        services.AddSingleton(provider =>
        {
            var settings = provider.GetRequiredService<ProofSettings>();
            return new Cosigning(
                provider.GetRequiredService<StorePools>(), provider.GetRequiredService<ProofLog>(), Witness.Parse(settings.Witnesses),
                Client(), settings.WitnessPatience, provider.GetRequiredService<IClock>());
        });
        services.AddSingleton<ProofService>();
        if (signsByItself)
            services.AddHostedService(provider => provider.GetRequiredService<ProofService>());
    }

    /// <summary>Checks what the configuration's binder cannot.</summary>
    /// <exception cref="HostOptionsException">A setting has a wrong value; the message names it.</exception>
    public static void Check(IConfiguration settings)
    {
        try
        {
            Witness.Parse(settings["Proofs:Witnesses"]);
        }
        catch (FormatException e)
        {
            throw new HostOptionsException(e.Message);
        }
        if (settings["Proofs:Origin"] is { Length: > 0 } origin && (!VerifierKey.IsName(origin) || origin.Contains('#')))
            throw new HostOptionsException($"Proofs:Origin is a name without blanks, plus signs and '#', not '{origin}'.");
    }

    /// <summary>Where the key of a host is kept.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="folder">The data folder, or null.</param>
    public static ProofKeyFile KeyFileOf(ProofSettings settings, string? folder)
    {
        var file = settings.KeyFile is { Length: > 0 } given ? given : folder is null ? null : KeyFileIn(folder);
        return new(file is null ? null : Path.GetFullPath(file), settings.Origin is { Length: > 0 } origin ? origin : null);
    }

    // A witness that redirects could send the log anywhere.
    private static HttpClient Client() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
}
