using NodaTime;

namespace Incidents.Domain.Work;

/// <summary>What it forbids that another person works on something; shared by the commands.</summary>
public static class WorkRules
{
    /// <summary>Another person works on it.</summary>
    public static readonly Refusal TakenByAnother = new(
        ErrorCode.WorkTakenByAnother, "Another person works on it: they hand it over or release it, or a supervisor takes it over.");

    /// <summary>Nobody works on it.</summary>
    public static readonly Refusal NotTaken = new(ErrorCode.WorkNotTaken, "Nobody works on it.");

    /// <summary>Only who works on it can do this.</summary>
    public static readonly Refusal NotYours = new(ErrorCode.WorkNotYours, "Only who works on it can release it or hand it over.");

    /// <summary>It is handed to the person who has it.</summary>
    public static readonly Refusal HandedToOneself = new(
        ErrorCode.WorkHandedToOneself, "It is handed over to the person who works on it already.", "person");

    /// <summary>Nobody needs to work on it any more.</summary>
    public static readonly Refusal Over = new(ErrorCode.WorkOver, "It is over: nobody needs to work on it any more.");

    /// <summary>Refuses what a person does at a moment at which another one had taken the thing; else null.</summary>
    /// <remarks>What was done before the other one took it is entered afterwards, too.</remarks>
    /// <param name="thing">The thing.</param>
    /// <param name="by">Who acts.</param>
    /// <param name="at">When.</param>
    public static Refusal? RefuseWhileTaken(this IWorkedOn thing, string by, OffsetDateTime at) =>
        thing is { TakenBy: { } holder, TakenAt: { } since } && holder != by && since.ToInstant() <= at.ToInstant() ? TakenByAnother : null;

    // A step cannot lie before the one by which its holder got it.
    internal static bool CanFollow<TState>(this TState state, OffsetDateTime at, OffsetDateTime now)
        where TState : StreamState, IWorkedOn<TState> =>
        state.CanHappen(at, now) && !(state.TakenAt is { } since && at.IsBefore(since));
}
