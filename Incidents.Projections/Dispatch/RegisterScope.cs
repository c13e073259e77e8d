using Incidents.Projections.Ledgers;
using Npgsql;

namespace Incidents.Projections.Dispatch;

/// <summary>Which rows of the register are read: the one form in which its list, its count and its export select them.</summary>
/// <param name="Filter">The filter; its cells and its boundary are in <paramref name="Areas"/>.</param>
/// <param name="Areas">Sets of cells; the rows are in each of them.</param>
/// <param name="Sight">Which rows the reader sees.</param>
public sealed record RegisterScope(IncidentFilter Filter, IReadOnlyList<CellSet> Areas, RowSight Sight)
{
    /// <summary>SQL for whether a row is open, as <see cref="IncidentRow.IsOpen"/> is.</summary>
    internal static readonly string Open =
        $"status in ('{string.Join("', '", IncidentRow.OpenStatuses.Select(s => IncidentRegister.StatusName(s)))}')";

    /// <summary>The condition on rows of the register, without that of the search.</summary>
    /// <param name="command">Takes the values.</param>
    internal RowFilter Where(NpgsqlCommand command)
    {
        var where = new RowFilter(command)
            .AnyOf("city", Filter.Cities)
            .AnyOf("district_folded", Folded(Filter.Districts))
            .AnyOf("category", Filter.Categories)
            .AnyOf("source", Filter.Sources)
            .AnyOf("device_folded", Folded(Filter.DeviceIds))
            .AnyOf("status", Filter.Statuses?.Select(s => IncidentRegister.StatusName(s)!).ToArray())
            .Days(Filter.From, Filter.Until)
            .Moments("occurred_at", Filter.OccurredFrom, Filter.OccurredUntil)
            .Moments("known_at", Filter.KnownFrom, Filter.KnownUntil)
            .Within(Filter.Bounds, Sight, Open)
            .Seen(Sight, Open);
        // Whoever does not see street, description, device and numbers of a row cannot search by them either.
        if ((Filter.Search ?? (object?)Filter.DeviceIds ?? Filter.RegistrationNumbers) is not null
            && Sight.ExactCondition(Open, command) is { } exact)
            where.And(exact);
        if (Filter.Bounds is { } bounds)
            where.And(CellSet.Around(bounds).Condition("cell", command.Add));
        if (Filter.TimePrecisions is { } precisions)
            where.And($"time_precision = any({command.Add(precisions.Select(p => (short)p).ToArray())})");
        if (Filter.IsCounted is { } counted)
            where.And($"status {(counted ? "not " : "")}in ('withdrawn', 'merged')");
        if (Filter.HoursOfWeek is { } hours)
            where.And($"occurred_hour = any({command.Add(hours.Select(h => (short)h).ToArray())})");
        if (Filter.RegistrationNumbers is { } written)
        {
            var numbers = command.Add(written.Select(Domain.Dispatch.RegistrationNumber.Plain).ToArray());
            where.And($"(kui_number = any({numbers}) or erdr_number = any({numbers}))");
        }
        foreach (var area in Areas)
            where.And(area.Condition("cell", command.Add));
        if (Filter.Near is { } near)
        {
            where.And(CellSet.Around(near.Bounds()).Condition("cell", command.Add)).And(
                $"{Near.Distance(Sight.Point(Open, command), command.Add(near.Latitude), command.Add(near.Longitude))}"
                + $" <= {command.Add(near.RadiusMetres)}");
        }
        if (Filter.Within is { } corners)
        {
            var polygon = new NpgsqlTypes.NpgsqlPolygon(corners.Select(c => new NpgsqlTypes.NpgsqlPoint(c.Longitude, c.Latitude)));
            var (longitude, latitude) = Sight.Point(Open, command);
            where.And(CellSet.Around(Bounds(corners)).Condition("cell", command.Add))
                .And($"point({longitude}, {latitude}) <@ {command.Add(polygon)}");
        }
        return where;
    }

    private static Domain.GeoBounds Bounds(IReadOnlyList<Domain.GeoPoint> corners) => new(
        corners.Min(c => c.Longitude), corners.Min(c => c.Latitude), corners.Max(c => c.Longitude), corners.Max(c => c.Latitude));

    private static string[]? Folded(IReadOnlyList<string>? names) => names?.Select(Domain.FoldedText.Of).ToArray();
}
