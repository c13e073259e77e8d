using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Incidents.Api.Feeds;

/// <summary>Signs messages: HMAC-SHA256 over id, time and body, as the open specification Standard Webhooks writes it.</summary>
internal static class FeedSignature
{
    /// <summary>Header of the message's id.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>Header of the time at which it was signed, in seconds since 1970.</summary>
    public const string TimeHeader = "webhook-timestamp";

    /// <summary>Header of the signatures, with a blank between them: one for each secret that is accepted.</summary>
    public const string Header = "webhook-signature";

    /// <summary>What a secret begins with.</summary>
    public const string Prefix = "whsec_";

    /// <summary>What the header <c>Authorization</c> of a receiver's WebSocket begins with.</summary>
    public const string Scheme = "Feed ";

    /// <summary>The value of the header.</summary>
    /// <param name="secrets">The secrets.</param>
    /// <param name="id">Id of the message, as in its header.</param>
    /// <param name="seconds">The time, as in its header.</param>
    /// <param name="body">The body.</param>
    public static string Of(IEnumerable<byte[]> secrets, string id, long seconds, ReadOnlySpan<byte> body)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}."));
        byte[] signed = [.. head, .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}"));
    }

    /// <summary>A secret as the receiver is told it.</summary>
    public static string Text(byte[] secret) => Prefix + Convert.ToBase64String(secret);

    /// <summary>The header <c>Authorization</c> of a receiver's WebSocket.</summary>
    public static string Authorization(Guid id, byte[] secret) => $"{Scheme}{id:N}.{WebEncoders.Base64UrlEncode(secret)}";
}
