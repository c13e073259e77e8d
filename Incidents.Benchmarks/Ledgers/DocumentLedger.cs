using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Slices;
using JasperFx.Events.Grouping;
using Marten.Events.Projections;

namespace Incidents.Benchmarks.Ledgers;

/// <summary>One count of the documents' ledger, as a row of the ledger's tables.</summary>
public sealed class DocumentLine
{
    /// <summary>Table and key of the row.</summary>
    public string Id { get; set; } = "";

    /// <summary>The count.</summary>
    [JsonPropertyName("n")]
    public int N { get; set; }
}

/// <summary>What an event adds to one count.</summary>
/// <param name="Line">Id of the line.</param>
/// <param name="Delta">How the count changes.</param>
public sealed record Posting(string Line, int Delta);

/// <summary>The ledger's content as Marten documents, kept by a projection over many streams.</summary>
public sealed partial class DocumentLedger : MultiStreamProjection<DocumentLine, string>
{
    /// <summary>The projection of all events of the domain.</summary>
    public DocumentLedger()
    {
        Name = "documents";
        Options.BatchSize = 5_000;
        Identity<Posting>(p => p.Line);
        // The daemon reads only events of the types named to it, and takes no interface for their name.
        var fanOut = typeof(DocumentLedger).GetMethod(nameof(Post), BindingFlags.NonPublic | BindingFlags.Instance)!;
        foreach (var type in EventStore.EventTypes.Where(t => SliceEvents.Counts.IsCounted(t)))
            fanOut.MakeGenericMethod(type).Invoke(this, null);
    }

    /// <summary>Adds to the count.</summary>
    public static void Apply(Posting posting, DocumentLine line) => line.N += posting.Delta;

    /// <summary>SQL that gives the ids and counts of a ledger table as the documents have them.</summary>
    internal static string Sql(LedgerTable table) =>
        $"select '{table.Name}|' || concat_ws('|', {string.Join(", ", table.Key.Split(", ").Select(Text))}) as id, n from "
            + $"{Incidents.Projections.ReadModels.Schema}.{table.Name}";

    private static string Text(string column) =>
        column is "city" or "category" or "district"
            ? $"(select text from {Incidents.Projections.ReadModels.Schema}.{DimensionKeys.Table} where id = {column})"
            : column;

    private void Post<TEvent>() where TEvent : IDomainEvent => FanOut<TEvent, Posting>(e => Postings(e), FanoutMode.BeforeGrouping);

    private static IEnumerable<Posting> Postings(IDomainEvent fact)
    {
        var entries = new List<LedgerEntry>(2);
        SliceEvents.Counts.Write(fact, entries);
        foreach (var e in entries)
        {
            var (day, known, countKey) = (Day(e.CountKey.OccurredAt.Date), Day(e.KnownAt.Date), e.CountKey);
            if (e.Took is { } took)
            {
                yield return Post(
                    "duration", (short)e.Measure, countKey.Place.City, day, DurationBuckets.Of(took), countKey.Category,
                    countKey.OccurredAt.Hour, countKey.Place.District ?? "", known);
                continue;
            }
            yield return Post(
                "count_hour", (short)e.Measure, countKey.Place.City, countKey.Category, day, countKey.OccurredAt.Hour,
                countKey.Place.District ?? "", known);
            if (countKey.Place.Point is { } point)
            {
                var month = day[..8] + "01";
                var (fine, coarse, city) = (GridCell.At(point), GridCell.At(point, HeatByMonth.Zoom), countKey.Place.City);
                yield return Post("heat_day", (short)e.Measure, countKey.Category, month, fine.Code, day, city, known);
                yield return Post("heat_month", (short)e.Measure, countKey.Category, month, coarse.Code, city);
            }

            Posting Post(params ReadOnlySpan<object> key) => new(string.Join('|', (string[])[.. Texts(key)]), e.Delta);
        }

        static string[] Texts(ReadOnlySpan<object> key)
        {
            var texts = new string[key.Length];
            for (var i = 0; i < key.Length; i++)
                texts[i] = Convert.ToString(key[i], CultureInfo.InvariantCulture)!;
            return texts;
        }
    }

    private static string Day(NodaTime.LocalDate date) => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
}
