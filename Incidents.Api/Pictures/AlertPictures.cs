using GraphQL;
using Incidents.Api.Alerts;
using Incidents.Api.GraphQL;

namespace Incidents.Api.Pictures;

/// <summary>Links to what is seen of an alert.</summary>
[ExtendObjectType(typeof(AlertNode))]
internal static class AlertPictures
{
    /// <summary>
    /// Path on this host of the last picture reported, for the asker alone and for 15 to 20 minutes; null where there is none, and where
    /// this host does not fetch from its address.
    /// </summary>
    [Cost(CostAttribute.Events)]
    public static async Task<string?> SnapshotLink(
        [Parent] AlertNode alert, [FromServices] PictureLinks links, CancellationToken cancellation = default) =>
        await links.Of(alert.Id, PictureKind.Snapshot, await alert.Snapshot(), cancellation);

    /// <summary>The same of the last recording reported; it takes ranges.</summary>
    [Cost(CostAttribute.Events)]
    public static async Task<string?> ClipLink(
        [Parent] AlertNode alert, [FromServices] PictureLinks links, CancellationToken cancellation = default) =>
        await links.Of(alert.Id, PictureKind.Clip, await alert.Clip(), cancellation);

    /// <summary>
    /// Address of the live picture of its camera in the video system, by the pattern of this installation; null where it has none, and
    /// where no device reported the alert.
    /// </summary>
    public static string? LiveLink([Parent] AlertNode alert, [FromServices] PictureSources sources) =>
        sources.Live(alert.City, alert.DeviceId, alert.OccurredAt.ToInstant());
}
