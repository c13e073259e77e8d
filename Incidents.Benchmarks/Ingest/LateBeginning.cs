using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Incidents.Benchmarks.Ingest;

/// <summary>What late beginnings, and the comparison of what is sent again, cost those who send reports.</summary>
internal sealed class LateBeginning : IGoal
{
    private const int Connections = 4;
    private const int CallsPerBody = 2_500;
    private const int LateOfAHundred = 5;
    private const int AgainOfAHundred = 2;
    private const int ConflictsOfAThousand = 1;

    // Code that runs often is compiled again and better: what is measured comes after that.
    private const int WarmUpRounds = 3;

    private readonly TownPlaces places = new();
    private readonly DateTime now = DateTime.UtcNow.AddMinutes(-1);

    public string Name => "late-beginning";

    public string What => $"calls of which {LateOfAHundred} % begin late, with {AgainOfAHundred} % of the reports sent again and "
        + $"{ConflictsOfAThousand} in a thousand in conflict, against the same calls in order and once";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var calls = context.Pick(20_000, 75_000);
        var rounds = context.Pick(5, 9);
        var (ordinary, disturbed) = (Bodies(calls, isDisturbed: false), Bodies(calls, isDisturbed: true));
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        var (with, without) = (new List<double>(), new List<double>());
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var first = await Measure(disturbed);
            var second = await Measure(ordinary);
            if (round < 0)
                continue;
            with.Add(2 * calls / first.TotalSeconds);
            without.Add(2 * calls / second.TotalSeconds);
        }

        Variant ours = new("with late beginnings, repetitions, conflicts", "reports/s", with);
        Variant other = new("in order and once", "reports/s", without);
        // The median of the rounds' ratios: both turns of a round meet the same load.
        var ratio = Statistics.Median([.. with.Zip(without, (a, b) => a / b)]);
        return new(
            [ours, other],
            [new("of the same calls in order and once", ratio, Relation.AtLeast, 0.95)],
            [
                $"{calls:#,0} calls of two reports each, placed and answered, {2 * CallsPerBody:#,0} reports a request, {Connections} "
                    + "connections, the daemon is off.",
                "Both figures count the reports of the ordinary stream only: those sent again and in conflict come on top, with their "
                    + "answers, comparisons and dead letters, and are paid for in time alone.",
            ]);

        async Task<TimeSpan> Measure(List<(byte[] Request, int Accepted)> bodies)
        {
            await database.EmptyStore();
            await database.Execute("truncate ingest.dead_letter");
            var took = await Send(host.Port, bodies);
            var streams = await database.Scalar<long>("select count(*) from store.mt_streams");
            return streams == calls ? took : throw new InvalidOperationException($"{streams} calls of {calls} are in the store.");
        }
    }

    private List<(byte[] Request, int Accepted)> Bodies(int calls, bool isDisturbed)
    {
        var bodies = new List<(byte[], int)>();
        for (var first = 0; first < calls; first += CallsPerBody)
        {
            var numbers = Enumerable.Range(first, Math.Min(CallsPerBody, calls - first)).ToArray();
            var buffer = new ArrayBufferWriter<byte>();
            // All beginnings, then all steps: in parts of the body that the host takes apart.
            foreach (var isFirstHalf in (bool[])[true, false])
            {
                foreach (var number in numbers)
                    Write(buffer, number, isAnswer: isFirstHalf == (isDisturbed && number % 100 < LateOfAHundred));
            }
            foreach (var number in isDisturbed ? numbers : [])
            {
                if (number % 100 < 2 * AgainOfAHundred)
                    Write(buffer, number, isAnswer: number % 2 == 0);
                if (number % 1_000 < 2 * ConflictsOfAThousand)
                    Write(buffer, number, isAnswer: true, by: "another");
            }
            bodies.Add((ReportPosts.Request(buffer.WrittenSpan), 2 * numbers.Length));
        }
        return bodies;
    }

    private void Write(ArrayBufferWriter<byte> output, int number, bool isAnswer, string by = "operator-7")
    {
        var random = new Random(number);
        var place = places.Next(random);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("source", "benchmark");
            json.WriteString("id", number.ToString(CultureInfo.InvariantCulture));
            json.WriteString("kind", "sosCall");
            json.WriteString("phase", isAnswer ? "answered" : "placed");
            json.WriteString("occurredAt", now.AddSeconds(-random.Next(60, 3_600) + (isAnswer ? 10 : 0)));
            json.WriteString("city", place.City);
            json.WriteString("deviceId", $"sos-{random.Next(33)}");
            json.WriteNumber("longitude", Math.Round(place.Point!.Value.Longitude, 6));
            json.WriteNumber("latitude", Math.Round(place.Point!.Value.Latitude, 6));
            if (isAnswer)
                json.WriteString("by", by);
            json.WriteEndObject();
        }
        output.Write("\n"u8);
    }

    private static async Task<TimeSpan> Send(int port, IEnumerable<(byte[] Request, int Accepted)> bodies)
    {
        var queue = new ConcurrentQueue<(byte[] Request, int Accepted)>(bodies);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var client = new LoopbackClient(port);
                while (queue.TryDequeue(out var body))
                {
                    if (Accepted(client.Ask(body.Request)) is var accepted && accepted != body.Accepted)
                        throw new InvalidOperationException($"{accepted} of {body.Accepted} reports were accepted.");
                }
            },
            TaskCreationOptions.LongRunning)));
        return Stopwatch.GetElapsedTime(started);
    }

    private static int Accepted(ReadOnlySpan<byte> answers) => answers.Count("\"status\":\"accepted\""u8);
}
