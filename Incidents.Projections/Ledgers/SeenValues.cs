using Npgsql;

namespace Incidents.Projections.Ledgers;

/// <summary>The categories, and the districts of each city, that any entry of the ledger has or had.</summary>
/// <remarks>The tables of counts have no index by category or district alone.</remarks>
public static class SeenValues
{
    /// <summary>Table name.</summary>
    public const string Table = "seen";

    private const short Category = 1;
    private const short District = 2;

    /// <summary>The statement that creates the table.</summary>
    /// <param name="schema">Schema name.</param>
    public static string Ddl(string schema) =>
        $"create table {schema}.{Table} (kind smallint, city bigint, value bigint, primary key (kind, city, value));";

    /// <summary>The statement that adds the values of a page.</summary>
    /// <param name="lines">The page's lines, at least one.</param>
    /// <param name="schema">Schema name.</param>
    public static SqlStatement Insert(ReadOnlySpan<LedgerLine> lines, string schema)
    {
        var values = new HashSet<(short Kind, long City, long Value)>();
        foreach (ref readonly var line in lines)
        {
            values.Add((Category, 0, line.Category));
            values.Add((District, line.City, line.District));
        }
        var ordered = values.Order().ToArray();
        return new(
            $"insert into {schema}.{Table} (kind, city, value) select * from unnest(?, ?, ?) on conflict do nothing",
            Array.ConvertAll(ordered, v => v.Kind), Array.ConvertAll(ordered, v => v.City), Array.ConvertAll(ordered, v => v.Value));
    }

    /// <summary>The categories and districts of these that no entry has or had.</summary>
    /// <param name="source">The database.</param>
    /// <param name="categories">Category codes.</param>
    /// <param name="districts">Districts.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<(List<string> Categories, List<CityDistrict> Districts)> Unseen(
        NpgsqlDataSource source, IReadOnlyList<string> categories, IReadOnlyList<CityDistrict> districts, CancellationToken cancellation)
    {
        var (unseenCategories, unseenDistricts) = (new List<string>(), new List<CityDistrict>());
        await using var command = source.CreateCommand(
            $"""
             select asked.position
             from unnest($1::smallint[], $2::bigint[], $3::bigint[]) with ordinality as asked (kind, city, value, position)
             where not exists (
                 select from {ReadModels.Schema}.{Table} s
                 where s.kind = asked.kind and s.city = asked.city and s.value = asked.value)
             order by 1
             """);
        (short Kind, long City, long Value)[] asked =
        [
            .. categories.Select(c => (Category, 0L, DimensionKeys.Id(c))),
            .. districts.Select(d => (District, DimensionKeys.Id(d.City), DimensionKeys.Id(d.Name))),
        ];
        command.Parameters.Add(new NpgsqlParameter { Value = asked.Select(a => a.Kind).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = asked.Select(a => a.City).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = asked.Select(a => a.Value).ToArray() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var position = (int)rows.GetInt64(0) - 1;
            if (position < categories.Count)
                unseenCategories.Add(categories[position]);
            else
                unseenDistricts.Add(districts[position - categories.Count]);
        }
        return (unseenCategories, unseenDistricts);
    }
}
