using Incidents.Api.Alarms;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using netDumbster.smtp;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Alarms;

/// <summary>A host whose alarms go to a web server and a mail server of the test; the test does each round.</summary>
public sealed class AlarmHost(PostgresFixture postgres) : IAsyncLifetime
{
    internal const string Secret = "the key";
    private readonly TemporaryFolder folder = new();
    private RunningHost? host;
    private AlarmReceiver? receiver;
    private SimpleSmtpServer? mail;

    internal RunningHost Host => host!;

    internal AlarmReceiver Receiver => receiver!;

    internal SimpleSmtpServer Mail => mail!;

    internal FakeClock Clock { get; } = new(SystemClock.Instance.GetCurrentInstant());

    internal string Certificate => Path.Combine(folder.Path, "certificate.pem");

    /// <summary>Bytes of 100 that are free on the disk of the data.</summary>
    internal long Free { get; set; } = 80;

    internal Dictionary<string, string?> Settings => new()
    {
        // By itself it does no round while the test runs.
        ["Alarms:Interval"] = "10:00:00",
        ["Alarms:DeadLettersPerHour"] = "3",
        ["Alarms:Webhooks"] = Receiver.Address,
        ["Alarms:WebhookSecret"] = Secret,
        ["Alarms:MailHost"] = "127.0.0.1",
        ["Alarms:MailPort"] = Mail.Configuration.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["Alarms:MailSecurity"] = "none",
        ["Alarms:MailFrom"] = "incidents@example.kz",
        ["Alarms:MailTo"] = "duty@example.kz; second@example.kz",
        ["Incidents:Certificate"] = Certificate,
    };

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        receiver = await AlarmReceiver.Start();
        mail = SimpleSmtpServer.Start();
        CertificateOf(TimeSpan.FromDays(365));
        host = await RunningHost.Start(
            await postgres.CreateDatabase(), clock: Clock, settings: Settings, services: services =>
            {
                services.Replace(ServiceDescriptor.Singleton(new HostFolder("/data")));
                services.Replace(ServiceDescriptor.Singleton<DiskReader>(_ => (Free, 100)));
            });
    }

    /// <summary>Evaluates the conditions once, and sends what is to be sent.</summary>
    internal Task Round() => Round(Host);

    internal static async Task Round(RunningHost host) => await RunningHost.Until(
        () => host.Services.GetRequiredService<AlarmRound>().Run(TestContext.Current.CancellationToken), "a round of alarms");

    /// <summary>Writes a certificate that expires after a time.</summary>
    internal void CertificateOf(TimeSpan left)
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=incidents", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        var now = Clock.GetCurrentInstant().ToDateTimeOffset();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now + left);
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        if (receiver is not null)
            await receiver.DisposeAsync();
        mail?.Dispose();
        folder.Dispose();
    }
}
