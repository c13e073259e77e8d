using System.Net;
using System.Net.Sockets;

namespace Incidents.Postgres;

/// <summary>Finds a TCP port that nobody listens on.</summary>
public static class LoopbackPort
{
    // Below the range that systems give to outgoing connections (Linux: from 32768): none of those can take the port while the server restarts.
    private const int First = 20000;
    private const int End = 32000;

    /// <summary>A free port, at random so that servers started at the same moment do not meet.</summary>
    public static int Free()
    {
        for (var attempt = 0; attempt < 1000; attempt++)
            if (Random.Shared.Next(First, End) is var port && IsFree(port))
                return port;
        throw new EmbeddedPostgresException($"No free TCP port between {First} and {End} on 127.0.0.1.");
    }

    /// <summary>True when nobody listens on the port at this moment.</summary>
    /// <exception cref="EmbeddedPostgresException">This machine has no loopback address.</exception>
    public static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            throw new EmbeddedPostgresException(
                "This machine has no address 127.0.0.1: its loopback interface is down (on Linux: ip link set lo up).", e);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
