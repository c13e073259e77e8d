using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Net.Http.Headers;

namespace Incidents.Api.Access.SignIn;

/// <summary>Says where demo users may sign in: on the machine of the host alone, and only where no provider is configured.</summary>
/// <remarks>
/// Demo users have no passwords. So the addresses that the server is bound to count, not those that were asked for, and each request must
/// come from this machine without having passed a proxy, which would make everybody's requests come from this machine.
/// </remarks>
internal sealed class DemoSignIn(AccessSettings settings, IServer server, IConfiguration configuration)
{
    private static readonly string[] Forwarding =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Real-IP", HeaderNames.Via];

    private readonly bool hasProxies = configuration["Incidents:Proxies"] is { Length: > 0 };
    private readonly Lock gate = new();
    private bool? isLoopbackOnly;

    /// <summary>Whether demo users can sign in on this host.</summary>
    public bool IsOn => !settings.HasProvider && !hasProxies && IsLoopbackOnly();

    /// <summary>The addresses that the server is bound to and that other machines can reach.</summary>
    public IEnumerable<string> OpenAddresses() => Bound().Where(address => !IsLoopback(address));

    /// <summary>Whether the token or session of a demo user is accepted with a request.</summary>
    /// <param name="http">The request.</param>
    public bool Accepts(HttpContext http) => IsOn
        && http.Connection is { RemoteIpAddress: { } from, LocalIpAddress: { } to }
        && IPAddress.IsLoopback(from) && IPAddress.IsLoopback(to)
        && !Array.Exists(Forwarding, http.Request.Headers.ContainsKey);

    /// <summary>Whether a demo user may sign in by a request: addressed to this machine by its loopback name.</summary>
    /// <param name="http">The request.</param>
    public bool MayBegin(HttpContext http) => Accepts(http) && IsLoopbackName(http.Request.Host.Host);

    private bool IsLoopbackOnly()
    {
        lock (gate)
        {
            // The server knows its addresses once it has started.
            if (isLoopbackOnly is null && Bound() is { Count: > 0 } bound)
                isLoopbackOnly = bound.All(IsLoopback);
            return isLoopbackOnly ?? false;
        }
    }

    private ICollection<string> Bound() => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    private static bool IsLoopback(string address)
    {
        var bound = BindingAddress.Parse(address);
        return !bound.IsUnixPipe && !bound.IsNamedPipe && IsLoopbackName(bound.Host);
    }

    private static bool IsLoopbackName(string host) =>
        host.TrimEnd('.').Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
