using System.Net;
using System.Net.Sockets;

namespace Incidents.Postgres;

/// <summary>Finds a free TCP port.</summary>
public static class LoopbackPort
{
    // Below the range that systems give to outgoing connections (Linux: from 32768): none of those can take the port while the server
    // restarts.
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

    /// <summary>
    /// Makes sure that this machine reaches itself. Where the loopback interface is down, listening succeeds and connecting fails.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">It does not.</exception>
    public static void EnsureReachable()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            using var client = new TcpClient();
            client.Connect((IPEndPoint)listener.LocalEndpoint);
        }
        catch (SocketException e)
        {
            throw new EmbeddedPostgresException(
                $"This machine cannot be reached at 127.0.0.1: is its loopback interface down (on Linux: ip link set lo up)? {e.Message}",
                e);
        }
    }

    /// <summary>True when no program listens on the port at this moment.</summary>
    public static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
