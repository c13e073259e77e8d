using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Incidents.Benchmarks.Ingest;

/// <summary>How fast the command imports a register, against the same incidents as reports over HTTP.</summary>
internal sealed class Import : IGoal
{
    private const int Connections = 4;
    private const int PerBody = 5_000;
    private const string Header = "id,time,city,district,longitude,latitude,category,street";

    private const string Map = """
        {
          "source": "benchmark", "city": { "column": "city" }, "occurredAt": "time", "identity": { "columns": ["id"] },
          "place": { "longitude": "longitude", "latitude": "latitude" },
          "category": { "column": "category" }, "district": "district", "street": "street",
        }
        """;

    public string Name => "import";

    public string What => "./run import of incidents in a CSV file, against the same incidents as NDJSON over HTTP";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var count = context.Pick(100_000, 250_000);
        var rounds = context.Pick(3, 5);
        var incidents = Incidents(count);
        var (file, map) = (context.TemporaryPath("incidents.csv"), context.TemporaryPath("map.json"));
        await File.WriteAllLinesAsync(file, incidents.Select(i => string.Join(',', i)).Prepend(Header));
        await File.WriteAllTextAsync(map, Map);
        var requests = incidents.Chunk(PerBody).Select(part => ReportPosts.Request(Lines(part))).ToList();

        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        await ReportPosts.Send(host.Port, requests.Take(1), Connections, PerBody);
        var (ours, http, whole) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            await database.EmptyStore();
            var started = Stopwatch.GetTimestamp();
            ours.Add(count / await Command(database, file, map, count));
            whole.Add(count / Stopwatch.GetElapsedTime(started).TotalSeconds);
            await database.MustHold(count);

            await database.EmptyStore();
            http.Add(count / (await ReportPosts.Send(host.Port, requests, Connections, count)).TotalSeconds);
            await database.MustHold(count);
        }

        Variant import = new("import, by its own summary", "rows/s", ours), reports = new("HTTP, one host", "reports/s", http);
        return new(
            [import, reports, new("import, with the start of its process", "rows/s", whole)],
            [new("of the same incidents over HTTP", import.Median / reports.Median, Relation.AtLeast, 0.5)],
            [
                $"{count:#,0} incidents; the command is a process of its own, as ./run starts it, whose code is compiled while it runs; "
                    + $"the host that takes {Connections} connections is warm.",
                "No daemon projects meanwhile.",
            ]);
    }

    private static List<string[]> Incidents(int count)
    {
        var (places, random) = (new TownPlaces(), new Random(1));
        var until = DateTime.UtcNow.AddMinutes(-1);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var place = places.Next(random);
                return (string[])
                [
                    i.ToString(CultureInfo.InvariantCulture),
                    until.AddSeconds(-random.Next(86_400)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                    place.City, place.District!, place.Point!.Value.Longitude.ToString("0.######", CultureInfo.InvariantCulture),
                    place.Point!.Value.Latitude.ToString("0.######", CultureInfo.InvariantCulture),
                    CategoryMix.Codes[CategoryMix.Next(random)], $"Street {random.Next(300)}",
                ];
            }),
        ];
    }

    private static byte[] Lines(IEnumerable<string[]> incidents)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var i in incidents)
        {
            using var json = new Utf8JsonWriter(buffer);
            json.WriteStartObject();
            json.WriteString("source", "benchmark");
            json.WriteString("kind", "incident");
            json.WriteString("id", i[0]);
            json.WriteString("occurredAt", i[1]);
            json.WriteString("city", i[2]);
            json.WriteString("district", i[3]);
            json.WriteNumber("longitude", double.Parse(i[4], CultureInfo.InvariantCulture));
            json.WriteNumber("latitude", double.Parse(i[5], CultureInfo.InvariantCulture));
            json.WriteString("category", i[6]);
            json.WriteString("street", i[7]);
            json.WriteEndObject();
            json.Flush();
            buffer.Write("\n"u8);
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Runs the command.</summary>
    /// <returns>The seconds that its summary states.</returns>
    private static async Task<double> Command(BenchmarkDatabase database, string file, string map, int rows)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };
        foreach (var argument in (string[])[HostProcess.Program, "import", file, "--map", map, "--json", "--quiet"])
            start.ArgumentList.Add(argument);
        start.Environment["ConnectionStrings__Incidents"] = database.ConnectionString;
        // As ./run sets them for a command.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "0";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var summary = JsonDocument.Parse(output).RootElement.GetProperty("summary");
        return summary.GetProperty("accepted").GetInt32() == rows
            ? summary.GetProperty("seconds").GetDouble()
            : throw new InvalidOperationException($"Not all rows were accepted: {output}");
    }
}
