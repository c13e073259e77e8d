using Incidents.Projections;
using Incidents.Projections.Dispatch;

namespace Incidents.Benchmarks.Dispatch;

/// <summary>Writes rows of the register.</summary>
internal static class RegisterRows
{
    /// <summary>Fills the register with incidents of a year.</summary>
    public static async Task Fill(BenchmarkDatabase database, int count)
    {
        const string table = $"{ReadModels.Schema}.{IncidentRegister.Table}";
        string[] towns = [.. new TownPlaces().Towns.Select(t => t.Code)];
        await using (var command = database.Source.CreateCommand(
            $"""
             insert into {table} (
                 id, version, source, source_id, city, district, street, longitude, latitude, category, status, description,
                 occurred_at, occurred_day, occurred_hour, occurred_offset, known_at, known_day, last_known_at)
             select
                 gen_random_uuid(), 1 + i % 5, 'benchmark', i::text,
                 $1[1 + i % cardinality($1)], 'district-' || i % 7, 'Street ' || i % 300,
                 73 + (i % 997) / 4000.0, 49.8 + (i % 991) / 8000.0,
                 $2[1 + i % cardinality($2)], (array['open', 'assigned', 'onScene', 'resolved', 'closed'])[1 + i % 5],
                 'Words about number ' || i,
                 at, (at at time zone 'Asia/Almaty')::date,
                 extract(hour from at at time zone 'Asia/Almaty') + 24 * (extract(isodow from at at time zone 'Asia/Almaty') - 1),
                 extract(epoch from (at at time zone 'Asia/Almaty') - (at at time zone 'UTC')),
                 at + interval '90 seconds', ((at + interval '90 seconds') at time zone 'Asia/Almaty')::date, at + interval '2 hours'
             from (
                 select i, timestamptz '2025-01-01' + make_interval(secs => i * 31536000.0 / $3) as at
                 from generate_series(1, $3) as i) as t
             """))
        {
            command.Parameters.Add(new() { Value = towns });
            command.Parameters.Add(new() { Value = CategoryMix.Codes.ToArray() });
            command.Parameters.Add(new() { Value = count });
            await command.ExecuteNonQueryAsync();
        }
        await database.Execute($"vacuum analyze {table}");
        await database.Execute("checkpoint");
    }
}
