using Incidents.Domain;
using Incidents.Domain.Access;

namespace Incidents.Api.Access;

/// <summary>Whose reports a sender may post.</summary>
/// <param name="Sources">The names that a report may have as its source; null for all.</param>
/// <param name="Devices">The devices whose reports they may be; null for all.</param>
/// <param name="Towns">City codes; null for all.</param>
internal sealed record ReportRights(IReadOnlyList<string>? Sources, IReadOnlyList<string>? Devices, IReadOnlyList<string>? Towns)
{
    private static readonly ReportRights All = new(null, null, null);

    /// <summary>The rights of a request: those of its key, else those of the caller's roles.</summary>
    /// <remarks>
    /// Administrators post for every source. A token with the role of a device posts for the source that has its subject or its name.
    /// </remarks>
    /// <param name="http">The request.</param>
    public static ReportRights Of(HttpContext http)
    {
        if (http.Features.Get<ReportRights>() is { } ofKey)
            return ofKey;
        var caller = Callers.Current;
        return caller.IsHost ? All
            : caller.Has(Role.Administrator) ? new(null, null, caller.TownsOf([Role.Administrator]))
            : new([caller.Id, caller.Name], null, caller.TownsOf([Role.Device]));
    }

    /// <summary>Why a report may not be posted, or null where it may.</summary>
    /// <remarks>What a report lacks is not refused here: that is said by the check of the report.</remarks>
    /// <param name="source">Its source.</param>
    /// <param name="device">Its device.</param>
    /// <param name="city">Its city.</param>
    public Refusal? Check(string? source, string? device, string? city) =>
        IsOutside(source, Sources) ? Outside("source", "source")
        : IsOutside(city, Towns) ? Outside("city", "city")
        : Devices is not null && (device is null || IsOutside(device, Devices)) ? Outside("device", "deviceId")
        : null;

    private static bool IsOutside(string? value, IReadOnlyList<string>? allowed) =>
        value is not null && allowed is not null && !allowed.Contains(value);

    private static Refusal Outside(string what, string field) =>
        new(ErrorCode.OutsideKey, $"The sender may not post reports of this {what}.", field);
}
