using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Incidents.Tests.Cases.EvidenceFiles;

/// <summary>An upload byte by byte, as no client library would send it.</summary>
internal sealed class RawUpload : IDisposable
{
    private readonly TcpClient client = new();
    private NetworkStream? stream;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Sends the head of an upload.</summary>
    /// <param name="host">The host.</param>
    /// <param name="id">The case.</param>
    /// <param name="headers">Lines of the head besides those that name the host and the caller.</param>
    /// <param name="query">What is said of the file.</param>
    /// <param name="caller">Who uploads it.</param>
    public static async Task<RawUpload> Begin(
        EvidenceHost host, Guid id, string headers, string query = "name=a", string caller = EvidenceHost.Investigator)
    {
        var (upload, address) = (new RawUpload(), host.Host.Client.BaseAddress!);
        await upload.client.ConnectAsync(address.Host, address.Port, Cancellation);
        upload.stream = upload.client.GetStream();
        await upload.Send(Encoding.ASCII.GetBytes(
            $"POST /cases/{id}/evidence?{query} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: {host.SignIn(caller)}\r\n"
            + $"{headers}\r\n\r\n"));
        return upload;
    }

    /// <summary>Sends bytes of the body.</summary>
    public Task Send(ReadOnlyMemory<byte> bytes) => stream!.WriteAsync(bytes, Cancellation).AsTask();

    /// <summary>Sends bytes one by one, until the host answers or ends it.</summary>
    public async Task Drip(Task<string> answer)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!answer.IsCompleted && await timer.WaitForNextTickAsync(Cancellation))
        {
            try
            {
                await Send(new byte[1]);
            }
            catch (IOException)
            {
                // The host has closed it.
                break;
            }
        }
    }

    /// <summary>Sends no more.</summary>
    public void End() => client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>What the host answers first; empty where it ends the connection.</summary>
    public async Task<string> Answer()
    {
        var buffer = new byte[4_096];
        try
        {
            return Encoding.UTF8.GetString(buffer, 0, await stream!.ReadAsync(buffer, Cancellation));
        }
        catch (IOException)
        {
            return "";
        }
    }

    public void Dispose() => client.Dispose();
}
