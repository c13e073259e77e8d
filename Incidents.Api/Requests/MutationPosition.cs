using Incidents.Api.GraphQL;
using Incidents.Api.Store;

namespace Incidents.Api.Requests;

/// <summary>Reads the position of the store after a mutation.</summary>
internal sealed class MutationPosition(EventReader events) : IMutationPosition
{
    /// <inheritdoc/>
    public async Task<long?> Read(CancellationToken cancellation)
    {
        try
        {
            return await events.LastSequence(cancellation);
        }
        catch (Exception e) when (StoreFault.IsOfStore(e))
        {
            // The mutation was carried out before: that its position is not known must not hide it.
            return null;
        }
    }
}
