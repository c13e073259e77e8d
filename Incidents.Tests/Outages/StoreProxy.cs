using System.Net;
using System.Net.Sockets;

namespace Incidents.Tests.Outages;

/// <summary>A way to PostgreSQL that can be closed, cut in the middle, or fall silent.</summary>
internal sealed class StoreProxy : IAsyncDisposable
{
    private readonly int target;
    private readonly Lock gate = new();
    private readonly HashSet<Socket> sockets = [];
    private readonly List<Task> pumps = [];
    private TcpListener listener;
    private TaskCompletionSource open = Opened();
    private int budget = int.MaxValue;

    /// <summary>Begins to pass everything on.</summary>
    /// <param name="target">Port of PostgreSQL on this machine.</param>
    public StoreProxy(int target)
    {
        this.target = target;
        listener = Listen(0);
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Passes everything on again.</summary>
    public void Pass()
    {
        Volatile.Write(ref budget, int.MaxValue);
        open.TrySetResult();
        lock (gate)
        {
            if (!listener.Server.IsBound)
                listener = Listen(Port);
        }
    }

    /// <summary>Resets every connection and refuses new ones.</summary>
    public void Refuse()
    {
        lock (gate)
            listener.Stop();
        Reset();
    }

    /// <summary>Resets each connection, new ones too, when so many more bytes have gone through it.</summary>
    public void CutAfter(int bytes) => Volatile.Write(ref budget, bytes);

    /// <summary>Takes connections and bytes, and passes nothing on.</summary>
    public void Stall() => open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask DisposeAsync()
    {
        Refuse();
        open.TrySetResult();
        Task[] all;
        lock (gate)
            all = [.. pumps];
        await Task.WhenAll(all);
    }

    private static TaskCompletionSource Opened()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private TcpListener Listen(int port)
    {
        var made = new TcpListener(IPAddress.Loopback, port);
        made.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        made.Start();
        _ = Task.Run(() => Accept(made));
        return made;
    }

    private async Task Accept(TcpListener from)
    {
        while (true)
        {
            try
            {
                var client = await from.AcceptSocketAsync();
                var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                client.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, target);
                lock (gate)
                {
                    sockets.UnionWith([client, server]);
                    pumps.AddRange([Task.Run(() => Pump(client, server)), Task.Run(() => Pump(server, client))]);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It was stopped, or PostgreSQL is gone: whoever connects is refused.
                if (!from.Server.IsBound)
                    return;
            }
        }
    }

    private async Task Pump(Socket from, Socket to)
    {
        var buffer = new byte[16 << 10];
        var passed = 0;
        try
        {
            while (true)
            {
                var read = await from.ReceiveAsync(buffer);
                await open.Task;
                var allowed = Volatile.Read(ref budget);
                passed = allowed == int.MaxValue ? 0 : passed + read;
                await to.SendAsync(buffer.AsMemory(0, passed > allowed ? read / 2 : read));
                if (read == 0 || passed > allowed)
                    break;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other direction was reset.
        }
        Reset(from);
        Reset(to);
    }

    private void Reset()
    {
        Socket[] all;
        lock (gate)
            all = [.. sockets];
        foreach (var socket in all)
            Reset(socket);
    }

    private void Reset(Socket socket)
    {
        lock (gate)
        {
            if (!sockets.Remove(socket))
                return;
        }
        socket.LingerState = new(true, 0);
        socket.Dispose();
    }
}
