using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Incidents.Api.Access;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Pictures;

/// <summary>What is seen of an alert.</summary>
internal enum PictureKind
{
    /// <summary>The picture.</summary>
    Snapshot = 1,
    /// <summary>The recording.</summary>
    Clip,
}

/// <summary>Makes and checks links to pictures: each is of one alert, kind and person, and can be used for a time.</summary>
/// <remarks>
/// The signature is HMAC-SHA256 over these. The end is a multiple of 5 minutes, so that the answer of a logged read is the same in its
/// replay, whose clock is that of the answer to a few milliseconds.
/// </remarks>
internal sealed class PictureLinks(PictureKey key, PictureSources sources, PictureSettings settings, IClock clock)
{
    private const int SecondsOfStep = 300;

    /// <summary>The path of a picture for the present caller; null where it may not be fetched, or nobody has signed in.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="kind">What is seen of it.</param>
    /// <param name="media">What was reported, or null.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async ValueTask<string?> Of(Guid alert, PictureKind kind, MediaReference? media, CancellationToken cancellation)
    {
        var caller = Callers.Current;
        if (media is null || sources.Allowed(media.Uri) is null || caller.IsHost || caller.IsAnonymous)
            return null;
        var end = (clock.GetCurrentInstant() + Duration.FromTimeSpan(settings.LinkLife)).ToUnixTimeSeconds();
        var until = (end + SecondsOfStep - 1) / SecondsOfStep * SecondsOfStep;
        var signature = Sign(await key.Bytes(cancellation), alert, kind, caller.Id, until);
        return FormattableString.Invariant($"/pictures/{alert}/{NameOf(kind)}?until={until}&signature={signature}");
    }

    /// <summary>Checks the link that the present caller uses.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="kind">What is seen of it.</param>
    /// <param name="until">The end of the link, as it was sent.</param>
    /// <param name="signature">The signature, as it was sent.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="GraphQL.RefusedException">It was not made for this, or its time is over.</exception>
    public async ValueTask Check(Guid alert, PictureKind kind, string? until, string? signature, CancellationToken cancellation)
    {
        var isRead = long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var end);
        var own = Sign(await key.Bytes(cancellation), alert, kind, Callers.Current.Id, end);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(own), Encoding.UTF8.GetBytes(signature ?? "")) || !isRead)
            throw PictureRefusals.LinkInvalid();
        if (clock.GetCurrentInstant().ToUnixTimeSeconds() >= end)
            throw PictureRefusals.LinkExpired();
    }

    /// <summary>The name of a kind in a path.</summary>
    public static string NameOf(PictureKind kind) => kind is PictureKind.Clip ? "clip" : "snapshot";

    // The caller's id comes last, because it alone may hold any character.
    private static string Sign(byte[] key, Guid alert, PictureKind kind, string caller, long until) => Base64Url.EncodeToString(
        HMACSHA256.HashData(
            key, Encoding.UTF8.GetBytes(FormattableString.Invariant($"picture\n{alert}\n{NameOf(kind)}\n{until}\n{caller}"))));
}
