using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using Incidents.Api.GraphQL;
using Incidents.Domain;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>Reads a body into the store, as fast as the store takes it; a sender that is too slow is ended.</summary>
internal sealed class UploadBody(PipeReader body, EvidenceSettings settings)
{
    // Fewer and larger steps than one for each part of the network.
    private const int BytesOfBuffer = 4 << 20;

    private long received;
    private long receivedBefore;
    private TimeSpan waited;

    /// <summary>Reads all of it.</summary>
    /// <remarks>In memory are two parts of 4 MiB: one is received while the other is hashed and written.</remarks>
    /// <exception cref="RefusedException"><c>BODY_TOO_LARGE</c> or <c>BODY_TOO_SLOW</c>.</exception>
    public async Task ReadInto(IEvidenceIntake intake, CancellationToken cancellation)
    {
        using var first = MemoryPool<byte>.Shared.Rent(BytesOfBuffer);
        using var second = MemoryPool<byte>.Shared.Rent(BytesOfBuffer);
        var (filling, other, filled) = (first.Memory[..BytesOfBuffer], second.Memory[..BytesOfBuffer], 0);
        var writing = Task.CompletedTask;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            for (var isLast = false; !isLast;)
            {
                var read = await Next(patience, cancellation);
                isLast = read.IsCompleted;
                try
                {
                    for (var rest = read.Buffer; !rest.IsEmpty;)
                    {
                        var part = rest.Slice(0, Math.Min(rest.Length, BytesOfBuffer - filled));
                        part.CopyTo(filling.Span[filled..]);
                        (rest, filled) = (rest.Slice(part.End), filled + (int)part.Length);
                        if (filled < BytesOfBuffer)
                            continue;
                        await writing;
                        writing = intake.Write(filling, cancellation).AsTask();
                        (filling, other, filled) = (other, filling, 0);
                    }
                }
                finally
                {
                    body.AdvanceTo(read.Buffer.End);
                }
            }
            await writing;
            if (filled > 0)
                await intake.Write(filling[..filled], cancellation);
        }
        finally
        {
            // Its buffer is given back.
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The refusal of a body that is too large.</summary>
    public static RefusedException TooLarge(EvidenceSettings settings) =>
        new(new(ErrorCode.BodyTooLarge, $"The file is larger than {settings.MostBytes} bytes."));

    private async ValueTask<ReadResult> Next(CancellationTokenSource patience, CancellationToken cancellation)
    {
        if (body.TryRead(out var ready))
            return Counted(ready);
        var since = Stopwatch.GetTimestamp();
        patience.CancelAfter(settings.Patience);
        try
        {
            return Counted(await body.ReadAsync(patience.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw TooSlow();
        }
        finally
        {
            patience.CancelAfter(Timeout.InfiniteTimeSpan);
            waited += Stopwatch.GetElapsedTime(since);
            if (waited > settings.Patience)
            {
                if (received - receivedBefore < settings.LeastBytesPerSecond * waited.TotalSeconds)
                    await patience.CancelAsync();
                (waited, receivedBefore) = (TimeSpan.Zero, received);
            }
        }
    }

    private ReadResult Counted(ReadResult read)
    {
        received += read.Buffer.Length;
        if (received <= settings.MostBytes)
            return read;
        body.AdvanceTo(read.Buffer.End);
        throw TooLarge(settings);
    }

    private static RefusedException TooSlow() =>
        new(new(ErrorCode.BodyTooSlow, "The rest of the file did not come in time; nothing was taken."));
}
