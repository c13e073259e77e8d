using Incidents.Api.Reactions;
using Incidents.Domain;
using Incidents.Domain.Plates;
using Incidents.Domain.Recorders;
using Incidents.Domain.Violations;
using Incidents.Projections.Outages;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Recorders;

/// <summary>Holds violations of a plate that was read where the same vehicle cannot have been.</summary>
/// <remarks>
/// Each new read is compared with the reads of the same plate by other devices, up to a day before and after it, by times from which the
/// measured offsets of the clocks are taken. A read that comes late is compared as well; one that comes a day late is not. Reads are kept
/// for two days, so that the same pairs are compared in whatever pages and order they come.
/// </remarks>
internal sealed class PlateSightings(OutageReader outages, RecorderSettings settings, IClock clock) : Reaction
{
    // Of more reads of one plate by other devices within two days the nearest in time are compared.
    private const int MostCompared = 200;

    // Behind it no way is impossible within the region: a day at 200 km/h is 4,800 km.
    private static readonly Duration Compared = Duration.FromDays(1);

    // One that comes a day late is compared with one that was a day before it.
    private static readonly Duration Kept = 2 * Compared;

    /// <inheritdoc/>
    public override string Name => "plate-sightings";

    /// <inheritdoc/>
    public override IReadOnlyList<Type> Events { get; } = [typeof(ViolationRecorded), typeof(PlateRead)];

    /// <inheritdoc/>
    public override async Task React(ReactionPage page, CancellationToken cancellation)
    {
        if (!settings.Holds)
        {
            await Delete(page.Connection, page.Transaction, null, cancellation);
            return;
        }
        var claims = page.Events.Select(Claim.Of).OfType<Claim>().ToArray();
        if (claims.Length == 0)
            return;
        var clocks = await outages.Clocks(claims.Select(c => (c.City, c.DeviceId, c.Day)).ToHashSet(), cancellation);
        var seen = claims.ToDictionary(c => c.Id, c => (c.Plate, c.Event, Sighting: c.PutRight(
            clocks.GetValueOrDefault((c.City, c.DeviceId, c.Day)), settings.ClockUncertainty.TotalSeconds)));
        await Keep(page, claims, seen, cancellation);
        var held = new HashSet<(Guid Violation, ViolationHoldReason Reason)>();
        foreach (var (id, other, isViolation) in await Others(page, claims, seen, cancellation))
        {
            var (_, cause, sighting) = seen[id];
            if (ImpossibleWay.Of(sighting, other, settings.ImpossibleKmPerHour) is not { } way)
                continue;
            if (cause.Content is ViolationRecorded)
                Hold(sighting.Id, other.Id);
            if (isViolation)
                Hold(other.Id, sighting.Id);

            // Once for each reason: a cloned plate makes many pairs.
            void Hold(Guid violation, Guid against)
            {
                var reason = way.IsAtOnce ? ViolationHoldReason.TwoPlaces : ViolationHoldReason.ImpossibleSpeed;
                if (held.Add((violation, reason)))
                    page.Send(Identity.Event(violation, "held", against.ToString()), cause.Id, Command(violation, reason, against, way));
            }
        }
        var latest = claims.Max(c => c.Event.Content.KnownAt.ToInstant());
        await Delete(page.Connection, page.Transaction, latest - Kept, cancellation);
    }

    /// <inheritdoc/>
    public override async Task Tidy(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await Delete(connection, null, settings.Holds ? clock.GetCurrentInstant() - Kept : null, cancellation);
    }

    private static HoldViolation Command(Guid violation, ViolationHoldReason reason, Guid against, ImpossibleWay way) => new(
        violation, HoldViolation.ByRecorders, reason,
        Grounds: new(
            against, Math.Round(way.DistanceMetres), Math.Round(way.Seconds, 1),
            way.LeastKmPerHour is { } speed ? Math.Round(speed) : null));

