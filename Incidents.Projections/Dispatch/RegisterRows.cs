using Incidents.Domain;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Dispatch;

/// <summary>The columns of the register that are read, and the row that they are.</summary>
internal static class RegisterRows
{
    /// <summary>The columns, in the order in which <see cref="Read"/> takes them.</summary>
    public const string Columns =
        """
        id, version, source, source_id, city, district, street, longitude, latitude, category, status, device_id, description, occurred_at,
            known_at, last_known_at,
        unit, assigned_at, arrived_at, resolved_at, closed_at, merged_into, occurred_offset, occurred_day, offences, victims,
            time_precision, occurred_until, kui_number, erdr_number
        """;

    /// <summary>Number of the columns.</summary>
    public const int Count = 30;

    /// <summary>The row at which a reader is.</summary>
    /// <param name="rows">The reader.</param>
    /// <param name="cities">The cities with their clocks.</param>
    public static IncidentRow Read(NpgsqlDataReader rows, Cities cities)
    {
        var place = new Place(
            rows.GetString(4), Text(5), rows.IsDBNull(7) ? null : new GeoPoint(rows.GetDouble(7), rows.GetDouble(8)), Text(6));
        return new(
            rows.GetGuid(0), rows.GetInt64(1), rows.GetString(2), rows.GetString(3), place, rows.GetString(9),
            IncidentRegister.Status(rows.GetString(10)), Text(11), Text(12), At(13).WithOffset(Offset.FromSeconds(rows.GetInt32(22))),
            LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(23)), Local(14), Local(15), Text(16), Maybe(17), Maybe(18), Maybe(19),
            Maybe(20), rows.IsDBNull(21) ? null : rows.GetGuid(21), rows.GetInt32(24), rows.IsDBNull(25) ? null : rows.GetInt32(25))
        {
            TimePrecision = (TimePrecision)rows.GetInt16(26),
            OccurredUntil = Maybe(27),
            KuiNumber = Text(28),
            ErdrNumber = Text(29),
        };

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
        Instant At(int column) => Instant.FromDateTimeUtc(rows.GetDateTime(column));
        OffsetDateTime Local(int column) => cities.Local(At(column), place.City);
        OffsetDateTime? Maybe(int column) => rows.IsDBNull(column) ? null : Local(column);
    }
}
