using Incidents.Api.GraphQL;
using Incidents.Domain;

namespace Incidents.Api.Pictures;

/// <summary>Why a picture is not given out.</summary>
internal static class PictureRefusals
{
    /// <summary>The link is not one that this host made for the caller.</summary>
    public static RefusedException LinkInvalid() =>
        new(new(ErrorCode.LinkInvalid, "This is no link that was made for the caller: read the alert again."));

    /// <summary>The time of the link is over.</summary>
    public static RefusedException LinkExpired() =>
        new(new(ErrorCode.LinkExpired, "The time of the link is over: read the alert again."));

    /// <summary>The address is not one that the host fetches from.</summary>
    public static RefusedException AddressRefused() =>
        new(new(ErrorCode.PictureAddressRefused, "The picture leads to an address from which this host fetches nothing."));

    /// <summary>There is none.</summary>
    public static RefusedException Missing() =>
        new(new(ErrorCode.PictureMissing, "The alert names no such picture, or the video system does not have it."));

    /// <summary>The video system does not give it.</summary>
    public static RefusedException Unavailable() =>
        new(new(ErrorCode.PictureUnavailable, "The video system does not give the picture, or not in time."));

    /// <summary>It is of another type than is shown.</summary>
    public static RefusedException TypeRefused() => new(new(
        ErrorCode.PictureTypeRefused, "The video system sent neither a picture (image/*) nor a clip (video/mp4, video/webm)."));

    /// <summary>It is too large.</summary>
    /// <param name="most">Number of bytes that are allowed.</param>
    public static RefusedException TooLarge(long most) =>
        new(new(ErrorCode.PictureTooLarge, $"The picture is larger than {most} bytes."));

    /// <summary>It is not what was reported.</summary>
    public static RefusedException Altered() =>
        new(new(ErrorCode.PictureAltered, "What the video system sent has not the SHA-256 that was reported."));
}
