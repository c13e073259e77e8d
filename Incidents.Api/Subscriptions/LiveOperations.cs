using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQL.Transport;
using GraphQLParser.AST;
using Incidents.Api.Access;
using Incidents.Api.Access.Log;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Access;

namespace Incidents.Api.Subscriptions;

/// <summary>An operation that a client has begun on a connection.</summary>
/// <param name="Subscription">The subscription; null for what has one result.</param>
/// <param name="Result">The result; empty for a subscription.</param>
/// <param name="IsExecuted">Whether the result is one, and not only errors.</param>
internal sealed record BegunOperation(LiveSubscription? Subscription, byte[] Result, bool IsExecuted)
{
    /// <summary>The position after which a subscription goes on; null for now.</summary>
    public long? After { get; init; }
}

/// <summary>Who asks on a connection.</summary>
/// <param name="Caller">The caller.</param>
/// <param name="User">The claims.</param>
internal sealed record LiveCaller(Caller Caller, ClaimsPrincipal User);

/// <summary>Begins operations: a query or mutation is answered, a subscription is told what it missed and joins the others.</summary>
internal sealed partial class LiveOperations(
    OperationRunner operations, LiveHub hub, LiveReader reader, LiveRenderer renderer, EventReader events, IAnswerRecord record,
    IAccessLog log, AccessLogSettings logSettings, TimeProvider time, SubscriptionSettings settings, IServiceScopeFactory scopes,
    ILogger<LiveOperations> logger)
{
    private const int MostReads = 4;
    private readonly SemaphoreSlim reads = new(MostReads);

    /// <summary>Begins an operation.</summary>
    /// <param name="id">Its id on the connection.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="asker">Who asks.</param>
    /// <param name="way">How it came.</param>
    /// <param name="schedule">Called when something waits for its reader.</param>
    /// <param name="cancellation">Cancelled when the connection ends.</param>
    public async Task<BegunOperation> Begin(
        string id, GraphQLRequest request, LiveCaller asker, OperationWay way, Action<LiveSubscription> schedule,
        CancellationToken cancellation)
    {
        using var caller = Callers.Enter(asker.Caller);
        await using var scope = scopes.CreateAsyncScope();
        var beginning = new LiveBeginning();
        try
        {
            var executed = await operations.Execute(
                new(scope.ServiceProvider, asker.User, request, way, record) { Root = beginning }, cancellation);
            if (executed.Result.Operation?.Operation is not OperationType.Subscription || executed.Error is not null)
                return await Answered(executed, cancellation);
            if (beginning.Selection is not { } selection)
                return Refused(new(ErrorCode.BadInput, "The subscription has no field that is not skipped."));
            if (beginning.After is { } after && after > await events.LastSequence(cancellation))
                return Refused(new(ErrorCode.PositionUnknown, "No event has this position.", "after"));
            var told = new SubscriptionLog(log, logSettings, time, asker.Caller, executed);
            await told.Begin(beginning.After, cancellation);
            return new(
                new(id, Of(executed, selection, asker.Caller), told, settings.QueueLength, settings.QueueBytes, schedule)
                {
                    Selection = selection,
                    Person = asker.Caller.Id,
                },
                [], true)
            {
                After = beginning.After,
            };
        }
        catch (AccessLogException e)
        {
            return Refused(new(ErrorCode.AccessLogAway, e.Message));
        }
        catch (Exception e) when (StoreFault.IsAway(e))
        {
            return Refused(new(ErrorCode.StoreAway, "The database cannot be reached; try again later."));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return Broken(e);
        }
    }

    /// <summary>What the client is told of an operation that failed without a word.</summary>
    public BegunOperation Broken(Exception cause)
    {
        LogBroken(cause);
        return Refused(new(ErrorCode.Internal, "The operation failed; try again."));
    }

    /// <summary>Joins a subscription to the others, and tells it what it missed before.</summary>
    /// <param name="joining">The subscription.</param>
    /// <param name="after">The position to go on after; null for now.</param>
    /// <param name="cancellation">Cancelled when the connection or the subscription ends.</param>
    public async Task Join(LiveSubscription joining, long? after, CancellationToken cancellation)
    {
        try
        {
            var joined = await hub.Join(joining, after, cancellation);
            if (after is { } from && from < joined)
                await Resume(joining, from, joined, cancellation);
            var here = Math.Max(joined, after ?? 0);
            await joining.Replay(await renderer.Render(joining.Request, joining.Selection.Notice(here, null), cancellation), cancellation);
            joining.Release();
        }
        catch (RefusedException e)
        {
            joining.End(new(e.Refusal));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(e, joining.Selection.Key);
            joining.End(Failed(e));
        }
    }

    /// <summary>How a subscription ends for which a message could not be made.</summary>
    public static LiveEnd Failed(Exception cause) => new(StoreFault.IsAway(cause)
        ? new(ErrorCode.StoreAway, "The database cannot be reached; subscribe again later.")
        : cause is LiveRenderException fault ? fault.Refusal
        : new(ErrorCode.Internal, "A message could not be made; subscribe again."));

    /// <summary>Logs that messages of a subscription that has ended could not be put on the access log.</summary>
    public void NoteUnrecorded(LiveSubscription subscription, Exception cause) => LogUnrecorded(cause, subscription.Log.Name);

    /// <summary>Logs that a message of a subscription could not be made, so that it ends.</summary>
    public void NoteFailed(LiveSubscription subscription, Exception cause) => LogFailed(cause, subscription.Selection.Key);

    /// <summary>What was missed, as the reader of a subscription is told it.</summary>
    public Task<LivePayload> Notice(LiveSubscription subscription, MissedMessages missed, CancellationToken cancellation) =>
        renderer.Render(subscription.Request, subscription.Selection.Notice(missed.Until, missed), cancellation);

    private async Task Resume(LiveSubscription joining, long from, long until, CancellationToken cancellation)
    {
        if (until - from > settings.LongestResume)
        {
            await joining.Replay(await Notice(joining, new(null, from, until), cancellation), cancellation);
            return;
        }
        while (from < until && !joining.IsEnded)
        {
            LivePage? page = null;
            IReadOnlyList<LiveMessage> messages;
            // Many come back at once when a host was away: the store is not asked by all of them at the same time.
            await reads.WaitAsync(cancellation);
            try
            {
                page = await reader.Read(from, until, joining.Selection.Kind, cancellation);
                messages = await joining.Selection.Match(page, cancellation);
            }
            catch (Exception e) when (!StoreFault.IsAway(e) && !cancellation.IsCancellationRequested)
            {
                // Whoever comes again with the same position would meet it again.
                LogUnread(e, joining.Selection.Key, from);
                page ??= LivePage.Unread(from, until);
                messages = [joining.Selection.Notice(page.Ceiling, new(null, from, page.Ceiling))];
            }
            finally
            {
                reads.Release();
            }
            hub.Count(page.Events.Count, messages.Count);
            foreach (var message in messages.TakeWhile(_ => !joining.IsEnded))
                await joining.Replay(await renderer.Make(joining.Request, joining.Selection, message, cancellation), cancellation);
            from = page.Ceiling;
        }
    }

    private async Task<BegunOperation> Answered(ExecutedOperation executed, CancellationToken cancellation)
    {
        var buffer = PooledBuffer.Pool.Get();
        try
        {
            var data = ResponseWriter.Write(buffer.Writer, executed.Result);
            await operations.Keep(record, executed, buffer.Written[data], cancellation);
            // A subscription that did not begin has no result, whatever its errors.
            var isExecuted = executed.Result.Executed && executed.Result.Operation?.Operation is not OperationType.Subscription;
            return new(null, buffer.Written.ToArray(), isExecuted);
        }
        finally
        {
            PooledBuffer.Pool.Return(buffer);
        }
    }

    private static BegunOperation Refused(Refusal refusal) => new(
        null,
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            errors = new[] { new { message = refusal.Message, extensions = new { code = refusal.Code.Text(), field = refusal.Field } } },
        }),
        false);

    [LoggerMessage(LogLevel.Error, "The subscription {Selection} could not begin or go on; its reader is told so.")]
    private partial void LogFailed(Exception cause, string selection);

    [LoggerMessage(LogLevel.Error, "What a reader of {Selection} missed after event {Position} could not be read; it is told so.")]
    private partial void LogUnread(Exception cause, string selection, long position);

    [LoggerMessage(LogLevel.Error, "An operation failed; its client is told so.")]
    private partial void LogBroken(Exception cause);

    [LoggerMessage(LogLevel.Error, "What the subscription {Subscription} was told last is not on the access log; that it began is.")]
    private partial void LogUnrecorded(Exception cause, string subscription);

    // The position to go on after is each client's own, and no part of what is asked: many who come back ask the same.
    private static LiveRequest Of(ExecutedOperation executed, LiveSelection selection, Caller caller)
    {
        var request = executed.Request;
        var variables = KeptJson.Of((object?)request.Variables) as JsonObject;
        var field = executed.Result.Operation!.SelectionSet.Selections.OfType<GraphQLField>().FirstOrDefault();
        if (field?.Arguments?.Items.Find(argument => argument.Name.Value == "after")?.Value is GraphQLVariable after)
            variables?.Remove(after.Name.StringValue);
        var grants = string.Join(' ', GrantClaims.Write(caller.Grants));
        var classes = string.Join(' ', LoggedFields.Of(executed.Context).Classes.Order(StringComparer.Ordinal));
        return new(
            request, new(nameof(Subscriptions), nameof(Subscriptions), caller.Grants), $"{selection.Key}\n{grants}\n{classes}",
            $"{request.OperationName}\n{variables?.ToJsonString()}\n{request.Query}");
    }
}
