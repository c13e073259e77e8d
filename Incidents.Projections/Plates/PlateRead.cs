using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Plates;
using Incidents.Projections.Dispatch;
using NodaTime;

namespace Incidents.Projections.Plates;

/// <summary>
/// Which plates are searched for, and which of their reads: `plate` or `pattern` is given. Null means any, an empty list none; all
/// restrictions hold together.
/// </summary>
/// <param name="Plate">
/// A plate in any usual spelling: blanks and hyphens are left out, Cyrillic letters that look like Latin ones are those.
/// </param>
/// <param name="Pattern">
/// A plate of which some characters are not known: `?` stands for one, `*` for any number, also none. `*23AB?09` finds `123ABC09`. At
/// least 3 characters are given (`PATTERN_TOO_WIDE`); at most 24 in all (`PATTERN_MALFORMED`).
/// </param>
/// <param name="MaxDistance">
/// Also plates that look like `plate`, by how many changes at most: a character changed, added, left out, or two neighbours exchanged
/// (restricted Damerau-Levenshtein distance). O and 0, I and 1, B and 8 are the same at no cost. 0 finds look-alikes only, 1 needs 4
/// characters, 2 needs 6. Default: the very plate.
/// </param>
/// <param name="Kinds">What it was read with: an alert, a violation, or by itself by a plate reader; default all.</param>
/// <param name="Cities">City codes.</param>
/// <param name="DeviceIds">The devices that read it.</param>
/// <param name="From">The local day of the read is this one or a later one.</param>
/// <param name="Until">The local day of the read is before this one.</param>
/// <param name="OccurredFrom">It was read then or later.</param>
/// <param name="OccurredUntil">It was read before.</param>
/// <param name="Bounds">It was read within.</param>
/// <param name="Near">It was read within a distance of a point.</param>
public sealed record PlateReadFilter(
    string? Plate = null, string? Pattern = null, int? MaxDistance = null, IReadOnlyList<SignalKind>? Kinds = null,
    IReadOnlyList<string>? Cities = null, IReadOnlyList<string>? DeviceIds = null, LocalDate? From = null, LocalDate? Until = null,
    Instant? OccurredFrom = null, Instant? OccurredUntil = null, GeoBounds? Bounds = null, Near? Near = null);

/// <summary>A plate that was read, with an alert or violation or by itself, as known now.</summary>
/// <param name="Id">The alert, violation or plate read.</param>
/// <param name="Kind">Which of them.</param>
/// <param name="Plate">The plate, in its one spelling.</param>
/// <param name="Distance">How many changes it differs by from what was searched for; null where none were allowed.</param>
/// <param name="DeviceId">The device that read it, or null.</param>
/// <param name="Place">Where.</param>
/// <param name="OccurredAt">When it was read, by the device's clock.</param>
/// <param name="OccurredOn">The local day of that.</param>
/// <param name="TimePrecision">How precisely that is known.</param>
/// <param name="KnownAt">When it became known to the centre.</param>
/// <param name="Category">Category code of the alert or violation; `plate-read` of a plate read.</param>
/// <param name="IsCounted">
/// Whether it holds: false where the alert or violation was dismissed or cancelled, perhaps because the plate was misread.
/// </param>
public sealed record PlateRead(
    Guid Id, SignalKind Kind, string Plate, int? Distance, string? DeviceId, Place Place, OffsetDateTime OccurredAt,
    LocalDate OccurredOn, TimePrecision TimePrecision, OffsetDateTime KnownAt, string Category, bool IsCounted)
{
    /// <summary>What the form of the plate says; null where it has no known form.</summary>
    public PlateForm? Form => PlateForm.Of(Plate);
}

/// <summary>A plate that was found, with its reads in the towns that the caller sees.</summary>
/// <param name="Plate">The plate, in its one spelling.</param>
/// <param name="Distance">How many changes it differs by from what was searched for; null where none were allowed.</param>
/// <param name="Reads">How often it was read, by what the filter selects.</param>
/// <param name="FirstReadAt">When for the first time, with the offset of the region's clock.</param>
/// <param name="LastReadAt">When for the last time, with the offset of the region's clock.</param>
public sealed record FoundPlate(string Plate, int? Distance, int Reads, OffsetDateTime FirstReadAt, OffsetDateTime LastReadAt)
{
    /// <summary>What the form of the plate says; null where it has no known form.</summary>
    public PlateForm? Form => PlateForm.Of(Plate);
}

/// <summary>A plate that a search found, before its reads are looked at.</summary>
/// <param name="Plate">The plate.</param>
/// <param name="Distance">How many changes it differs by; null where none were allowed.</param>
public sealed record PlateMatch(string Plate, int? Distance);
