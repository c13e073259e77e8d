using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.Verification;

/// <summary>Something that does not fit.</summary>
/// <param name="Fault">What.</param>
/// <param name="Where">The part, or the entry as <c>entry 17</c>: its number in the list of the case.</param>
/// <param name="Message">One sentence.</param>
internal sealed record Finding(ProofFault Fault, string Where, string Message);

/// <summary>What was found, up to a number: a hostile file does not fill the memory with findings.</summary>
internal sealed class Findings
{
    private const int Most = 1_000;
    private readonly List<Finding> all = [];

    /// <summary>The findings, the first 1,000.</summary>
    public IReadOnlyList<Finding> All => all;

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them are notices: what must be known though all of it is proven.</summary>
    public long Notices { get; private set; }

    /// <summary>Whether no more are kept, and only counted.</summary>
    public bool AreFull => all.Count == Most;

    /// <summary>Adds one.</summary>
    public void Add(ProofFault fault, string where, string message)
    {
        Count++;
        Notices += fault.IsNotice() ? 1 : 0;
        if (all.Count < Most)
            all.Add(new(fault, where, message));
    }

    /// <summary>Counts some more that are not named.</summary>
    public void Add(long count) => Count += count;

    /// <summary>Adds one of an entry.</summary>
    public void Entry(ProofFault fault, long position, string message) =>
        Add(fault, FormattableString.Invariant($"entry {position}"), message);
}
