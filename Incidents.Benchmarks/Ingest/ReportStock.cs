using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Benchmarks.Ingest;

/// <summary>Reports as devices send them: camera alerts, violations, SOS calls and entries of a register, each of a new thing.</summary>
internal sealed class ReportStock
{
    private readonly TownPlaces places = new();
    private readonly DateTime until = DateTime.UtcNow.AddMinutes(-1);

    /// <summary>Writes one report.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="number">The same number gives the same report.</param>
    public void Write(IBufferWriter<byte> output, int number)
    {
        var random = new Random(number);
        var place = places.Next(random);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("source", "benchmark");
        json.WriteString("id", number.ToString(CultureInfo.InvariantCulture));
        json.WriteString("occurredAt", until.AddSeconds(-random.Next(3_600)));
        json.WriteString("city", place.City);
        json.WriteString("district", place.District);
        json.WriteNumber("longitude", Math.Round(place.Point!.Value.Longitude, 6));
        json.WriteNumber("latitude", Math.Round(place.Point!.Value.Latitude, 6));
        var category = CategoryMix.Codes[CategoryMix.Next(random)];
        switch (random.Next(20))
        {
            case < 11:
                json.WriteString("kind", "alert");
                json.WriteString("category", category);
                json.WriteNumber("confidence", random.Next(50, 100) / 100.0);
                json.WriteString("deviceId", $"cam-{random.Next(3_223)}");
                json.WriteStartObject("snapshot");
                json.WriteString("uri", $"file:///snapshots/{number}.jpg");
                json.WriteEndObject();
                break;
            case < 16:
                json.WriteString("kind", "violation");
                json.WriteString("article", "592");
                json.WriteString("part", "1");
                json.WriteString("deviceId", $"rec-{random.Next(100)}");
                json.WriteString("plate", $"{random.Next(100, 1_000)}ABC09");
                json.WriteStartObject("measured");
                json.WriteNumber("value", random.Next(72, 120));
                json.WriteNumber("allowed", 60);
                json.WriteString("unit", "km/h");
                json.WriteEndObject();
                break;
            case < 18:
                json.WriteString("kind", "sosCall");
                json.WriteString("deviceId", $"sos-{random.Next(33)}");
                break;
            default:
                json.WriteString("kind", "incident");
                json.WriteString("category", category);
                json.WriteString("street", $"Street {random.Next(300)}");
                break;
        }
        json.WriteEndObject();
    }

    /// <summary>Reports as NDJSON, a number of them in each body.</summary>
    public List<byte[]> Bodies(int first, int count, int perBody)
    {
        var bodies = new List<byte[]>();
        var buffer = new ArrayBufferWriter<byte>();
        for (var i = 0; i < count; i++)
        {
            Write(buffer, first + i);
            buffer.Write("\n"u8);
            if ((i + 1) % perBody == 0 || i == count - 1)
            {
                bodies.Add(buffer.WrittenSpan.ToArray());
                buffer.ResetWrittenCount();
            }
        }
        return bodies;
    }

    /// <summary>The events that the host appends for these reports, as rows.</summary>
    public EventRows Rows(BenchmarkHost host, int first, int count)
    {
        var interpreter = host.Get<ReportInterpreter>();
        var cities = host.Get<Cities>();
        var now = host.Get<IClock>().GetCurrentInstant();
        var catalog = host.Get<EventCatalogue>();
        var nothing = new StreamPage(catalog);
        var rows = new EventRows(catalog);
        var buffer = new ArrayBufferWriter<byte>();
        for (var i = first; i < first + count; i++)
        {
            buffer.ResetWrittenCount();
            Write(buffer, i);
            var report = ReportReader.Read(buffer.WrittenSpan, out var refusal);
            var submission = report is null ? null : interpreter.Interpret(report, out refusal);
            if (submission is null)
                throw new InvalidOperationException($"The benchmark's own report is refused: {refusal!.Message}");
            rows.Add(submission.EventId, submission.StreamId, submission.Decide(nothing, cities, now).Decision.Events[0],
                new(report!.Source!, buffer.WrittenSpan.ToArray()));
        }
        return rows;
    }
}
