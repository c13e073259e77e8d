using NodaTime;

namespace Incidents.Domain.PersonalData;

/// <summary>Records that a masking is complete. What is complete stays so.</summary>
/// <param name="MaskingId">Id of the masking.</param>
/// <param name="Things">Number of things that held the data.</param>
/// <param name="Counts">What was masked.</param>
public sealed record CompleteMasking(Guid MaskingId, long Things, IReadOnlyList<MaskedCount> Counts) : ICommand<PersonalDataRecord>
{
    /// <inheritdoc/>
    public Guid StreamId => MaskingId;

    /// <inheritdoc/>
    public Decision Decide(PersonalDataRecord? state, OffsetDateTime now) => state switch
    {
        { IsBegun: true, IsComplete: false } => Decision.Of(new MaskingCompleted(Things, Counts, now, now)),
        { IsComplete: true } => Decision.Unchanged,
        _ => Refusals.NotFound,
    };
}
