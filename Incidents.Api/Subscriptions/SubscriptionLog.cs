using System.Diagnostics;
using System.Text.Json.Nodes;
using Incidents.Api.Access;
using Incidents.Api.Access.Log;
using Incidents.Api.GraphQL;
using Incidents.Domain.Access;

namespace Incidents.Api.Subscriptions;

/// <summary>Puts a subscription on the access log: its beginning, and then what was told, a minute or some messages at a time.</summary>
/// <remarks>
/// An entry has the ids of the first things and the number of all. Where an entry cannot be written, nothing more is told, and what it
/// would have said stays for the next try. That others wait to be written, too, is no reason to end: it is tried again for a while.
/// Entries of subscriptions that began together are due at different moments.
/// </remarks>
internal sealed class SubscriptionLog
{
    /// <summary>Most messages of one entry.</summary>
    public const int MostMessages = 1_000;

    private const int MostWhileBusy = 2 * MostMessages;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BusyPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int MostFinishes = 5;

    private readonly IAccessLog log;
    private readonly AccessLogSettings settings;
    private readonly TimeProvider time;
    private readonly Caller caller;
    private readonly JsonObject about;
    private readonly JsonObject asked;
    private readonly bool isLogged;
    private readonly Lock gate = new();
    private Told told = new();
    private readonly SemaphoreSlim flushing = new(1);
    private long dueAt;
    private long? busySince;

    /// <summary>Makes the log of one subscription.</summary>
    public SubscriptionLog(
        IAccessLog log, AccessLogSettings settings, TimeProvider time, Caller caller, ExecutedOperation executed)
    {
        (this.log, this.settings, this.time, this.caller) = (log, settings, time, caller);
        var use = LoggedFields.Of(executed.Context);
        isLogged = LoggedFields.IsLogged(use);
        dueAt = NextDue();
        about = new()
        {
            ["type"] = "subscription",
            ["subscription"] = Guid.CreateVersion7().ToString(),
            ["operation"] = executed.Result.Operation?.Name?.StringValue ?? executed.Request.OperationName,
            ["classes"] = new JsonArray([.. use.Classes.Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]),
            ["grants"] = AnswerRecord.Grants(caller),
        };
        asked = new() { ["query"] = executed.Request.Query };
        if (executed.Request.Variables is { Count: > 0 } variables)
            asked["variables"] = KeptJson.Of(variables);
        if (Activity.Current is { } activity)
            asked["trace"] = activity.TraceId.ToHexString();
    }

    /// <summary>The name of the subscription in the log.</summary>
    public string Name => about["subscription"]!.GetValue<string>();

    /// <summary>Whether what was told is to be put on record now.</summary>
    public bool IsDue => time.GetTimestamp() >= Volatile.Read(ref dueAt);

    /// <summary>Puts its beginning on record.</summary>
    /// <param name="after">The position after which it is told.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AccessLogException">It cannot be put on record, so nothing may be told.</exception>
    public Task Begin(long? after, CancellationToken cancellation)
    {
        var details = Details();
        foreach (var (name, value) in asked)
            details[name] = value?.DeepClone();
        if (after is { } position)
            details["after"] = position;
        return Write(details, cancellation);
    }

    /// <summary>Counts a message that is about to be sent; comes back when what is due is on record.</summary>
    /// <exception cref="AccessLogException">It cannot be put on record, so nothing more may be told.</exception>
    public ValueTask Tell(LivePayload payload, CancellationToken cancellation)
    {
        if (!isLogged || payload.Thing is not { } thing)
            return default;
        lock (gate)
        {
            told.Add(payload, thing, settings.MostThings);
            if (told.Count < MostMessages)
                return default;
        }
        return new(FlushUnlessBusy(cancellation));
    }

    /// <summary>Puts what was told in the last minute on record, where the minute is over.</summary>
    /// <exception cref="AccessLogException">It cannot be put on record, so nothing more may be told.</exception>
    public Task FlushWhenDue(CancellationToken cancellation) => IsDue ? FlushUnlessBusy(cancellation) : Task.CompletedTask;

    /// <summary>Puts what was told since the last entry on record.</summary>
    /// <exception cref="AccessLogException">It cannot be put on record, so nothing more may be told.</exception>
    public async Task Flush(CancellationToken cancellation)
    {
        await flushing.WaitAsync(cancellation);
        try
        {
            Told over;
            lock (gate)
                (over, told) = (told, new());
            Volatile.Write(ref dueAt, NextDue());
            if (over.Count == 0)
                return;
            var details = Details();
            over.Write(details);
            try
            {
                await Write(details, cancellation);
                busySince = null;
            }
            catch
            {
                // It is not known to be on record: at worst it is twice.
                lock (gate)
                    told = over.With(told, settings.MostThings);
                throw;
            }
        }
        finally
        {
            flushing.Release();
        }
    }

    /// <summary>Puts what was told last on record; tries a few times where the log is busy.</summary>
    /// <exception cref="AccessLogException">It cannot be put on record.</exception>
    public async Task Finish()
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                await Flush(CancellationToken.None);
                return;
            }
            catch (AccessLogException e) when (e.IsBusy && tried < MostFinishes)
            {
                await Task.Delay(Pause, time);
            }
        }
    }

    private async Task FlushUnlessBusy(CancellationToken cancellation)
    {
        try
        {
            await Flush(cancellation);
        }
        catch (AccessLogException e) when (e.IsBusy && IsTolerable())
        {
            // At the next tick it is tried again.
            Volatile.Write(ref dueAt, time.GetTimestamp());
        }
    }

    private bool IsTolerable()
    {
        var began = busySince ??= time.GetTimestamp();
        lock (gate)
            return told.Count < MostWhileBusy && time.GetElapsedTime(began) < BusyPatience;
    }

    // From half the interval on: those who subscribe together after a burst do not all write together.
    private long NextDue() =>
        time.GetTimestamp() + (long)(Interval.TotalSeconds * time.TimestampFrequency * (0.5 + Random.Shared.NextDouble() / 2));

    private JsonObject Details() => (JsonObject)about.DeepClone();

    private Task Write(JsonObject details, CancellationToken cancellation) => isLogged
        ? log.Write(new(AccessKind.Read, caller.Id, caller.Name, details), cancellation)
        : Task.CompletedTask;

    private sealed class Told
    {
        private readonly SortedDictionary<string, int> rows = new(StringComparer.Ordinal);
        private readonly List<Guid> things = [];
        private long first;
        private long last;

        public int Count { get; private set; }

        public void Add(LivePayload payload, Guid thing, int mostThings)
        {
            if (Count++ == 0)
                first = payload.Position;
            last = payload.Position;
            rows[payload.ThingType] = rows.GetValueOrDefault(payload.ThingType) + 1;
            if (things.Count < mostThings)
                things.Add(thing);
        }

        /// <summary>This and what was told after it.</summary>
        public Told With(Told later, int mostThings)
        {
            if (later.Count == 0)
                return this;
            if (Count == 0)
                return later;
            (Count, last) = (Count + later.Count, later.last);
            foreach (var (type, number) in later.rows)
                rows[type] = rows.GetValueOrDefault(type) + number;
            things.AddRange(later.things.Take(mostThings - things.Count));
            return this;
        }

        public void Write(JsonObject details)
        {
            details["count"] = Count;
            details["rows"] = new JsonObject(rows.Select(row => KeyValuePair.Create<string, JsonNode?>(row.Key, row.Value)));
            details["things"] = new JsonArray([.. things.Distinct().Select(id => JsonValue.Create(id.ToString()))]);
            details["firstPosition"] = first;
            details["lastPosition"] = last;
        }
    }
}
