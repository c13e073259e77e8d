using System.Diagnostics;
using System.Globalization;
using System.Text;
using Incidents.Api.Data;
using Incidents.Api.Dialects;
using NodaTime;

namespace Incidents.Benchmarks.Ingest;

/// <summary>Each adapter of a dialect alone, from the bytes of a message to its reports, on one core.</summary>
internal sealed class Dialects : IGoal
{
    private const double Wanted = 100_000;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(0.5);

    public string Name => "dialects";

    public string What => "each dialect's adapter alone on one core, from bytes to reports; wanted are 100,000 messages/s";

    public Task<GoalResult> Run(BenchmarkContext context)
    {
        var catalogue = new DialectCatalogue(new(new(), Catalogues.Cities()));
        var variants = new List<Variant>();
        var wants = new List<Want>();
        foreach (var (name, dialect, text) in DialectMessages.All)
        {
            var message = new DialectMessage(
                dialect, "karaganda", "cam-1", "benchmark", "", Encoding.UTF8.GetBytes(text), Instant.FromUtc(2026, 7, 6, 0, 0));
            var rounds = new List<double>();
            Measure(catalogue, message);
            for (var round = 0; round < 5; round++)
                rounds.Add(Measure(catalogue, message));
            variants.Add(new(name, "messages/s", rounds));
            wants.Add(new($"messages/s of {name}", variants[^1].Median, Relation.AtLeast, Wanted));
        }
        return Task.FromResult(new GoalResult(
            variants, wants,
            [
                .. DialectMessages.All.Select(m => string.Create(
                    CultureInfo.InvariantCulture, $"{m.Name}: {Encoding.UTF8.GetByteCount(m.Text):#,0} bytes")),
            ]));
    }

    private static double Measure(DialectCatalogue catalogue, DialectMessage message)
    {
        var (count, watch) = (0, Stopwatch.StartNew());
        while (watch.Elapsed < Round)
        {
            for (var i = 0; i < 100; i++)
            {
                foreach (var part in MessageParts.Of(message, out _))
                {
                    var reading = catalogue.Read(part);
                    if (reading.Refusal is not null || reading.Reports.Count == 0)
                        throw new InvalidOperationException($"{message.Dialect} did not read its message: {reading.Refusal}");
                }
            }
            count += 100;
        }
        return count / watch.Elapsed.TotalSeconds;
    }
}
