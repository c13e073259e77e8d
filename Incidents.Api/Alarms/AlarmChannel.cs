using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GraphQL;
using MailKit.Net.Smtp;
using MimeKit;
using NodaTime;

namespace Incidents.Api.Alarms;

/// <summary>A way in which alarms reach somebody.</summary>
internal interface IAlarmChannel
{
    /// <summary>The channel as it is stored and shown: its kind and host, and after a # what distinguishes addresses of one host.</summary>
    string Name { get; }

    /// <summary>Sends a message; throws where the receiver does not take it.</summary>
    Task Send(DueMessage message, Instant now, CancellationToken cancellation);
}

/// <summary>Posts alarms as JSON.</summary>
/// <remarks>
/// An attempt whose answer is lost is repeated, so a receiver may get a message twice: <c>id</c> and the header
/// <c>Incidents-Message</c> are the same then. Redirects are not followed.
/// </remarks>
internal sealed class WebhookChannel(Uri address, AlarmSettings settings) : IAlarmChannel
{
    /// <summary>The header of the signature: <c>sha256=</c> and the HMAC of the body in hexadecimal digits.</summary>
    public const string Signature = "Incidents-Signature";

    /// <summary>The header of the message's id.</summary>
    public const string MessageId = "Incidents-Message";

    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc/>
    public string Name { get; } =
        $"webhook {address.Host}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.AbsoluteUri)))[..12]}";

    /// <inheritdoc/>
    public async Task Send(DueMessage message, Instant now, CancellationToken cancellation)
    {
        var alarm = message.Alarm;
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = message.Id,
            alarm = alarm.Id,
            kind = alarm.Kind.ToString().ToConstantCase(),
            subject = alarm.Subject,
            state = message.IsAllClear ? "cleared" : "raised",
            value = alarm.Value,
            threshold = alarm.Threshold,
            raisedAt = alarm.RaisedAt.ToString(),
            clearedAt = message.IsAllClear ? alarm.ClearedAt?.ToString() : null,
            sentAt = now.ToString(),
            text = AlarmTexts.Of(alarm, message.IsAllClear, settings.Language),
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.Add(MessageId, message.Id.ToString(CultureInfo.InvariantCulture));
        if (settings.WebhookSecret is { Length: > 0 } secret)
            request.Headers.Add(
                Signature, "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException(
                string.Create(CultureInfo.InvariantCulture, $"The receiver answered with status {(int)response.StatusCode}."));
    }
}

/// <summary>Sends alarms by mail.</summary>
internal sealed class MailChannel(AlarmSettings settings) : IAlarmChannel
{
    /// <inheritdoc/>
    public string Name { get; } = $"mail {settings.MailHost}";

    /// <inheritdoc/>
    public async Task Send(DueMessage message, Instant now, CancellationToken cancellation)
    {
        var text = AlarmTexts.Of(message.Alarm, message.IsAllClear, settings.Language);
        using var mail = new MimeMessage
        {
            Subject = $"Incidents: {text}",
            Date = now.ToDateTimeOffset(),
            // The same at each attempt, so that mail readers show one of two.
            MessageId = $"alarm-{message.Id.ToString(CultureInfo.InvariantCulture)}@{Environment.MachineName}",
            Body = new TextPart("plain") { Text = $"{text}\n\n{Facts(message)}\n" },
        };
        mail.From.Add(MailboxAddress.Parse(settings.MailFrom!));
        foreach (var receiver in settings.MailReceivers())
            mail.To.Add(MailboxAddress.Parse(receiver));
        using var client = new SmtpClient { Timeout = (int)settings.Timeout.TotalMilliseconds };
        await client.ConnectAsync(settings.MailHost!, settings.MailPort, settings.Security()!.Value, cancellation);
        if (settings.MailUser is { Length: > 0 } user)
            await client.AuthenticateAsync(user, settings.MailPassword ?? "", cancellation);
        await client.SendAsync(mail, cancellation);
        await client.DisconnectAsync(quit: true, cancellation);
    }

    private static string Facts(DueMessage message)
    {
        var alarm = message.Alarm;
        var lines = $"{alarm.Kind.ToString().ToConstantCase()} {alarm.Subject}\n{alarm.RaisedAt}";
        return message.IsAllClear ? $"{lines} – {alarm.ClearedAt}" : lines;
    }
}
