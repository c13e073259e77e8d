using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Incidents.Api.CommandLine;
using MQTTnet;
using MQTTnet.Formatter;

namespace Incidents.Api.Mqtt;

/// <summary>How the host connects to its broker.</summary>
internal static class MqttAccess
{
    private const int PlainPort = 1883;
    private const int TlsPort = 8883;
    private const int SocketBuffer = 256 << 10;
    private const long LeastBytes = 1 << 20;
    // Far more than a message of a device: a broker drops what is longer, without a word.
    private const uint LargestPacket = 16 << 20;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Checks what can be checked without a broker.</summary>
    /// <exception cref="HostOptionsException">A setting is missing or wrong.</exception>
    public static void Check(MqttSettings settings)
    {
        _ = new MqttRoutes(settings.Subscriptions, settings.Frigate);
        if (settings.MostInFlight is < 1 or > ushort.MaxValue)
            throw new HostOptionsException($"Mqtt:MostInFlight is between 1 and {ushort.MaxValue}, not {settings.MostInFlight}.");
        if (settings.MostBytes < LeastBytes)
            throw new HostOptionsException($"Mqtt:MostBytes is at least {LeastBytes}, not {settings.MostBytes}.");
        if (settings.Port > ushort.MaxValue || settings.EmbeddedPort > ushort.MaxValue)
            throw new HostOptionsException($"A port of Mqtt is at most {ushort.MaxValue}.");
        if (settings.Group.AsSpan().IndexOfAny("/+#") >= 0)
            throw new HostOptionsException("Mqtt:Group is a name without '/', '+' and '#'.");
        if (string.IsNullOrWhiteSpace(settings.Host))
            return;
        if (string.IsNullOrWhiteSpace(settings.ClientId))
        {
            throw new HostOptionsException(
                "Mqtt:Host needs Mqtt:ClientId: a name for this host that no other host has and that stays the same, because the broker "
                + "keeps under it what the host has not taken yet.");
        }
        foreach (var file in (string?[])[settings.CaFile, settings.Certificate, settings.CertificateKey])
        {
            if (file is { Length: > 0 } && !File.Exists(file))
                throw new HostOptionsException($"There is no file '{file}', which a setting of Mqtt names.");
        }
        if (!settings.Tls && (settings.CaFile is { Length: > 0 } || settings.Certificate is { Length: > 0 }))
            throw new HostOptionsException("Mqtt:CaFile and Mqtt:Certificate need Mqtt:Tls.");
    }

    /// <summary>The options of a connection. Files of certificates are read anew, so that a renewed one needs no restart.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="host">The broker.</param>
    /// <param name="port">Its port; 0 for the usual one.</param>
    /// <param name="clientId">The id of the session.</param>
    /// <exception cref="CryptographicException">A file holds no certificate or key.</exception>
    public static MqttClientOptions Options(MqttSettings settings, string host, int port, string clientId)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithTcpServer(host, port != 0 ? port : settings.Tls ? TlsPort : PlainPort)
            .WithProtocolVersion(MqttProtocolVersion.V500).WithTryPrivate(false)
            .WithClientId(clientId).WithCleanStart(false).WithSessionExpiryInterval(Seconds(settings.SessionExpiry))
            .WithReceiveMaximum((ushort)settings.MostInFlight).WithMaximumPacketSize(LargestPacket)
            .WithKeepAlivePeriod(KeepAlive).WithTimeout(Timeout)
            .WithTlsOptions(tls => Encrypt(tls, settings, host));
        if (settings.User is { Length: > 0 } user)
            builder = builder.WithCredentials(user, settings.Password);
        var options = builder.Build();
        var socket = (MqttClientTcpOptions)options.ChannelOptions;
        // The library's own choice resets the connection at its end, and with it acknowledgements that the broker has not read yet.
        socket.LingerState = new(false, 0);
        socket.BufferSize = SocketBuffer;
        return options;
    }

    private static void Encrypt(MqttClientTlsOptionsBuilder tls, MqttSettings settings, string host)
    {
        tls.UseTls(settings.Tls);
        if (!settings.Tls)
            return;
        // A town's own authority publishes no lists of revoked certificates.
        tls.WithTargetHost(host).WithRevocationMode(X509RevocationMode.NoCheck);
        if (settings.CaFile is { Length: > 0 } authorities)
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(authorities);
            tls.WithTrustChain(trusted);
        }
        if (settings.Certificate is { Length: > 0 } own)
        {
            var key = settings.CertificateKey is { Length: > 0 } file ? file : null;
            tls.WithClientCertificates([X509Certificate2.CreateFromPemFile(own, key)]);
        }
    }

    private static uint Seconds(TimeSpan time) => time.TotalSeconds >= uint.MaxValue ? uint.MaxValue : (uint)time.TotalSeconds;
}
