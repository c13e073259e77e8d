using System.Net;
using Incidents.Api.CommandLine;
using Incidents.Api.Pictures;
using Incidents.Domain;

namespace Incidents.Api.Feeds;

/// <summary>Which addresses messages may be posted to.</summary>
/// <remarks>
/// An administrator names the address, and this host has a place in the network that they may not have: so it leads to the public Internet,
/// or to a network that the operator of the host has listed. What a name leads to is decided when a connection is made.
/// </remarks>
internal sealed class FeedAddresses
{
    private readonly IPNetwork[] networks;
    private readonly bool allowsHttp;

    private FeedAddresses(IPNetwork[] networks, bool allowsHttp) => (this.networks, this.allowsHttp) = (networks, allowsHttp);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="HostOptionsException">One of them is not valid; the message names it.</exception>
    public static FeedAddresses From(FeedSettings settings) => new(
        [
            .. (settings.Networks ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text =>
                IPNetwork.TryParse(text, out var network)
                    ? network
                    : throw new HostOptionsException(
                        $"Feeds:Networks lists networks such as 10.20.0.0/16, with ; between; '{text}' is not one.")),
        ],
        settings.AllowsHttp);

    /// <summary>Why an address is refused, or null; what its name leads to is not looked up.</summary>
    /// <param name="address">The address.</param>
    public Refusal? Check(string address)
    {
        if (Texts.Uri.Check(address, "address") is { } fault)
            return fault;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || !(uri.Scheme == Uri.UriSchemeHttps || (allowsHttp && uri.Scheme == Uri.UriSchemeHttp))
            || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0 || HostOf(uri) is not { Length: > 0 } host)
            return Refused("A receiver has an https address without user name, password and fragment.");
        // The host as it is connected to: 0x7f.1 and [::ffff:127.0.0.1] are addresses too.
        return IPAddress.TryParse(host, out var literal) && !MayLeadTo(literal, uri.Scheme)
            ? Refused(
                "The address of a receiver leads to a network that this installation lists, or with https to the public Internet.")
            : null;
    }

    /// <summary>Whether a connection may be made to an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="scheme">How: what is not encrypted stays within the listed networks.</param>
    public bool MayLeadTo(IPAddress address, string scheme)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (scheme == Uri.UriSchemeHttps && PublicInternet.Has(plain)) || Array.Exists(networks, network => network.Contains(plain));
    }

    // Null where the name of the host has no form for look-ups.
    private static string? HostOf(Uri address)
    {
        try
        {
            return address.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private static Refusal Refused(string message) => new(ErrorCode.FeedAddressRefused, message, "address");
}
