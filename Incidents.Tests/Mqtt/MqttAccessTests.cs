using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Incidents.Api.Mqtt;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace Incidents.Tests.Mqtt;

/// <summary>A Mosquitto with the shipped configuration: TLS, passwords, and the list of who may publish where.</summary>
public sealed class MqttAccessTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_publishes_under_its_own_name_alone_and_a_host_says_why_it_is_not_let_in()
    {
        await using var broker = await MosquittoBroker.Start(Prepare);
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: Settings(broker, "secret"));
        var metrics = host.Services.GetRequiredService<MqttMetrics>();
        var state = host.Services.GetRequiredService<MqttState>();
        await RunningHost.Until(() => Task.FromResult(state.Reason is null), "the broker");

        Assert.True(await Publish(broker, "karaganda.cam-1", AlertMessages.Raised(1)));
        Assert.False(await Publish(broker, "karaganda.cam-1", AlertMessages.Raised(2)));
        Assert.True(await Publish(broker, "karaganda.cam-2", AlertMessages.Raised(2)));
        // Another town, another dialect, other devices of its town, and a device without a line of its own.
        Assert.False(await Publish(broker, "karaganda.cam-1", ("incidents/abay/reports/cam-1", "{}")));
        Assert.False(await Publish(broker, "karaganda.cam-1", ("incidents/karaganda/onvif/cam-1", "{}")));
        Assert.False(await Publish(broker, "karaganda.cam-1", ("incidents/karaganda/sites/cam-1/openalpr", "{}")));
        Assert.False(await Publish(broker, "abay.cam-1", ("incidents/abay/reports/cam-1", "{}")));
        // The hosts read, and publish nothing.
        Assert.False(await Publish(broker, "incidents", AlertMessages.Raised(3)));
        await RunningHost.Until(() => Task.FromResult(metrics.Acknowledged == 2), "two alerts");
        Assert.Equal(["1", "2"], await AlertMessages.Ids(host));

        await Refused(Settings(broker, "wrong"), "NotAuthorized");
        await Refused(Settings(broker, "secret", caFile: null), "certificate");
        await Refused(Settings(broker, "secret", port: 9), "refused");
    }

    private async Task Refused(Dictionary<string, string?> settings, string reason)
    {
        settings["Mqtt:ClientId"] = "another";
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = true, settings: settings);
        var state = host.Services.GetRequiredService<MqttState>();
        await RunningHost.Until(
            () => Task.FromResult(state.Reason?.Contains(reason, StringComparison.OrdinalIgnoreCase) is true), $"'{reason}' as the reason");
    }

    private static Dictionary<string, string?> Settings(
        MosquittoBroker broker, string password, string? caFile = "ca.crt", int? port = null) => new(broker.Settings("one"))
        {
            ["Mqtt:Host"] = "localhost",
            ["Mqtt:Port"] = (port ?? broker.Port).ToString(CultureInfo.InvariantCulture),
            ["Mqtt:Tls"] = "true",
            ["Mqtt:CaFile"] = caFile is null ? null : Path.Combine(broker.Folder, caFile),
            ["Mqtt:User"] = "incidents",
            ["Mqtt:Password"] = password,
        };

    private static async Task<bool> Publish(MosquittoBroker broker, string user, (string Topic, string Payload) message)
    {
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPemFile(Path.Combine(broker.Folder, "ca.crt"));
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("localhost", broker.Port).WithProtocolVersion(MqttProtocolVersion.V500)
                .WithTryPrivate(false).WithCredentials(user, "secret").WithTlsOptions(tls => tls
                    .WithTargetHost("localhost").WithTrustChain(trusted).WithRevocationMode(X509RevocationMode.NoCheck)).Build(),
            Cancellation);
        var answer = await client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic(message.Topic).WithPayload(Encoding.UTF8.GetBytes(message.Payload))
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            Cancellation);
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), Cancellation);
        return answer.IsSuccess;
    }

    private static string Prepare(int port, string folder)
    {
        var certificates = Directory.CreateDirectory(Path.Combine(folder, "certificates")).FullName;
        MakeCertificates(
            Path.Combine(folder, "ca.crt"), Path.Combine(certificates, "server.crt"), Path.Combine(certificates, "server.key"));
        var acl = Path.Combine(folder, "acl");
        File.Copy(Path.Combine(SourceTree.Root, "docs", "mosquitto", "acl"), acl);
        foreach (var device in (string[])["cam-1", "cam-2"])
            File.AppendAllText(acl, $"user karaganda.{device}\ntopic write incidents/karaganda/reports/{device}/#\n\n");
        var passwords = Path.Combine(folder, "passwords");
        foreach (var user in (string[])["incidents", "karaganda.cam-1", "karaganda.cam-2", "abay.cam-1"])
        {
            string[] create = File.Exists(passwords) ? [] : ["-c"];
            using var program = Process.Start(new ProcessStartInfo("mosquitto_passwd", ["-b", .. create, passwords, user, "secret"]))!;
            program.WaitForExit();
            Assert.Equal(0, program.ExitCode);
        }
        return MosquittoBroker.Shipped(folder).Replace(
            "listener 8883", string.Create(CultureInfo.InvariantCulture, $"listener {port} localhost"), StringComparison.Ordinal);
    }

    private static void MakeCertificates(string caFile, string certificateFile, string keyFile)
    {
        var (from, until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caRequest = new CertificateRequest("CN=Test authority", caKey, HashAlgorithmName.SHA256);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var ca = caRequest.CreateSelfSigned(from, until);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(ca, from, until, [1, 2, 3, 4]);
        File.WriteAllText(caFile, ca.ExportCertificatePem());
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
    }
}
