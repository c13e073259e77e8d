using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Domain;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>How many files are on their way at once: in all, and of one caller, so that none of them has all places.</summary>
/// <param name="most">How many in all; at least one.</param>
/// <param name="mostOfCaller">How many of one caller; at least one.</param>
internal sealed class TransferSlots(int most, int mostOfCaller)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> taken = [];
    private int all;

    /// <summary>Takes a place for the present caller until it is given back.</summary>
    /// <exception cref="RefusedException"><c>TOO_BUSY</c>: all places are taken, or as many as one caller may have.</exception>
    public IDisposable Enter()
    {
        var caller = Callers.Current.Id;
        lock (gate)
        {
            var own = taken.GetValueOrDefault(caller);
            if (own >= Math.Max(1, mostOfCaller))
            {
                throw new RefusedException(new(
                    ErrorCode.TooBusy, $"{own} files of the same caller are on their way already; ask again later."));
            }
            if (all >= Math.Max(1, most))
                throw EvidenceAnswers.TooBusy();
            (all, taken[caller]) = (all + 1, own + 1);
        }
        return new Place(this, caller);
    }

    private void Leave(string caller)
    {
        lock (gate)
        {
            all--;
            if (--taken[caller] == 0)
                taken.Remove(caller);
        }
    }

    private sealed class Place(TransferSlots slots, string caller) : IDisposable
    {
        public void Dispose() => slots.Leave(caller);
    }
}
