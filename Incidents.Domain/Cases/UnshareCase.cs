using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A case is not shared with a colleague any more.</summary>
/// <param name="StreamId">The case.</param>
/// <param name="CallerId">Lasting id of the colleague.</param>
/// <param name="By">Who does it.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record UnshareCase(
    Guid StreamId, string CallerId, string By, long? ExpectedVersion = null)
    : ICommand<Case>
{
    /// <summary>It is not shared with them.</summary>
    public static readonly Refusal NotShared = new(ErrorCode.CaseNotShared, "The case is not shared with that colleague.", "callerId");

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.SourceId.Check(CallerId, "callerId") ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (state is null)
            return Refusals.NotFound;
        return state.SharedWith.Find(with => with.CallerId == CallerId) is { } colleague
            ? Decision.Of(new CaseUnshared(colleague, By, now, now))
            : NotShared;
    }
}
