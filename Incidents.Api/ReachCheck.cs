using Incidents.Api.Access.Listening;
using Incidents.Api.CommandLine;

namespace Incidents.Api;

/// <summary>Refuses a start that would let other machines in without a sign-in, or passwords and sessions out in plain text.</summary>
internal static class ReachCheck
{
    // ASP.NET Core believes everybody's forwarded headers with this setting.
    private static readonly string[] BelieveEverybody = ["ForwardedHeaders_Enabled", "ASPNETCORE_FORWARDEDHEADERS_ENABLED"];

    /// <summary>Checks how others reach the host.</summary>
    /// <param name="options">What it is started with.</param>
    /// <param name="settings">Its settings.</param>
    /// <exception cref="HostOptionsException">It must not be started so.</exception>
    public static void Check(HostOptions options, IConfiguration settings)
    {
        Reach.Proxies(options.Proxies);
        if (options.CertificateKey is not null && options.Certificate is null)
            throw new HostOptionsException("Incidents__CertificateKey is the key of Incidents__Certificate, which is not set.");
        if (BelieveEverybody.FirstOrDefault(name => settings[name] is "true" or "True" or "1") is { } name)
        {
            throw new HostOptionsException(
                $"{name} believes the forwarded headers of everybody; Incidents__Proxies lists the reverse proxies that are believed.");
        }
        if (options.IsCommand || (options.Listen is null && options.Proxies is null))
            return;
        if (string.IsNullOrWhiteSpace(settings["Access:Authority"]))
        {
            throw new HostOptionsException(
                (options.Listen is null ? "Incidents__Proxies" : "--listen (Incidents__Listen)")
                + " lets other machines in, which needs a sign-in: set Access__Authority to an OIDC provider. Without one only demo users "
                + "sign in, without passwords, on this machine alone.");
        }
        if (options.Listen is not null && options is { Certificate: null, Proxies: null, Insecure: false })
        {
            throw new HostOptionsException(
                "--listen (Incidents__Listen) needs TLS: Incidents__Certificate names the file of a certificate, or Incidents__Proxies the "
                + "reverse proxies that end TLS. By plain HTTP sessions can be read on the way, and browsers give the pages neither "
                + "WebCrypto nor service workers. With --insecure (Incidents__Insecure=true) it listens all the same.");
        }
    }
}
