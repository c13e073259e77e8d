using System.Diagnostics.Metrics;

namespace Incidents.Api.Ingest;

/// <summary>How many reports this host has answered since it started, also as OpenTelemetry counters.</summary>
internal sealed class IngestMetrics(TimeProvider time)
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Incidents.Ingest";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Reports =
        Meter.CreateCounter<long>("incidents.ingest.reports", "{report}", "Reports answered, by status.");

    private readonly long[] answered = new long[Enum.GetValues<ReportStatus>().Length];
    private readonly RateOverMinute rate = new(time);

    public void Count(ReadOnlySpan<ReportAnswer> answers)
    {
        Span<int> counts = stackalloc int[answered.Length];
        foreach (var answer in answers)
            counts[(int)answer.Status]++;
        for (var status = 0; status < counts.Length; status++)
        {
            if (counts[status] == 0)
                continue;
            Interlocked.Add(ref answered[status], counts[status]);
            Reports.Add(counts[status], new KeyValuePair<string, object?>("status", ((ReportStatus)status).ToString().ToLowerInvariant()));
        }
        rate.Add(answers.Length);
    }

    /// <summary>Reports answered so since the host started.</summary>
    public long Answered(ReportStatus status) => Interlocked.Read(ref answered[(int)status]);

    /// <summary>Reports answered a second, over the last minute.</summary>
    public double PerSecond => rate.PerSecond;

    /// <summary>Counts in sixty buckets of a second each.</summary>
    private sealed class RateOverMinute(TimeProvider time)
    {
        private readonly long[] buckets = new long[60];
        private readonly Lock gate = new();
        private long current;

        public double PerSecond
        {
            get
            {
                lock (gate)
                {
                    Advance();
                    return buckets.Sum() / 60.0;
                }
            }
        }

        public void Add(int count)
        {
            lock (gate)
            {
                Advance();
                buckets[current % 60] += count;
            }
        }

        private void Advance()
        {
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            for (var passed = Math.Min(60, second - current); passed > 0; passed--)
                buckets[(second - passed + 1) % 60] = 0;
            current = second;
        }
    }
}
