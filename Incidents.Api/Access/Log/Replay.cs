using GraphQL;
using Incidents.Api.GraphQL;

namespace Incidents.Api.Access.Log;

/// <summary>How far a replay is.</summary>
internal enum ReplayState
{
    /// <summary>It is under way; the same mutation again waits for it.</summary>
    Running = 1,
    /// <summary>The answer is there.</summary>
    Done,
}

/// <summary>Why a replay gives another answer than was given.</summary>
internal enum ReplayDifference
{
    /// <summary>Personal data were masked since; they show as masked.</summary>
    MaskedSince = 1,
    /// <summary>Events were stored while the answer was read, and none of the positions between gives it alone.</summary>
    ArrivedMeanwhile,
    /// <summary>It is not known.</summary>
    Unknown,
}

/// <summary>A logged read that was asked again at its position.</summary>
/// <param name="Entry">The entry of the log.</param>
/// <param name="State">How far it is.</param>
/// <param name="Progress">The part that is done, from 0 to 1.</param>
/// <param name="Answer">
/// The answer: the JSON of `data` without what is left out, or the text of an export; null while it is under way.
/// </param>
/// <param name="Digest">SHA-256 of the answer; null while it is under way.</param>
/// <param name="IsSame">Whether it is the answer that was given, but for what is left out; null while it is under way.</param>
/// <param name="LeftOut">
/// Members of the answer that follow from no event, such as the clock of the server, jobs and the state of the intake: they cannot be asked
/// as of then.
/// </param>
/// <param name="Difference">Why it is another answer; null where it is the same.</param>
/// <param name="ProjectedPosition">The last event that its lists hold; null while it is under way.</param>
/// <param name="AppendedPosition">The last event that it holds; null while it is under way.</param>
internal sealed record Replay(
    AccessLogEntry Entry, ReplayState State, double Progress, string? Answer, string? Digest, bool? IsSame, IReadOnlyList<string> LeftOut,
    ReplayDifference? Difference, long? ProjectedPosition, long? AppendedPosition);

/// <summary>What did they see?</summary>
[MutationType]
internal static class ReplayMutations
{
    /// <summary>
    /// Asks a logged read of rows again, as the same caller and from the events up to the position at which it was read. What was masked
    /// since shows as masked. If it takes longer than 8 seconds, the result says how far it is, and the same mutation again waits for it.
    /// </summary>
    /// <param name="id">The entry of the access log.</param>
    public static Task<Replay> ReplayRead([FromServices] ReplayService replays, Guid id, CancellationToken cancellation = default) =>
        replays.Ask(id, cancellation);
}
