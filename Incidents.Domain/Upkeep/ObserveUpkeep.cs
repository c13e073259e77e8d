using NodaTime;

namespace Incidents.Domain.Upkeep;

/// <summary>A camera or a person observes something of municipal property that has to be put right.</summary>
/// <param name="Origin">The sending system and its own id for the observation.</param>
/// <param name="Category">Code of the kind.</param>
/// <param name="DeviceId">The camera, or null.</param>
/// <param name="By">The person who observed it, or null.</param>
/// <param name="Place">Where.</param>
/// <param name="StreetClass">Class of the street, where the observer gives it; else null, and the list of streets says it.</param>
/// <param name="Snapshot">A picture, or null.</param>
/// <param name="Description">What is said of it in words, or null.</param>
/// <param name="Rules">The kinds with their hours, and the list of streets.</param>
/// <param name="OccurredAt">When it was observed.</param>
/// <param name="KnownAt">The date of the historic batch that it comes from; null for a live report.</param>
/// <param name="Assumed">Whether only a later step is reported, from which the observation is assumed.</param>
public sealed record ObserveUpkeep(
    Origin Origin, string Category, string? DeviceId, string? By, Place Place, StreetClass? StreetClass, MediaReference? Snapshot,
    string? Description, UpkeepRules Rules, OffsetDateTime OccurredAt, OffsetDateTime? KnownAt = null, bool Assumed = false)
    : ICommand<UpkeepTask>, IOnceCommand
{
    /// <summary>What the streams of tasks are called in <see cref="Identity"/>.</summary>
    public const string Kind = "upkeep";

    /// <summary>The phase with which a task begins.</summary>
    public const string Phase = "observed";

    /// <summary>Nothing of this kind is put right by the town.</summary>
    public static readonly Refusal KindUnknown =
        new(ErrorCode.UpkeepKindUnknown, "There is no such kind of upkeep of municipal property.", "category");

    /// <summary>A class that there is not: a number in place of a name.</summary>
    public static readonly Refusal ClassUnknown =
        new(ErrorCode.StreetClassUnknown, "There is no such class of streets.", "streetClass");

    /// <summary>An observation with other content has the same identity.</summary>
    public static readonly Refusal ObservedOtherwise = new(
        ErrorCode.UpkeepObservedOtherwise, "An observation with other content has the same console and key.", "key");

    string IOnceCommand.Phase => Phase;

    Refusal IOnceCommand.SentOtherwise => ObservedOtherwise;

    /// <inheritdoc/>
    public Guid StreamId => Identity.Stream(Kind, Origin.Source, Origin.Id);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Origin.Check() ?? CategoryCode.Check(Category, "category") ?? Texts.DeviceId.CheckOptional(DeviceId, "deviceId")
        ?? Texts.Person.CheckOptional(By, "by") ?? Place.Check("place")
        ?? (StreetClass is { } given && !Enum.IsDefined(given) ? ClassUnknown : null)
        ?? MediaReference.Check(Snapshot, "snapshot") ?? Texts.Description.CheckOptional(Description, "description");

    /// <inheritdoc/>
    public Decision Decide(UpkeepTask? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        if (Rules.Find(Category) is null)
            return KindUnknown;
        if (OccurredAt.IsInFuture(now))
            return Refusals.ImpossibleTime;
        var (device, by, words) = (Texts.OrNull(DeviceId), Texts.OrNull(By), Texts.OrNull(Description));
        var streetClass = StreetClass ?? Rules.ClassOf(Place, OccurredAt.Date);
        var deadline = Assumed ? null : Rules.Deadline(Category, streetClass, OccurredAt);
        if (state is null)
        {
            return Decision.Of(new UpkeepObserved(
                Origin, Category, device, by, Place, streetClass, deadline, Snapshot, words, OccurredAt, KnownAt ?? now,
                Assumed ? true : null));
        }
        if (Assumed || !state.BeginningAssumed)
            return Decision.Unchanged;
        if (state.FirstStepAt is { } step && step.IsBefore(OccurredAt))
            return Refusals.ImpossibleTime;
        return Decision.Of(new UpkeepBeginningReported(
            state.Terms.Observation, new(new(Category, Place, OccurredAt), streetClass, deadline), state.Status, state.DoneAt, device,
            state.DeviceId, by, Snapshot, words, OccurredAt, state.KnownAt(KnownAt, now), state.JoinedInto));
    }
}
