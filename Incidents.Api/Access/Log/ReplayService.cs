using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Access;
using NodaTime.Text;
using Npgsql;

namespace Incidents.Api.Access.Log;

/// <summary>Asks logged reads again, from the events up to the position at which they were read.</summary>
/// <remarks>
/// There is one replica at a time, whichever of several hosts holds it: an advisory lock of the live database orders them. Replays in the
/// order of their positions move it forward; it is removed when nobody has used it for a while, when the host stops, and when a person was
/// masked.
/// </remarks>
internal sealed partial class ReplayService(
    AccessLogReader reader, IAccessLog log, StorePools pools, IReplicaHosts hosts, AccessLogSettings settings, TimeProvider time,
    ILogger<ReplayService> logger) : IHostedService, IAsyncDisposable
{
    private const int MostKept = 50;
    private const int MostTries = 400;

    private readonly ILogger<ReplayService> logger = logger;
    private readonly ReplicaClaims claims = new(pools);
    private readonly ConcurrentDictionary<Guid, ReplayJob> jobs = new();
    private readonly SemaphoreSlim one = new(1);
    private readonly CancellationTokenSource stopped = new();
    private Replica? replica;
    private ITimer? removal;
    private bool isDisposed;

    /// <summary>Begins to ask an entry again, or joins who does, and waits for the answer for a time.</summary>
    /// <exception cref="RefusedException">There is no such entry, or it cannot be asked again.</exception>
    public async Task<Replay> Ask(Guid id, CancellationToken cancellation)
    {
        if (await reader.Open(id, cancellation) is not { Entry: var entry })
            throw new RefusedException(Refusals.NotFound);
        if (!entry.IsReplayable)
            throw ReplicaClaims.Unavailable("Only reads and searches of rows and complete exports can be asked again.");
        var job = jobs.GetOrAdd(id, _ => new());
        var isMine = false;
        lock (job)
        {
            if (job.Running is null)
            {
                isMine = true;
                job.Running = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
        if (isMine)
        {
            try
            {
                var details = new JsonObject { ["entry"] = id, ["grants"] = AnswerRecord.Grants(Callers.Current) };
                await log.Write(AccessEntry.OfCurrent(AccessKind.Replayed, details), cancellation);
            }
            catch
            {
                jobs.TryRemove(id, out _);
                job.Running!.TrySetCanceled(CancellationToken.None);
                throw;
            }
            _ = Task.Run(() => Run(entry, job), CancellationToken.None);
        }
        try
        {
            var answer = await job.Running!.Task.WaitAsync(settings.ReplayPatience, time, cancellation);
            // The next one asks anew: something may have been masked meanwhile.
            jobs.TryRemove(id, out _);
            return answer;
        }
        catch (TimeoutException)
        {
            return new(entry, ReplayState.Running, job.Progress, null, null, null, [], null, null, null);
        }
    }

    /// <summary>Removes the replica of this host or of one that has ended.</summary>
    public Task Remove(CancellationToken cancellation) => Remove(onlyIdle: false, cancellation);

    private async Task Remove(bool onlyIdle, CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            await using var held = await claims.Hold(cancellation);
            if (onlyIdle && await claims.IsInUse(settings.ReplicaKept, cancellation))
                return;
            if (replica is { } mine)
                await mine.DisposeAsync();
            replica = null;
            await Replica.Drop(pools, Replica.NameOf(new NpgsqlConnectionStringBuilder(pools.ConnectionString).Database!), cancellation);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Looks later for a replica that a host left that was killed.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        removal = time.CreateTimer(_ => _ = TryRemove(onlyIdle: true), null, settings.ReplicaKept, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        await stopped.CancelAsync();
        if (removal is not null)
            await removal.DisposeAsync();
        if (replica is not null)
            await TryRemove(onlyIdle: false);
        stopped.Dispose();
        one.Dispose();
    }

    private async Task Run(AccessLogEntry entry, ReplayJob job)
    {
        try
        {
            await one.WaitAsync(stopped.Token);
            try
            {
                await using var held = await claims.Hold(stopped.Token);
                job.Running!.TrySetResult(await Answer(entry, job, stopped.Token));
            }
            catch
            {
                // Nobody knows how far it is.
                if (replica is { } broken)
                    await broken.DisposeAsync();
                replica = null;
                throw;
            }
            finally
            {
                one.Release();
            }
        }
        catch (Exception e)
        {
            jobs.TryRemove(entry.Id, out _);
            if (e is not RefusedException)
                LogFailed(e, entry.Id);
            job.Running!.TrySetException(e is RefusedException ? e : ReplicaClaims.Unavailable(StoreFault.IsOfStore(e)
                ? $"PostgreSQL does not let a database for it be made: {StoreFault.Reason(e)}."
                : "The store as it was could not be made; the server's log has the reason."));
            _ = job.Running.Task.Exception;
        }
        // A little later, so that the last use is long enough ago.
        if (!isDisposed)
            removal?.Change(settings.ReplicaKept + TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        while (jobs.Count > MostKept && jobs.Keys.FirstOrDefault(key => key != entry.Id) is var oldest && oldest != default)
            jobs.TryRemove(oldest, out _);
    }

    private async Task<Replay> Answer(AccessLogEntry entry, ReplayJob job, CancellationToken cancellation)
    {
        var masking = await reader.LastMasking(cancellation);
        if (replica is { } old && (old.Masking != masking || !await claims.IsHere(old, cancellation)))
        {
            await old.DisposeAsync();
            replica = null;
        }
        replica ??= await Replica.Create(pools, hosts, masking, cancellation);
        await claims.Claim(replica, cancellation);
        var caller = CallerOf(entry);
        var at = entry.Text("asOf") is { } asOf && OffsetDateTimePattern.ExtendedIso.Parse(asOf) is { Success: true } parsed
            ? parsed.Value.ToInstant()
            : entry.At;
        var (members, tries) = (entry.Members, 0);
        foreach (var position in ReplayPositions.Of(entry).Take(MostTries))
        {
            tries++;
            var answer = await Try(position);
            if (answer.IsSame)
                return Done(position, answer, null);
        }
        var first = ReplayPositions.Of(entry).First();
        return Done(first, await Try(first), masking > entry.Sequence ? ReplayDifference.MaskedSince
            : tries > 1 ? ReplayDifference.ArrivedMeanwhile
            : ReplayDifference.Unknown);

        async Task<Replayed> Try(ReplayPosition position)
        {
            await replica.MoveTo(position.Appended, position.ReadModels, done => job.Progress = done * 0.9, cancellation);
            var answer = await replica.Host.Answer(entry, caller, at, cancellation);
            if (members is null)
                return new(answer, AnswerRecord.Digest(answer) == entry.Digest, []);
            var (kept, isSame, others) = AnswerMembers.Compare(answer, members);
            return new(kept, isSame, others);
        }

        Replay Done(ReplayPosition position, Replayed answer, ReplayDifference? difference) => new(
            entry, ReplayState.Done, 1, Encoding.UTF8.GetString(answer.Json), AnswerRecord.Digest(answer.Json), answer.IsSame,
            answer.LeftOut, difference, position.ReadModels.Values.Min(), position.Appended);
    }

    private static Caller CallerOf(AccessLogEntry entry)
    {
        if (entry.CallerId.Length == 0)
            return Caller.Anonymous;
        // By the names of the claims that settings have by default.
        var claims = entry.Grants.Select(grant => new Claim("roles", grant))
            .Append(new("sub", entry.CallerId)).Append(new("name", entry.CallerName));
        return new GrantClaims(new AccessSettings()).Read(new(new ClaimsIdentity(claims, "log")));
    }

    private async Task TryRemove(bool onlyIdle)
    {
        try
        {
            await Remove(onlyIdle, CancellationToken.None);
        }
        catch (Exception e) when (StoreFault.IsOfStore(e) || e is RefusedException or ObjectDisposedException)
        {
            LogKept(e);
        }
    }

    private sealed record Replayed(byte[] Json, bool IsSame, IReadOnlyList<string> LeftOut);

    private sealed class ReplayJob
    {
        public TaskCompletionSource<Replay>? Running { get; set; }

        public double Progress { get; set; }
    }

    [LoggerMessage(LogLevel.Error, "The entry {Entry} of the access log could not be asked again.")]
    private partial void LogFailed(Exception e, Guid entry);

    [LoggerMessage(LogLevel.Warning, "The database for replays could not be removed; the next replay or start removes it.")]
    private partial void LogKept(Exception e);
}
