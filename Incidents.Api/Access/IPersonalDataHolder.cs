using Incidents.Domain;

namespace Incidents.Api.Access;

/// <summary>Something beside the events that keeps personal data, and masks them when a person is masked.</summary>
/// <remarks>
/// Every implementation that is registered is called, after the events were masked. A masking that was interrupted is repeated: what is
/// masked already must be found masked, and not be counted again.
/// </remarks>
internal interface IPersonalDataHolder
{
    /// <summary>What it keeps, e.g. <c>originals</c>.</summary>
    string Name { get; }

    /// <summary>The tables that hold it, with their schema. They are rewritten when the traces of masked data are removed.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>Masks what it keeps of a person.</summary>
    /// <param name="scope">Whose data.</param>
    /// <param name="isDryRun">Whether nothing is changed, and only counted.</param>
    /// <param name="cancellation">Cancels it; it is repeated later.</param>
    /// <returns>How many parts (reports, letters, entries) hold the data, or were masked now.</returns>
    Task<long> Mask(PersonalDataScope scope, bool isDryRun, CancellationToken cancellation);
}

/// <summary>Whose personal data are masked.</summary>
/// <param name="Person">The plate or name to look for in texts; null where only the things are masked.</param>
/// <param name="Things">The alerts, calls, violations and incidents that hold the data.</param>
internal sealed record PersonalDataScope(PersonMatcher? Person, IReadOnlySet<Guid> Things);

/// <summary>Whose plates and names may not be shown.</summary>
public interface IBlockedPersons
{
    /// <summary>Whether any are blocked.</summary>
    bool Any { get; }

    /// <summary>Whether the data of a plate are blocked.</summary>
    /// <param name="plate">The plate in its one spelling, or null.</param>
    bool IsBlocked(string? plate);
}
