using Incidents.Projections.BaseMaps;

namespace Incidents.Api.BaseMaps;

/// <summary>The streets that incidents name, as they were about a minute ago.</summary>
/// <remarks>
/// The register has no index of them: a million incidents are read in about a second, which no search waits for twice. An older list is
/// used while the next is read.
/// </remarks>
internal sealed class RegisterNameCache(RegisterNames names, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private Task<Held>? reading;
    private Held? held;

    /// <summary>What the register names.</summary>
    /// <param name="Streets">The streets, those of most incidents first.</param>
    /// <param name="At">When they were read.</param>
    internal sealed record Held(IReadOnlyList<NamedStreet> Streets, DateTimeOffset At);

    /// <summary>What the register names.</summary>
    /// <param name="cancellation">Ends the wait for it.</param>
    public Task<Held> Read(CancellationToken cancellation)
    {
        lock (gate)
        {
            if (reading is { IsCompleted: true })
            {
                held = reading is { IsCompletedSuccessfully: true, Result: var last } ? last : held;
                reading = null;
            }
            if (held is { } recent && time.GetUtcNow() - recent.At < Longest)
                return Task.FromResult(recent);
            // Not with the token of one caller: others wait for the same reading.
            reading ??= Task.Run(ReadAll, CancellationToken.None);
            return held is { } old ? Task.FromResult(old) : reading.WaitAsync(cancellation);
        }
    }

    private async Task<Held> ReadAll()
    {
        var at = time.GetUtcNow();
        return new(await names.Streets(CancellationToken.None), at);
    }
}