    /// <summary>Deletes the reads from before a moment, or all.</summary>
    private static async Task Delete(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, Instant? before, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"delete from {RecorderTables.Sightings}", connection, transaction);
        if (before is { } moment)
        {
            command.CommandText += " where at < $1";
            command.Parameters.Add(new() { Value = moment.ToDateTimeUtc() });
        }
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static Task Keep(
        ReactionPage page, Claim[] claims, Dictionary<Guid, (string Plate, ReactionEvent Event, PlateSighting Sighting)> seen,
        CancellationToken cancellation)
    {
        var rows = claims.Select(c => (c.Plate, c.Event.Content is ViolationRecorded, seen[c.Id].Sighting)).ToArray();
        return Execute(
            page,
            $"""
             insert into {RecorderTables.Sightings} (plate, at, id, is_violation, city, device_id, longitude, latitude, uncertainty)
             select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing
             """, cancellation,
            rows.Select(r => r.Plate).ToArray(), rows.Select(r => r.Sighting.At.ToDateTimeUtc()).ToArray(),
            rows.Select(r => r.Sighting.Id).ToArray(), rows.Select(r => r.Item2).ToArray(), rows.Select(r => r.Sighting.City).ToArray(),
            rows.Select(r => r.Sighting.DeviceId).ToArray(), rows.Select(r => r.Sighting.Point.Longitude).ToArray(),
            rows.Select(r => r.Sighting.Point.Latitude).ToArray(), rows.Select(r => r.Sighting.UncertaintySeconds).ToArray());
    }

    /// <summary>The reads of the same plates by other devices, the nearest in time first, and whether each is a violation.</summary>
    private static async Task<List<(Guid Id, PlateSighting Other, bool IsViolation)>> Others(
        ReactionPage page, Claim[] claims, Dictionary<Guid, (string Plate, ReactionEvent Event, PlateSighting Sighting)> seen,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select s.id, n.id, n.city, n.device_id, n.longitude, n.latitude, n.at, n.uncertainty, n.is_violation
             from unnest($1, $2, $3, $4, $5) with ordinality as s (plate, at, id, city, device_id, place) cross join lateral (
                 select b.*, abs(extract(epoch from b.at - s.at)) as apart from {RecorderTables.Sightings} b
                 where b.plate = s.plate and (b.city, b.device_id) <> (s.city, s.device_id) and b.at between s.at - $6 and s.at + $6
                 order by apart, b.id limit {MostCompared}) as n
             order by s.place, n.apart, n.id
             """, page.Connection, page.Transaction);
        command.Parameters.Add(new() { Value = claims.Select(c => c.Plate).ToArray() });
        command.Parameters.Add(new() { Value = claims.Select(c => seen[c.Id].Sighting.At.ToDateTimeUtc()).ToArray() });
        command.Parameters.Add(new() { Value = claims.Select(c => c.Id).ToArray() });
        command.Parameters.Add(new() { Value = claims.Select(c => c.City).ToArray() });
        command.Parameters.Add(new() { Value = claims.Select(c => c.DeviceId).ToArray() });
        command.Parameters.Add(new() { Value = Compared.ToTimeSpan() });
        var found = new List<(Guid, PlateSighting, bool)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add((
                rows.GetGuid(0),
                new(
                    rows.GetGuid(1), rows.GetString(2), rows.GetString(3), new(rows.GetDouble(4), rows.GetDouble(5)),
                    Instant.FromDateTimeUtc(rows.GetDateTime(6)), rows.GetDouble(7)),
                rows.GetBoolean(8)));
        }
        return found;
    }

    private static async Task Execute(ReactionPage page, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, page.Connection, page.Transaction);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A read as the device tells it.</summary>
    private sealed record Claim(
        Guid Id, string Plate, string City, string DeviceId, GeoPoint Point, OffsetDateTime At, LocalDate Day, ReactionEvent Event)
    {
        /// <summary>The read of an event; null where plate, device, place or time are not known, and where it came a day late.</summary>
        public static Claim? Of(ReactionEvent told)
        {
            var (plate, device, precision) = told.Content switch
            {
                ViolationRecorded e => (e.Plate, e.Recorder, e.Precision),
                PlateRead e => (e.Plate, e.DeviceId, e.Precision),
                _ => (null, null, null),
            };
            return plate is null || device is null || precision is not (null or TimePrecision.Minute)
                || told.Content is not IDeviceReport { Place: { Point: { } point } place } report
                || report.KnownAt.ToInstant() - report.OccurredAt.ToInstant() > Compared
                ? null
                : new(told.Stream, plate, place.City, device, point, report.OccurredAt, report.KnownAt.Date, told);
        }

        /// <summary>The read with what is known of the device's clock.</summary>
        /// <param name="clock">What was measured, or null.</param>
        /// <param name="unmeasured">By how many seconds a clock may be wrong that was not measured.</param>
        public PlateSighting PutRight(DeviceClock? clock, double unmeasured) => new(
            Id, City, DeviceId, Point, At.ToInstant() - Duration.FromSeconds(clock?.OffsetSeconds ?? 0),
            clock?.UncertaintySeconds ?? unmeasured);
    }
}
