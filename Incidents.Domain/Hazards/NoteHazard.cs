using NodaTime;

namespace Incidents.Domain.Hazards;

/// <summary>A person notes, or a list says, what endangers those who come to a place.</summary>
/// <param name="Origin">The console or list, and its own key: sending it twice notes one hazard.</param>
/// <param name="Category">Category code.</param>
/// <param name="Place">Where, with coordinates: it is found by distance.</param>
/// <param name="Description">What those who come must know.</param>
/// <param name="By">Who notes it.</param>
/// <param name="OccurredAt">When, if not now.</param>
public sealed record NoteHazard(
    Origin Origin, string Category, Place Place, string Description, string By, OffsetDateTime? OccurredAt = null)
    : ICommand<Hazard>, IOnceCommand
{
    /// <summary>The console has noted a hazard with other content under the same key.</summary>
    public static readonly Refusal NotedOtherwise =
        new(ErrorCode.HazardNotedOtherwise, "A hazard with other content was noted under the same console and key.", "key");

    string IOnceCommand.Phase => "noted";

    Refusal IOnceCommand.SentOtherwise => NotedOtherwise;

    /// <inheritdoc/>
    public Guid StreamId => Identity.Stream(Hazard.StreamKind, Origin.Source, Origin.Id);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Origin.Check("console", "key") ?? CategoryCode.Check(Category, "category") ?? Place.Check("place")
        ?? (Place.Point is null ? Refusals.Missing("place.point", ErrorCode.FieldMissing) : null)
        ?? Texts.Description.Check(Description, "description") ?? Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Hazard? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        if (at.IsInFuture(now))
            return Refusals.ImpossibleTime;
        return state is null ? Decision.Of(new HazardNoted(Origin, Category, Place, Description, By, at, now)) : Decision.Unchanged;
    }
}
