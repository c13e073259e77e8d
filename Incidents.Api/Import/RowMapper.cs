using System.Globalization;
using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Api.Import;

/// <summary>Maps rows to reports. Not thread-safe.</summary>
/// <remarks>
/// It refuses only rows that cannot be expressed as a report: an unreadable time or unreadable coordinates, a blank identity. Every
/// other rule is checked by the intake.
/// </remarks>
internal sealed class RowMapper
{
    private const int MaxIdLength = 200;
    private readonly ImportMap map;
    private readonly string file;
    private readonly Cities cities;
    private readonly TextColumns? city;
    private readonly TimeColumns occurredAt;
    private readonly TimeColumns occurredUntil;
    private readonly TimeColumns? knownAt;
    private readonly PlaceColumns? place;
    private readonly int[] identity;
    private readonly GroupColumns? group;
    private readonly TextColumns? reference;
    private readonly (int Column, RowCondition Condition)? withdrawn;
    private readonly (int Column, RowCondition Condition)[] skip;
    private readonly Dictionary<string, TextColumns> texts;

    /// <summary>Binds a map to the columns of a file.</summary>
    /// <param name="map">The map.</param>
    /// <param name="columns">The columns of the file.</param>
    /// <param name="cities">The known cities.</param>
    /// <param name="file">The name of the file, which is part of an identity by line.</param>
    /// <exception cref="ImportException">The map contains a column that the file does not have, or an unknown city.</exception>
    public RowMapper(ImportMap map, IReadOnlyList<string> columns, Cities cities, string file = "")
    {
        var finder = new ColumnFinder(columns);
        (this.map, this.file) = (map, file);
        this.cities = WithDeclared(cities, finder);
        city = map.City is null ? null : new(map.City, "city", finder);
        occurredAt = new(map.OccurredAt, "occurredAt", finder, TimeRole.Beginning);
        occurredUntil = new(map.OccurredUntil, "occurredUntil", finder, TimeRole.End);
        knownAt = map.KnownAt is { Times.Count: > 0 } ? new(map.KnownAt.Times, "knownAt", finder, TimeRole.Known) : null;
        place = map.Place is null ? null : new(map.Place, finder);
        identity = finder.Find(map.Identity?.Columns ?? [], map.Group is null ? "identity" : "group.incident");
        group = map.Group is null ? null : new(map.Group, finder);
        reference = map.Reference is null ? null : new(map.Reference, "reference", finder);
        withdrawn = map.Withdrawn is null ? null : (finder.Find(map.Withdrawn.Column, "withdrawn"), map.Withdrawn);
        skip = [.. map.Skip.Select(s => (finder.Find(s.Column, "skip"), s))];
        texts = map.Texts.ToDictionary(t => t.Key, t => new TextColumns(t.Value, t.Key, finder));
        finder.ThrowIfProblems();
    }

    /// <summary>The columns of times, by the key of the map.</summary>
    public IEnumerable<(string Key, TimeColumns Columns)> Times =>
        [("occurredAt", occurredAt), ("occurredUntil", occurredUntil), .. knownAt is null ? [] : new[] { ("knownAt", knownAt) }];

    /// <summary>The report of a row.</summary>
    public MappedRow Map(Row row)
    {
        if (row.Problem is not null)
            return new(row, null, row.Problem);
        if (Array.Exists(skip, s => IsTrue(s, row)))
            return new(row, null);

        var cityCode = city?.Read(row);
        var zone = cityCode is not null && cities.TryGetZone(cityCode, out var known) ? known : null;
        var occurred = occurredAt.Read(row, zone);
        // A device that is only planned was not installed at any time.
        var isListed = map.Kind == DeviceColumns.Kind && occurred.Text.Length == 0;
        if (occurred.Time is null && map.OccurredAt.Count > 0 && !isListed)
        {
            return occurred.Text.Length == 0
                ? Refuse(row, "occurredAt", ErrorCode.MissingTime, "The row has no time of occurrence.")
                : Refuse(row, "occurredAt", ErrorCode.UnreadableTime, Unreadable(occurred.Text, occurredAt, row));
        }
        var until = occurredUntil.Read(row, zone, occurred.Time);
        if (until is { Time: null, Text.Length: > 0 })
            return Refuse(row, "occurredUntil", ErrorCode.UnreadableTime, Unreadable(until.Text, occurredUntil, row));
        var published = KnownAt(row, zone, occurred);
        if (published is { Time: null })
            return Refuse(row, "knownAt", ErrorCode.UnreadableTime, Unreadable(published.Value.Text, knownAt, row));
        var where = place?.Read(row) ?? default;
        if (where.Unreadable is not null)
            return Refuse(
                row, "place", ErrorCode.UnreadablePlace,
                $"'{where.Unreadable}' is not a pair of coordinates in the reference system of the map.");
        var id = Id(row);
        if (id is { Length: 0 })
            return Refuse(row, "id", ErrorCode.BlankIdentity, "The columns of the identity are blank.");

        var offence = group?.IdOf(row, file, Join);
        if (offence is { Length: 0 })
            return Refuse(row, "offenceId", ErrorCode.BlankIdentity, "The columns of the identity of a row in its incident are blank.");
        int? victims = null;
        if (group?.TryVictims(row, out victims, out var number) is false)
            return Refuse(
                row, "victims", ErrorCode.VictimsOutOfRange, $"'{number}' is not a number of victims from 0 to {Offence.MostVictims}.");

        var device = ListedDevice.None;
        if (map.Kind == DeviceColumns.Kind && !DeviceColumns.TryRead(key => Text(key, row), out device, out var fault))
            return new(row, null, fault);
        var isWithdrawal = withdrawn is { } condition && IsTrue(condition, row);
        var tooEarly = IsBefore(published?.Time, occurred.Time);
        var category = Text("category", row);
        var report = new Report
        {
            Source = map.Source,
            Id = id,
            Kind = map.Kind,
            Phase = isWithdrawal ? "withdrawn" : Text("phase", row),
            Revision = Text("revision", row),
            OccurredAt = occurred.Time,
            OccurredUntil = until.Time,
            KnownAt = tooEarly ? occurred.Time : published?.Time,
            City = cityCode,
            District = Text("district", row),
            Street = Text("street", row),
            Longitude = where.Point?.Longitude,
            Latitude = where.Point?.Latitude,
            DeviceId = Text("deviceId", row),
            Category = category,
            Plate = Text("plate", row),
            Article = Text("article", row),
            Part = Text("part", row),
            By = Text("by", row),
            Reason = isWithdrawal ? map.WithdrawalReason : Text("reason", row),
            Outcome = Text("outcome", row),
            To = Text("to", row),
            Reference = reference?.Read(row),
            Description = Text("description", row),
            OffenceId = offence,
            Victims = victims,
            Gravity = group?.Gravity(category),
            DeviceKind = device.Kind,
            Model = Text("model", row),
            Owner = device.Details.Owner,
            DirectionDegrees = device.Details.DirectionDegrees,
            FieldOfViewDegrees = device.Details.FieldOfViewDegrees,
            RangeMetres = device.Details.RangeMetres,
            PlannedOn = device.Details.PlannedOn,
            InstalledOn = device.Details.InstalledOn,
            AcceptedOn = device.Details.AcceptedOn,
            CostTenge = device.Details.CostTenge,
            YearlyUpkeepTenge = device.Details.YearlyUpkeepTenge,
            Certificate = device.Certificate,
        };
        var change = occurred.Change is ClockChange.None ? until.Change : occurred.Change;
        return new(row, report, null, change, tooEarly, where.Planar, zone);
    }

