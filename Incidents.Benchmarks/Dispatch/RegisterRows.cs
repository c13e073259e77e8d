using Incidents.Projections;
using Incidents.Projections.Dispatch;

namespace Incidents.Benchmarks.Dispatch;

/// <summary>Writes rows of the register.</summary>
internal static class RegisterRows
{
    /// <summary>Fills the register with incidents of a year.</summary>
    /// <param name="database">The database.</param>
    /// <param name="count">How many.</param>
    /// <param name="words">Words of descriptions and names of streets, the frequent ones first; null for a few fixed ones.</param>
    public static async Task Fill(BenchmarkDatabase database, int count, string[]? words = null)
    {
        const string table = $"{ReadModels.Schema}.{IncidentRegister.Table}";
        string[] towns = [.. new TownPlaces().Towns.Select(t => t.Code)];
        await using (var command = database.Source.CreateCommand(
            $"""
             insert into {table} (
                 id, version, source, source_id, city, district, street, longitude, latitude, category, status, description,
                 occurred_at, occurred_day, occurred_hour, occurred_offset, time_precision, known_at, known_day, last_known_at, offences)
             select
                 gen_random_uuid(), 1 + i % 5, 'benchmark', i::text,
                 $1[1 + i % cardinality($1)], 'district-' || i % 7,
                 case when cardinality($4) = 0 then 'Street ' || i % 300 else $4[1000 + i % 300] end,
                 73 + (i % 997) / 4000.0, 49.8 + (i % 991) / 8000.0,
                 $2[1 + i % cardinality($2)], (array['open', 'assigned', 'onScene', 'resolved', 'closed'])[1 + i % 5],
                 case when cardinality($4) = 0 then 'Words about number ' || i else (
                     select string_agg($4[ceil(power(cardinality($4), random()))::int], ' ')
                         || case when i < $3 / 20 then ' былопрежде' else '' end
                     from generate_series(1, 8)) end,
                 at, (at at time zone 'Asia/Almaty')::date,
                 extract(hour from at at time zone 'Asia/Almaty') + 24 * (extract(isodow from at at time zone 'Asia/Almaty') - 1),
                 extract(epoch from (at at time zone 'Asia/Almaty') - (at at time zone 'UTC')), 0,
                 at + interval '90 seconds', ((at + interval '90 seconds') at time zone 'Asia/Almaty')::date, at + interval '2 hours', 1
             from (
                 select i, timestamptz '2025-01-01' + make_interval(secs => i * 31536000.0 / $3) as at
                 from generate_series(1, $3) as i) as t
             """))
        {
            command.Parameters.Add(new() { Value = towns });
            command.Parameters.Add(new() { Value = CategoryMix.Codes.ToArray() });
            command.Parameters.Add(new() { Value = count });
            command.Parameters.Add(new() { Value = words ?? [] });
            await command.ExecuteNonQueryAsync();
        }
        await database.Execute($"vacuum analyze {table}");
        await database.Execute("checkpoint");
    }

    /// <summary>Adds the words of the incidents with their forms, as the read model does: the texts are folded already.</summary>
    /// <param name="database">The database.</param>
    /// <param name="words">All words of descriptions and streets.</param>
    public static async Task AddTexts(BenchmarkDatabase database, string[] words)
    {
        const string schema = ReadModels.Schema;
        await database.Execute("create unlogged table word_form (word text collate \"C\" primary key, forms text[] not null)");
        await using (var command = database.Source.CreateCommand(
            "insert into word_form select word, string_to_array(forms, ' ') from unnest($1, $2) as t (word, forms) on conflict do nothing"))
        {
            command.Parameters.Add(new() { Value = words });
            command.Parameters.Add(new() { Value = Array.ConvertAll(words, w => string.Join(' ', IncidentTexts.WithForms([w]))) });
            await command.ExecuteNonQueryAsync();
        }
        await database.Execute("analyze word_form");
        var (said, street) = (WithForms("description"), WithForms("street"));
        await database.Execute(
            $"""
             insert into {schema}.incident_text (id, occurred_at, number, place, said)
             select id, occurred_at, source_id, array_to_tsvector(string_to_array(translate(district, '-', ' '), ' ')) || {street},
                 {said} from {schema}.{IncidentRegister.Table} order by occurred_at
             """);
        await database.Execute(
            $"""
             insert into {schema}.incident_word (word, n)
             select word, count(*) from {schema}.incident_text, unnest(tsvector_to_array(place || said)) as word
             where word !~ '[0-9]' group by word
             """);
        await database.Execute($"vacuum analyze {schema}.incident_text");
        await database.Execute($"vacuum analyze {schema}.incident_word");
        await database.Execute("checkpoint");
    }

    private static string WithForms(string column) =>
        $"""
         array_to_tsvector((select array_agg(form) from unnest(string_to_array({column}, ' ')) as written
             left join word_form on word = written collate "C", unnest(coalesce(forms, array[written])) as form))
         """;
}
