using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Incidents.Api.CommandLine;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Pictures;

/// <summary>From where the host fetches pictures: listed origins, and what their names may resolve to.</summary>
internal sealed partial class PictureSources
{
    private readonly FrozenSet<string> origins;
    private readonly IPNetwork[] networks;
    private readonly string? livePattern;

    private PictureSources(FrozenSet<string> origins, IPNetwork[] networks, string? livePattern) =>
        (this.origins, this.networks, this.livePattern) = (origins, networks, livePattern);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="HostOptionsException">One of them is not valid; the message names it.</exception>
    public static PictureSources From(PictureSettings settings) => new(
        Listed(settings.AllowedOrigins).Select(Origin).ToFrozenSet(StringComparer.Ordinal),
        [.. Listed(settings.Networks).Select(Network)],
        settings.LivePattern is { Length: > 0 } pattern ? Pattern(pattern) : null);

    /// <summary>The address of a picture as it may be fetched; null where its origin is not listed.</summary>
    /// <param name="address">The address as it was reported.</param>
    public Uri? Allowed(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && Allows(uri) ? uri : null;

    /// <summary>Whether an address has a listed origin, and no credentials.</summary>
    /// <param name="address">The address.</param>
    public bool Allows(Uri address) =>
        address is { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "" }
        && OriginOf(address) is { } origin && origins.Contains(origin);

    /// <summary>Whether the name of a listed origin may lead to an address: one of the public Internet, or of a listed network.</summary>
    /// <param name="address">What the name resolves to.</param>
    public bool MayLeadTo(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return PublicInternet.Has(plain) || Array.Exists(networks, network => network.Contains(plain));
    }

    /// <summary>The address of a camera's live picture; null without the setting, and for what no device reported.</summary>
    /// <param name="city">City code.</param>
    /// <param name="deviceId">The camera, or null.</param>
    /// <param name="from">The moment that is of interest.</param>
    public string? Live(string city, string? deviceId, Instant from) => livePattern is null || deviceId is null
        ? null
        : Filled(livePattern, city, deviceId, InstantPattern.General.Format(from));

    private static string Filled(string pattern, string city, string deviceId, string from) => Placeholder().Replace(
        pattern,
        match => Uri.EscapeDataString(match.Groups[1].ValueSpan switch
        {
            "city" => city,
            "deviceId" => deviceId,
            _ => from,
        }));

    // Null where the name of the host has no form for look-ups, or signs that are no letters: some look-ups take such for other ones, as
    // the sign for "account of" for a/c.
    private static string? OriginOf(Uri address)
    {
        if (!address.Host.EnumerateRunes().All(rune => rune.IsAscii || Rune.IsLetterOrDigit(rune) || IsMark(rune)))
            return null;
        try
        {
            return string.Create(CultureInfo.InvariantCulture, $"{address.Scheme}://{address.IdnHost}:{address.Port}");
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark;

    private static string Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri is { Scheme: "http" or "https", UserInfo: "", PathAndQuery: "/", Fragment: "" }
        && OriginOf(uri) is { } origin
            ? origin
            : throw new HostOptionsException(
                $"Pictures:AllowedOrigins lists origins such as https://vms.example:8443, with ; between; '{text}' is not one.");

    private static IPNetwork Network(string text) => IPNetwork.TryParse(text, out var network)
        ? network
        : throw new HostOptionsException($"Pictures:Networks lists networks such as 10.20.0.0/16, with ; between; '{text}' is not one.");

    // A value that came with a report must not decide to which host the link leads.
    private static string Pattern(string text)
    {
        var isLink = Uri.TryCreate(Filled(text, "a", "b", "c"), UriKind.Absolute, out var one) && one.Scheme is "http" or "https";
        var isLike = Uri.TryCreate(Filled(text, "x", "y", "z"), UriKind.Absolute, out var other)
            && isLink && OriginOf(one!) is { } origin && origin == OriginOf(other!) && one!.UserInfo == other.UserInfo;
        return isLike && !Placeholder().Replace(text, "").AsSpan().ContainsAny('{', '}')
            ? text
            : throw new HostOptionsException(
                "Pictures:LivePattern is an address that begins with https:// or http://, with {city}, {deviceId} and {from} in its path "
                + $"or query only, not '{text}'.");
    }

    private static string[] Listed(string? text) =>
        text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    [GeneratedRegex(@"\{(city|deviceId|from)\}")]
    private static partial Regex Placeholder();
}