    private Cities WithDeclared(Cities known, ColumnFinder finder)
    {
        if (map.DeclaredCity is not { } declared)
        {
            if (map is { City.Value: { } code } && known.Find(code) is null)
            {
                var codes = string.Join(", ", known.All.Select(c => c.Code));
                finder.Add(
                    $"\"city\": the city '{code}' is not known (known: {codes}); to add a city, give its \"code\", \"name\" and \"zone\".");
            }
            return known;
        }
        if (known.Find(declared.Code) is not { } same)
            return new([.. known.All, declared]);
        if (same.Zone != declared.Zone)
            finder.Add($"\"city\": '{declared.Code}' is already known with the zone {same.Zone}, not {declared.Zone}.");
        return known;
    }

    private TimeReading? KnownAt(Row row, DateTimeZone? zone, TimeReading occurred) => map.KnownAt switch
    {
        null => null,
        { AsOccurred: true } => occurred with { Time = occurred.Time is { } time ? time with { Precision = TimePrecision.Minute } : null },
        { Fixed: { } date } rule => TimeColumns.Resolve(date, rule.Zone ?? zone, TimeRole.Known, occurred.Time, ""),
        _ => knownAt!.Read(row, zone, occurred.Time),
    };

    private string? Id(Row row)
    {
        if (map.Identity is null)
            return null;
        if (map.Identity.Content)
            return row.ContentHash();
        return Join(
            identity, row, map.Identity.Line ? [file, row.Line.ToString(CultureInfo.InvariantCulture)] : []);
    }

    private static string Join(int[] columns, Row row, params string[] more)
    {
        if (columns.Length > 0 && Array.TrueForAll(columns, column => row[column].Length == 0))
            return "";
        // Escaped, so that different values never give the same id.
        string[] parts = [.. columns.Select(column => row[column]), .. more];
        var id = parts.Length == 1 && more.Length == 0
            ? parts[0]
            : string.Join(':', parts.Select(part => part.Replace(@"\", @"\\").Replace(":", @"\:")));
        return id.Length <= MaxIdLength ? id : Row.Hash(id);
    }

    private string? Text(string key, Row row) => texts.TryGetValue(key, out var columns) ? columns.Read(row) : null;

    private static bool IsTrue((int Column, RowCondition Condition) test, Row row) => test.Condition.Values.Contains(row[test.Column]);

    private static bool IsBefore(ReportedTime? known, ReportedTime? occurred) => (known, occurred) switch
    {
        ({ Moment: { } k }, { Moment: { } o }) => k.ToInstant() < o.ToInstant(),
        ({ Local: { } k }, { Local: { } o }) => k < o,
        _ => false,
    };

    private static string Unreadable(string time, TimeColumns? columns, Row row)
    {
        var isNumber = columns?.TextOf(row) is { Rule.Patterns: var patterns } && patterns.Any(TimePattern.Numbers.Contains);
        var hint = NumberTime.Suggest(time, isNumber);
        return $"The time '{time}' does not match any pattern of the map.{(hint is null ? "" : " " + hint)}";
    }

    private static MappedRow Refuse(Row row, string field, ErrorCode code, string message) =>
        new(row, null, new Refusal(code, message, field));
}
