using Npgsql;

namespace Incidents.Api.Ingest;

/// <summary>Keeps what a way in could not accept. Every way in uses it: a refusal is an answer only once its letter is kept.</summary>
internal sealed class DeadLetterService(DeadLetters letters)
{
    /// <summary>Keeps the letters; false where the store does not answer, and the sender must be asked to come again.</summary>
    public async Task<bool> TryKeep(IReadOnlyCollection<DeadLetter> refused, CancellationToken cancellation)
    {
        try
        {
            await letters.Keep(refused, cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
