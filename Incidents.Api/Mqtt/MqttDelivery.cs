using System.Threading.Channels;
using Incidents.Api.Dialects;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Mqtt;

/// <summary>
/// Takes what the broker has sent to the store, in its order and in batches, and acknowledges each message when it is committed or kept as
/// a dead letter.
/// </summary>
/// <remarks>
/// What the store could not take is sent to it again, with all that came after it, until it is taken. A broker does not send it again by
/// itself as long as the connection lasts.
/// </remarks>
internal sealed partial class MqttDelivery(
    DialectIntake intake, DeadLetterService letters, MqttMetrics metrics, ILogger<MqttDelivery> log)
{
    private const int MostInABatch = 500;
    private const int MostInFlight = 3;
    private const int MostFailures = 3;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Channel<MqttMessage> inbox = Channel.CreateUnbounded<MqttMessage>();
    private readonly Queue<(List<MqttMessage> Messages, Task<DialectAnswer[]> Answers)> flights = [];
    private readonly Queue<MqttMessage> unacknowledged = [];
    private readonly Lock gate = new();
    private TaskCompletionSource empty = Completed();
    private int waiting;
    private long waitingBytes;
    private SubmissionOrder order = new();

    /// <summary>Messages that are not acknowledged.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Bytes of them.</summary>
    public long WaitingBytes => Interlocked.Read(ref waitingBytes);

    /// <summary>Ends when no message waits.</summary>
    public Task WhenEmpty
    {
        get
        {
            lock (gate)
                return empty.Task;
        }
    }

    /// <summary>Takes a message over from the connection.</summary>
    public void Add(MqttMessage message)
    {
        metrics.Receive();
        lock (gate)
        {
            if (++waiting == 1)
                empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Add(ref waitingBytes, message.Length);
            unacknowledged.Enqueue(message);
            Measure();
            inbox.Writer.TryWrite(message);
        }
    }

    /// <summary>Delivers until it is stopped; what is on its way to the store by then is completed.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        var batch = new List<MqttMessage>();
        Task? more = null;
        while (!cancellation.IsCancellationRequested)
        {
            var ignored = 0;
            while (batch.Count < MostInABatch && inbox.Reader.TryRead(out var message))
            {
                if (message.IsDone)
                    ignored++;
                else
                    batch.Add(message);
            }
            if (ignored > 0)
            {
                metrics.Ignore(ignored);
                await AcknowledgeDone();
            }
            var isFull = batch.Count == MostInABatch;
            if (batch.Count > 0 && (flights.Count == 0 || (isFull && flights.Count < MostInFlight)))
            {
                await Send(batch, cancellation);
                batch = [];
                continue;
            }
            // A message does not wait for later ones: they gather only while others are on their way.
            if (!isFull)
                more ??= More(cancellation);
            var oldest = flights.TryPeek(out var flight) ? flight.Answers : null;
            await Task.WhenAny(oldest ?? more!, isFull ? oldest! : more!);
            if (more is { IsCompleted: true })
                more = null;
            if (flights.Count > 0 && flights.Peek().Answers.IsCompleted)
                await CompleteOldest(cancellation);
        }
        while (flights.Count > 0)
            await CompleteOldest(cancellation);
    }

    private async Task Send(List<MqttMessage> batch, CancellationToken cancellation)
    {
        flights.Enqueue((batch, await Queued(batch, cancellation)));
    }

    // What it throws is judged with the exceptions of the answers, in its turn.
    private async Task<Task<DialectAnswer[]>> Queued(List<MqttMessage> batch, CancellationToken cancellation)
    {
        try
        {
            return await intake.Enqueue(batch.ConvertAll(message => message.Content), cancellation, order);
        }
        catch (Exception e)
        {
            order.Break();
            return Task.FromException<DialectAnswer[]>(e);
        }
    }

    private async Task CompleteOldest(CancellationToken cancellation)
    {
        var (messages, answers) = flights.Dequeue();
        if (!await Record(messages, answers, cancellation))
        {
            // Nothing that came later may overtake it: all of them are completed first, and then sent again in their order.
            while (flights.TryDequeue(out var later))
            {
                await Record(later.Messages, later.Answers, cancellation);
                messages.AddRange(later.Messages);
            }
            await SendAgain(messages, cancellation);
        }
        await AcknowledgeDone();
    }

    /// <summary>Marks what is done; false where something is not, or failed.</summary>
    private async Task<bool> Record(List<MqttMessage> messages, Task<DialectAnswer[]> pending, CancellationToken cancellation)
    {
        DialectAnswer[] answers;
        try
        {
            answers = await pending;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The broker sends them again to the next start.
            return false;
        }
        catch (Exception e)
        {
            if (messages is [var alone] && StoreFault.IsOfContent(e))
                await Fail(alone, e);
            else
                LogFailed(messages.Count, StoreFault.Reason(e));
            return messages.TrueForAll(message => message.IsDone);
        }
        for (var i = 0; i < answers.Length; i++)
        {
            if (answers[i].Status is DialectStatus.Unavailable)
                continue;
            messages[i].IsDone = true;
            if (answers[i].Refusal is null)
                continue;
            metrics.Refuse();
            LogRefused(messages[i].Topic, answers[i].Refusal!.Code.Text(), answers[i].Refusal!.Message);
        }
        return messages.TrueForAll(message => message.IsDone);
    }

    private async Task SendAgain(List<MqttMessage> messages, CancellationToken cancellation)
    {
        LogWaits(messages.Count(message => !message.IsDone));
        var pause = ShortestPause;
        var oneByOne = 0;
        for (var left = Left(); left.Count > 0; left = Left())
        {
            await AcknowledgeDone();
            await Task.WhenAny(Task.Delay(pause, cancellation));
            if (cancellation.IsCancellationRequested)
                return;
            order = new();
            var part = left[..Math.Min(left.Count, oneByOne > 0 ? 1 : MostInABatch)];
            var answers = await Queued(part, cancellation);
            var areTaken = await Record(part, answers, cancellation);
            // A message that fails takes its batch with it: they go one by one, to find it.
            if (oneByOne > 0)
                oneByOne -= areTaken ? 1 : 0;
            else if (answers.IsFaulted && StoreFault.IsOfContent(answers.Exception!.GetBaseException()))
                oneByOne = part.Count;
            pause = areTaken ? TimeSpan.Zero : pause + pause + ShortestPause;
            if (pause > LongestPause)
                pause = LongestPause;
        }
        order = new();
        LogGoesOn();

        List<MqttMessage> Left() => messages.FindAll(message => !message.IsDone);
    }

    // It would come back for ever.
    private async Task Fail(MqttMessage message, Exception e)
    {
        LogFault(e, message.Topic);
        if (++message.Failures < MostFailures)
            return;
        var refusal = new Refusal(ErrorCode.Internal, $"The message could not be read for a fault of the program: {StoreFault.Reason(e)}");
        message.IsDone = await letters.TryKeep(
            [MessageWork.Letter(message.Content, refusal)], CancellationToken.None);
        if (message.IsDone)
            metrics.Refuse();
    }

    // In the order in which they came, as MQTT wants it.
    private async Task AcknowledgeDone()
    {
        while (NextDone() is { } message)
        {
            try
            {
                await message.Acknowledge(CancellationToken.None);
                metrics.Acknowledge();
            }
            catch (Exception e)
            {
                // Its connection is gone: the broker sends it again by the next one, and the store knows it.
                LogNotAcknowledged(message.Topic, e.Message);
            }
            lock (gate)
            {
                unacknowledged.Dequeue();
                Interlocked.Add(ref waitingBytes, -message.Length);
                if (--waiting == 0)
                    empty.TrySetResult();
                Measure();
            }
        }
    }

    private MqttMessage? NextDone()
    {
        lock (gate)
            return unacknowledged.TryPeek(out var message) && message.IsDone ? message : null;
    }

    // Under the gate, so that what is measured is what waits, also while the store is away.
    private void Measure() => metrics.Wait(waiting, unacknowledged.TryPeek(out var oldest) ? oldest.Since : 0);

    private async Task More(CancellationToken cancellation) => await inbox.Reader.WaitToReadAsync(cancellation);

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    [LoggerMessage(LogLevel.Information, "A message on {Topic} is a dead letter, {Code}: {Reason}")]
    private partial void LogRefused(string topic, string code, string reason);

    [LoggerMessage(LogLevel.Warning, "{Count} messages are not taken yet: they are sent to the store again, and not acknowledged before.")]
    private partial void LogWaits(int count);

    [LoggerMessage(LogLevel.Information, "The store takes messages again.")]
    private partial void LogGoesOn();

    [LoggerMessage(LogLevel.Warning, "{Count} messages could not be sent to the store: {Reason}")]
    private partial void LogFailed(int count, string reason);

    [LoggerMessage(LogLevel.Error, "A message on {Topic} failed.")]
    private partial void LogFault(Exception e, string topic);

    [LoggerMessage(LogLevel.Debug, "A message on {Topic} is not acknowledged, and comes again: {Reason}")]
    private partial void LogNotAcknowledged(string topic, string reason);
}
