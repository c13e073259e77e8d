using System.Diagnostics;
using Incidents.Api.Store;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Marten;

namespace Incidents.Benchmarks.Ingest;

/// <summary>Marten's own way of appending, with the same store options as the host.</summary>
internal static class MartenAppend
{
    /// <summary>Starts one stream for each event.</summary>
    /// <param name="store">The store.</param>
    /// <param name="rows">The events.</param>
    /// <param name="sessions">How many sessions at once.</param>
    /// <param name="perSave">Streams a SaveChanges.</param>
    public static async Task<TimeSpan> Batched(IDocumentStore store, IReadOnlyList<EventRow> rows, int sessions, int perSave)
    {
        var next = -1;
        var blocks = rows.Chunk(perSave).Select(OriginalRows.Of).ToArray();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, sessions).Select(_ => Task.Run(async () =>
        {
            while ((long)Interlocked.Increment(ref next) * perSave is var first && first < rows.Count)
            {
                await using var session = store.LightweightSession();
                for (var i = (int)first; i < Math.Min(first + perSave, rows.Count); i++)
                    Start(session, rows[i]);
                OriginalRows.Queue(session, blocks[first / perSave]);
                await session.SaveChangesAsync();
            }
        })));
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Starts one stream in each transaction, for a time.</summary>
    public static async Task<Crowd> OneByOne(IDocumentStore store, IReadOnlyList<EventRow> rows, int sessions, TimeSpan time)
    {
        var next = -1;
        var blocks = rows.Select(row => OriginalRows.Of([row])).ToArray();
        var started = Stopwatch.GetTimestamp();
        var took = await Task.WhenAll(Enumerable.Range(0, sessions).Select(_ => Task.Run(async () =>
        {
            var milliseconds = new List<double>(1 << 12);
            while (Stopwatch.GetElapsedTime(started) < time && Interlocked.Increment(ref next) is var i)
            {
                if (i >= rows.Count)
                    throw new InvalidOperationException("There were too few events for the time.");
                var asked = Stopwatch.GetTimestamp();
                await using var session = store.LightweightSession();
                Start(session, rows[i]);
                OriginalRows.Queue(session, blocks[i]);
                await session.SaveChangesAsync();
                milliseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }
            return milliseconds;
        })));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var all = took.SelectMany(t => t).ToArray();
        return new(all.Length, elapsed, all);
    }

    private static void Start(IDocumentSession session, EventRow row)
    {
        var type = StreamType.Of(row.Event) switch
        {
            "alert" => typeof(Alert),
            "sos_call" => typeof(SosCall),
            "violation" => typeof(Violation),
            _ => typeof(Incident),
        };
        // The same columns and bytes as ours.
        (session.CorrelationId, session.CausationId, session.LastModifiedBy) = (EventRows.Correlation, EventRows.Cause, EventRows.User);
        var stream = session.Events.StartStream(type, row.StreamId, row.Event);
        stream.Events[0].SetHeader(EventCommitment.Header, row.Headers[15..^2]);
    }
}
