using System.Net;
using System.Net.Sockets;

namespace Incidents.Api.Pictures;

/// <summary>Which addresses are of the public Internet.</summary>
/// <remarks>
/// The rest of IANA's registries of special-purpose addresses (RFC 6890) is loopback, private, link-local, shared, for documentation or for
/// groups. Of IPv6 only 2000::/3 is given out; what it holds of tunnels and translations contains another address.
/// </remarks>
internal static class PublicInternet
{
    private static readonly IPNetwork[] Special = [.. new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    }.Select(text => IPNetwork.Parse(text))];

    private static readonly IPNetwork GivenOut = IPNetwork.Parse("2000::/3");

    /// <summary>Whether an address is of the public Internet.</summary>
    /// <param name="address">The address; one of IPv4 as such.</param>
    public static bool Has(IPAddress address) =>
        (address.AddressFamily is AddressFamily.InterNetwork || GivenOut.Contains(address))
        && !Array.Exists(Special, network => network.Contains(address));
}
