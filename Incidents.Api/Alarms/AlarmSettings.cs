using Incidents.Api.CommandLine;
using MailKit.Security;

namespace Incidents.Api.Alarms;

/// <summary>Settings of the system's own alarms, <c>Alarms</c>.</summary>
internal sealed class AlarmSettings
{
    /// <summary>How often the conditions are evaluated, default every minute; zero never.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Language of the texts that are sent: en, ru or kk; default en.</summary>
    public string Language { get; set; } = "en";

    /// <summary>Raised where less than this share of a disk is free, default 0.1; zero never.</summary>
    public double FreeDiskShare { get; set; } = 0.1;

    /// <summary>Raised where the read models are behind by so long, default 2 minutes; zero never.</summary>
    public TimeSpan Lag { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Raised where rules, deadlines or feeds are behind the events by so long, default 1 minute; zero never.</summary>
    public TimeSpan ReactionLag { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Raised where so many dead letters came within an hour, default 100; zero never.</summary>
    public int DeadLettersPerHour { get; set; } = 100;

    /// <summary>Raised where the latest base backup is older, default 26 hours; zero never.</summary>
    public TimeSpan OldestBackup { get; set; } = TimeSpan.FromHours(26);

    /// <summary>Raised where the copy of the write-ahead log is behind by so long, default 15 minutes; zero never.</summary>
    public TimeSpan BackupLogLag { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Raised where the certificate expires within so many days, default 21; zero never.</summary>
    public int CertificateDays { get; set; } = 21;

    /// <summary>Raised where a source is silent for so many times its longest usual pause, default 2; zero never.</summary>
    public double SilentFactor { get; set; } = 2;

    /// <summary>The shortest silence that an alarm is raised for, default 30 minutes.</summary>
    public TimeSpan SilentAtLeast { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Addresses that alarms are posted to as JSON, with <c>;</c> between; default none.</summary>
    public string? Webhooks { get; set; }

    /// <summary>The key that posts are signed with (HMAC-SHA256); default none, and then they are not signed.</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>How long a webhook or mail server may take, default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The mail server (SMTP); default none.</summary>
    public string? MailHost { get; set; }

    /// <summary>Its port, default 587.</summary>
    public int MailPort { get; set; } = 587;

    /// <summary>How the connection is encrypted: starttls (default), tls, or none.</summary>
    public string MailSecurity { get; set; } = "starttls";

    /// <summary>The user at the mail server; default none.</summary>
    public string? MailUser { get; set; }

    /// <summary>The user's password.</summary>
    public string? MailPassword { get; set; }

    /// <summary>The sender's address.</summary>
    public string? MailFrom { get; set; }

    /// <summary>The receivers' addresses, with <c>;</c> between; default none.</summary>
    public string? MailTo { get; set; }

    /// <summary>The addresses of the webhooks.</summary>
    internal IReadOnlyList<string> WebhookAddresses() => Parts(Webhooks);

    /// <summary>The receivers of mail.</summary>
    internal IReadOnlyList<string> MailReceivers() => Parts(MailTo);

    /// <summary>The encryption of the connection to the mail server; null for an unknown one.</summary>
    internal SecureSocketOptions? Security() => MailSecurity switch
    {
        "starttls" => SecureSocketOptions.StartTls,
        "tls" => SecureSocketOptions.SslOnConnect,
        "none" => SecureSocketOptions.None,
        _ => null,
    };

    /// <summary>Checks the values that are texts.</summary>
    /// <exception cref="HostOptionsException">One cannot be used; the message names it.</exception>
    internal void Check()
    {
        if (!AlarmTexts.Languages.Contains(Language))
            throw new HostOptionsException($"Alarms:Language is one of {string.Join(", ", AlarmTexts.Languages)}, not '{Language}'.");
        // The address itself may be a secret.
        if (WebhookAddresses().Any(a => !Uri.TryCreate(a, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")))
            throw new HostOptionsException("Alarms:Webhooks needs addresses that begin with https:// or http://, with ; between.");
        if (Security() is null)
            throw new HostOptionsException($"Alarms:MailSecurity is starttls, tls or none, not '{MailSecurity}'.");
        if (string.IsNullOrEmpty(MailHost))
            return;
        if (MailReceivers().Count == 0 || !MailReceivers().Append(MailFrom ?? "").All(a => MimeKit.MailboxAddress.TryParse(a, out _)))
            throw new HostOptionsException("Alarms:MailHost needs a sender in Alarms:MailFrom and receivers in Alarms:MailTo.");
    }

    private static string[] Parts(string? text) =>
        text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
