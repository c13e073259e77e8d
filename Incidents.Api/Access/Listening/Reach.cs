using System.Net;
using Incidents.Api.CommandLine;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using IPNetwork = System.Net.IPNetwork;

namespace Incidents.Api.Access.Listening;

/// <summary>How others reach the host: by TLS of its own, or through reverse proxies.</summary>
internal static class Reach
{
    /// <summary>Ends TLS with the certificate of a file.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="certificate">The certificate.</param>
    public static void AddCertificate(this IServiceCollection services, CertificateFile certificate)
    {
        services.AddSingleton(_ => certificate);
        services.AddOptions<KestrelServerOptions>().Configure<ILogger<CertificateFile>>((kestrel, logger) =>
        {
            certificate.Logger = logger;
            kestrel.ConfigureHttpsDefaults(tls =>
            {
                tls.ServerCertificateSelector = (_, _) => certificate.Current().TargetCertificate;
                // With its chain, which a selector cannot give.
                tls.OnAuthenticate = (_, handshake) =>
                {
                    handshake.ServerCertificateSelectionCallback = null;
                    handshake.ServerCertificateContext = certificate.Current();
                };
            });
        });
    }

    /// <summary>Takes the address of the client and the name of the host from proxies that are known.</summary>
    /// <param name="app">The host.</param>
    public static void UseProxies(this WebApplication app)
    {
        if (Proxies(app.Configuration["Incidents:Proxies"]) is not { Count: > 0 } networks)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }

    /// <summary>Reads the addresses of proxies.</summary>
    /// <param name="text">Addresses or networks such as <c>10.0.0.0/8</c>, separated by semicolons; null for none.</param>
    /// <exception cref="HostOptionsException">One is neither.</exception>
    public static IReadOnlyList<IPNetwork> Proxies(string? text) =>
        [.. (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Network)];

    private static IPNetwork Network(string text) =>
        IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) ? network
        : throw new HostOptionsException(
            $"Incidents__Proxies lists addresses or networks of reverse proxies, separated by semicolons; '{text}' is neither.");
}
