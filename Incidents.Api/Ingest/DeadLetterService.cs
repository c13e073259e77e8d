using Incidents.Api.Store;

namespace Incidents.Api.Ingest;

/// <summary>Keeps reports that were refused, for every source of reports. A refusal is answered only after its letter is kept.</summary>
internal sealed class DeadLetterService(DeadLetters letters)
{
    /// <summary>Keeps the letters; false where the store does not answer, and the sender must be asked to send again.</summary>
    public async Task<bool> TryKeep(IReadOnlyCollection<DeadLetter> refused, CancellationToken cancellation)
    {
        try
        {
            await letters.Keep(refused, cancellation);
            return true;
        }
        catch (Exception e) when (!StoreFault.IsOfContent(e) && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
