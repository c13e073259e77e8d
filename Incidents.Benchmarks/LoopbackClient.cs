using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Incidents.Benchmarks;

/// <summary>
/// One keep-alive HTTP/1.1 connection that costs next to nothing: it sends prepared bytes and reads one answer, by length or in
/// chunks. The client shares the machine's cores with what is measured, so each microsecond of its own would be counted against it.
/// </summary>
internal sealed class LoopbackClient : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[64 << 10];
    private int filled;
    private int consumed;

    public LoopbackClient(int port) => socket.Connect(IPAddress.Loopback, port);

    /// <summary>The bytes of a POST request.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="contentType">Type of the body.</param>
    /// <param name="body">The body.</param>
    /// <param name="encoding">Encodings that the client accepts; null for none.</param>
    /// <param name="authorization">Value of <c>Authorization</c>; null for the token with all roles, empty for none.</param>
    public static byte[] Post(
        string path, string contentType, ReadOnlySpan<byte> body, string? encoding = null, string? authorization = null) =>
        [.. Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {contentType}\r\nAccept: */*\r\n"
                + $"{(authorization is "" ? "" : $"Authorization: {authorization ?? AllRoles}\r\n")}"
                + $"{(encoding is null ? "" : $"Accept-Encoding: {encoding}\r\n")}Content-Length: {body.Length}\r\n\r\n")), .. body];

    /// <summary>The bytes of a POST request to <c>/graphql</c>.</summary>
    /// <param name="query">The query.</param>
    /// <param name="variables">Its variables, or null.</param>
    /// <param name="authorization">Value of <c>Authorization</c>; null for the token with all roles, empty for none.</param>
    public static byte[] Query(string query, object? variables = null, string? authorization = null) => Post(
        "/graphql", "application/json", JsonSerializer.SerializeToUtf8Bytes(new { query, variables }), authorization: authorization);

    /// <summary>The bytes of a GET request.</summary>
    public static byte[] Get(string path) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nAuthorization: {AllRoles}\r\n\r\n");

    private static string AllRoles => $"Bearer {BenchmarkSignIn.Token}";

    /// <summary>Sends a request and reads the response.</summary>
    /// <returns>The body, valid until the next call.</returns>
    /// <exception cref="InvalidOperationException">The status is not 200.</exception>
    public ReadOnlySpan<byte> Ask(ReadOnlySpan<byte> request)
    {
        (filled, consumed) = (0, 0);
        while (request.Length > 0)
            request = request[socket.Send(request)..];

        int end;
        while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
            Fill();
        var head = Encoding.ASCII.GetString(buffer, 0, end);
        consumed = end + 4;
        var isChunked = head.Contains("\r\nTransfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
        var (start, length) = isChunked ? ReadChunks() : ReadLength(head);
        var body = buffer.AsSpan(start, length);
        return head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)
            ? body
            : throw new InvalidOperationException($"{head.Split('\r')[0]}: {Encoding.UTF8.GetString(body[..Math.Min(body.Length, 500)])}");
    }

    public void Dispose() => socket.Dispose();

    private (int Start, int Length) ReadLength(string head)
    {
        const string name = "\r\nContent-Length: ";
        var at = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            throw new InvalidOperationException($"An answer says no length: {head}");
        var digits = head.AsSpan(at + name.Length);
        var stop = digits.IndexOf('\r');
        var length = int.Parse(stop < 0 ? digits : digits[..stop], CultureInfo.InvariantCulture);
        while (filled - consumed < length)
            Fill();
        return (consumed, length);
    }

    // The chunks are moved together behind the head, over their own lengths.
    private (int Start, int Length) ReadChunks()
    {
        var (start, target) = (consumed, consumed);
        while (true)
        {
            int end;
            while ((end = buffer.AsSpan(consumed, filled - consumed).IndexOf("\r\n"u8)) < 0)
                Fill();
            var size = int.Parse(Encoding.ASCII.GetString(buffer, consumed, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            consumed += end + 2;
            while (filled - consumed < size + 2)
                Fill();
            if (size == 0)
                return (start, target - start);
            buffer.AsSpan(consumed, size).CopyTo(buffer.AsSpan(target));
            consumed += size + 2;
            target += size;
        }
    }

    private void Fill()
    {
        if (filled == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var read = socket.Receive(buffer.AsSpan(filled));
        filled += read > 0 ? read : throw new IOException("The host has closed the connection.");
    }
}
