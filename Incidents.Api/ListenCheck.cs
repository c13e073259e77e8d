using System.Net;
using System.Net.Sockets;

namespace Incidents.Api;

/// <summary>Finds out, before anything else starts, whether the web server will be able to listen.</summary>
internal static class ListenCheck
{
    /// <summary>What prevents listening, for the person at the terminal; null where nothing does.</summary>
    /// <remarks>
    /// Without <c>--listen</c> the server needs 127.0.0.1, and also ::1 where the machine has it: browsers try either for <c>localhost</c>.
    /// </remarks>
    public static string? Problem(HostOptions options)
    {
        IPAddress[] addresses = options.Listen is { } other ? [other]
            : options.Port == 0 ? [IPAddress.Loopback]
            : [IPAddress.Loopback, IPAddress.IPv6Loopback];
        return addresses.Select(address => Problem(address, options.Port)).FirstOrDefault(problem => problem is not null);
    }

    private static string? Problem(IPAddress address, int port)
    {
        var isOptional = address.Equals(IPAddress.IPv6Loopback);
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return null;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse =>
                    $"Port {port} is in use on {address}. Is Incidents running already? Choose another port with --port.",
                SocketError.AccessDenied => $"This user cannot listen on port {port}: choose a port of 1024 or more with --port.",
                SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.ProtocolNotSupported
                    when isOptional => null,
                SocketError.AddressNotAvailable when IPAddress.IsLoopback(address) =>
                    $"This machine has no address {address}: its loopback interface is down (on Linux: ip link set lo up).",
                SocketError.AddressNotAvailable => $"--listen (Incidents__Listen): this machine has no address {address}.",
                _ => $"The web server cannot listen on {new IPEndPoint(address, port)}: {e.Message}",
            };
        }
    }
}
