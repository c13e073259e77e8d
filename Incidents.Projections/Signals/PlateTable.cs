using Incidents.Domain.Plates;

namespace Incidents.Projections.Signals;

/// <summary>The table of all plates that were ever read, each once, with its look and the grams by which it is found.</summary>
/// <remarks>
/// It belongs to the register of signals, which has the reads. A plate that a later report corrected stays; it leads to no read. What is
/// masked is not in the events any more, so it leaves with the rebuild.
/// </remarks>
public static class PlateTable
{
    /// <summary>Name of the table.</summary>
    public const string Name = "plate";

    internal static string Ddl(string schema) =>
        $"""
         create table {schema}.{Name} (
             plate text collate "C" primary key,
             look text collate "C" not null,
             grams int[] not null);
         create index on {schema}.{Name} (look);
         create index on {schema}.{Name} using gin (grams);
         """;

    /// <summary>The statement that adds plates; null where there is none.</summary>
    internal static SqlStatement? Write(IEnumerable<string> plates, string schema)
    {
        string[] added = [.. plates.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return added.Length == 0 ? null : new(
            $"""
             insert into {schema}.{Name} (plate, look, grams)
             select plate, look, string_to_array(grams, ' ')::int[] from unnest(?, ?, ?) as t (plate, look, grams)
             on conflict do nothing
             """,
            added, Array.ConvertAll(added, PlateLikeness.Look), Array.ConvertAll(added, GramsOf));
    }

    /// <summary>The grams of a plate as the statement takes them.</summary>
    internal static string GramsOf(string plate) => string.Join(' ', PlateGrams.Of(PlateLikeness.Look(plate)));
}
