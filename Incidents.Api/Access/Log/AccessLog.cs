using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Access;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Access.Log;

/// <summary>The one writer of this host's access log: it commits the entries that wait as a group.</summary>
/// <remarks>
/// An entry is on record when its group is committed, and whoever wrote it waits for that. Where the queue is full, the store is away or
/// the commit takes too long, the writer of the entry gets an exception, and what the entry is about is not answered.
/// </remarks>
internal sealed class AccessLog(
    AccessStore store, Freshness freshness, AccessLogSettings settings, IClock clock, TimeProvider time) : IAccessLog, IAsyncDisposable
{
    /// <summary>Name of the positions that held before the answer was read.</summary>
    public const string Before = "before";

    /// <summary>Name of the positions that held after the answer was read.</summary>
    public const string After = "after";

    private readonly string writer = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(Math.Max(1, settings.QueueLength)) { SingleReader = true });
    private readonly CancellationTokenSource stopped = new();
    private readonly Lock gate = new();
    private Task? writing;

    /// <inheritdoc/>
    public async Task Write(AccessEntry entry, CancellationToken cancellation)
    {
        if (!entry.Details.ContainsKey(SearchTerms.Name) && SearchTerms.Of(entry.Details["filter"]) is { } terms)
            entry.Details[SearchTerms.Name] = terms;
        var kept = entry with
        {
            Caller = StorableText.Of(entry.Caller),
            Name = StorableText.Of(entry.Name),
            Details = KeptJson.Of(entry.Details),
        };
        var waiting = new Waiting(kept, clock.GetCurrentInstant());
        if (!queue.Writer.TryWrite(waiting))
            throw new AccessLogException("Too many entries of the access log wait to be written; ask again later.") { IsBusy = true };
        lock (gate)
            writing ??= Task.Run(WriteGroups, CancellationToken.None);
        try
        {
            await waiting.Done.Task.WaitAsync(settings.Patience, time, cancellation);
        }
        catch (TimeoutException e)
        {
            waiting.IsGivenUp = true;
            throw new AccessLogException("The access log was not written in time; ask again later.", e);
        }
    }

    /// <summary>Positions of the store, as entries keep them.</summary>
    public static JsonObject Positions(FreshnessReading reading) => new()
    {
        ["appended"] = reading.Appended,
        ["readModels"] = new JsonObject(reading.ReadModels.Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, p.Value))),
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        stopped.CancelAfter(settings.Patience);
        if (writing is { } last)
            await last;
        stopped.Dispose();
    }

    private async Task WriteGroups()
    {
        var group = new List<Waiting>();
        while (await queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < settings.LargestGroup && queue.Reader.TryRead(out var next))
            {
                if (!next.IsGivenUp)
                    group.Add(next);
            }
            if (group.Count == 0)
                continue;
            var failure = await Write(group);
            if (failure is not null && group.Count > 1 && StoreFault.IsOfContent(failure))
            {
                // One of them cannot be stored: the others do not wait for it.
                foreach (var entry in group)
                    Refuse([entry], await Write([entry]));
            }
            else
            {
                Refuse(group, failure);
            }
        }
    }

    // What prevents the commit, or null.
    private async Task<Exception?> Write(List<Waiting> group)
    {
        try
        {
            await Commit(group);
        }
        catch (Exception e)
        {
            return e;
        }
        foreach (var entry in group)
            entry.Done.TrySetResult();
        return null;
    }

    private static void Refuse(List<Waiting> group, Exception? failure)
    {
        if (failure is null)
            return;
        var refusal = new AccessLogException("The access log cannot be written; ask again later.", failure);
        foreach (var entry in group)
        {
            entry.Done.TrySetException(refusal);
            // Who does not wait any more does not look at it.
            _ = entry.Done.Task.Exception;
        }
    }

    private async Task Commit(List<Waiting> group)
    {
        // All answers of the group were read before this reading began.
        if (group.Exists(w => w.Entry.Details.ContainsKey(Before)))
        {
            var reading = await freshness.ReadNow(stopped.Token);
            foreach (var entry in group.Where(w => w.Entry.Details.ContainsKey(Before)))
                entry.Entry.Details[After] = Positions(reading);
        }
        var day = LocalDatePattern.Iso.Format(group[0].At.InUtc().Date);
        await using var session = store.Documents.LightweightSession();
        session.Events.Append($"{day}/{writer}", [.. group.Select(Event)]);
        await session.SaveChangesAsync(stopped.Token);
    }

    private static object Event(Waiting waiting)
    {
        var (entry, at) = (waiting.Entry, Cities.Microseconds(waiting.At));
        return AccessCommitment.With(
            new AccessRecorded(entry.Kind.ToString(), entry.Caller, entry.Name, at, entry.Details), entry.Id);
    }

    private sealed class Waiting(AccessEntry entry, Instant at)
    {
        private volatile bool isGivenUp;

        public AccessEntry Entry => entry;

        public Instant At => at;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsGivenUp
        {
            get => isGivenUp;
            set => isGivenUp = value;
        }
    }
}
