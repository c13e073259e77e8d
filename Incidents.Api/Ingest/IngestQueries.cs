using System.ComponentModel;
using System.Text;
using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Simulation;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections.Sources;
using NodaTime;

namespace Incidents.Api.Ingest;

/// <summary>State of the intake.</summary>
/// <remarks>
/// The counts of answers are of the reports that came to this host by HTTP since it started. `reported` counts what all hosts, imports and
/// the simulator have brought into the store.
/// </remarks>
/// <param name="Accepted">Reports by HTTP that this host accepted since it started.</param>
/// <param name="Duplicates">Reports by HTTP that were known already.</param>
/// <param name="Conflicts">Reports by HTTP that differ from what was accepted under the same id.</param>
/// <param name="Refused">Reports by HTTP that were refused.</param>
/// <param name="Unavailable">Reports by HTTP that could not be taken because the store did not answer.</param>
/// <param name="PerSecond">Reports by HTTP answered a second, over the last minute.</param>
/// <param name="Waiting">Commands and reports that wait for the store.</param>
/// <param name="Capacity">How many may wait before senders are asked to send again later.</param>
/// <param name="IsStoreAway">Whether the store did not answer when last asked.</param>
/// <param name="DeadLetters">Dead letters that wait.</param>
/// <param name="DeadLettersByCode">The same by reason.</param>
/// <param name="ProjectedSequence">Sequence of the last event in the read models.</param>
/// <param name="AppendedSequence">Sequence of the last event appended.</param>
/// <param name="LagEvents">Events that the read models do not hold yet.</param>
/// <param name="LagSeconds">Age of the oldest of them.</param>
/// <param name="PausedShards">Parts of the projections that have stopped after a failure.</param>
/// <param name="Reported">
/// What is in the store by source, kind and way in, ordered by source and kind. Empty while the read model of it is being built.
/// </param>
public sealed record IngestStatus(
    long Accepted, long Duplicates, long Conflicts, long Refused, long Unavailable, double PerSecond, int Waiting, int Capacity,
    bool IsStoreAway, int DeadLetters,
    IEnumerable<DeadLetterCount> DeadLettersByCode, long ProjectedSequence, long AppendedSequence, int LagEvents, double LagSeconds,
    IEnumerable<PausedShard> PausedShards, IEnumerable<ReportedThings> Reported);

/// <summary>How reports came into the store.</summary>
public enum WayIn
{
    /// <summary>As they happened: sent by HTTP, or entered by people through a mutation.</summary>
    Live,

    /// <summary>With a register: an imported file, or a register that was sent by HTTP.</summary>
    Register,

    /// <summary>Made by the simulator.</summary>
    Simulator,
}

/// <summary>How many things of a kind a source has reported in one way.</summary>
/// <param name="Way">The way in.</param>
/// <param name="Source">The source, as its reports name it.</param>
/// <param name="Kind">Kind of thing.</param>
/// <param name="Count">Number of things; a report that was sent twice is one, and one that was withdrawn later counts.</param>
/// <param name="LastKnownOn">The latest local day on which one of this source and kind became known.</param>
public sealed record ReportedThings(WayIn Way, string Source, CoveredKind Kind, long Count, LocalDate LastKnownOn);

/// <summary>How many dead letters wait for one reason.</summary>
/// <param name="Code">Code of the refusal.</param>
/// <param name="Count">How many.</param>
public sealed record DeadLetterCount(ErrorCode Code, int Count);

/// <summary>A report that could not be accepted, with its bytes.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Source">The sender, as far as it is known.</param>
/// <param name="Code">Code of the refusal, as of the last try.</param>
/// <param name="Message">The refusal in words.</param>
/// <param name="Field">The field at fault, or null.</param>
/// <param name="LengthBytes">Number of bytes that came.</param>
/// <param name="IsCut">Whether only the first bytes are kept, because there were too many.</param>
/// <param name="Text">The bytes as UTF-8, or null where they are not.</param>
/// <param name="Base64">The bytes in Base64.</param>
/// <param name="FirstReceivedAt">When it came first.</param>
/// <param name="LastReceivedAt">When it came last.</param>
/// <param name="Times">How often it came.</param>
[DisplayName("DeadLetter")]
public sealed record DeadLetterEntry(
    Guid Id, string Source, ErrorCode Code, string Message, string? Field, long LengthBytes, bool IsCut, string? Text, string Base64,
    Instant FirstReceivedAt, Instant LastReceivedAt, int Times);

/// <summary>Result of a replay.</summary>
/// <param name="Accepted">Letters accepted now, or whose report had been accepted since.</param>
/// <param name="Refused">Letters refused again; they keep the new reason.</param>
public sealed record ReplayResult(int Accepted, int Refused);

/// <summary>State of the intake, and its dead letters.</summary>
[QueryType]
internal static class IngestQueries
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>State of the intake.</summary>
    public static async Task<IngestStatus> IngestStatus(
        [FromServices] IngestMetrics metrics, [FromServices] StreamAppender appender, [FromServices] DeadLetters deadLetters,
        [FromServices] Freshness freshness, [FromServices] ProjectionShards shards, [FromServices] ReportTotals totals,
        CancellationToken cancellation = default)
    {
        var letters = await deadLetters.Count(cancellation);
        var fresh = await freshness.Read();
        return new(
            metrics.Answered(ReportStatus.Accepted), metrics.Answered(ReportStatus.Duplicate), metrics.Answered(ReportStatus.Conflict),
            metrics.Answered(ReportStatus.Refused), metrics.Answered(ReportStatus.Unavailable), metrics.PerSecond, appender.Waiting,
            appender.Capacity, appender.StoreIsAway, (int)letters.Values.Sum(),
            letters.Select(l => new DeadLetterCount(ErrorCodes.Find(l.Key) ?? ErrorCode.RetiredCode, (int)l.Value)), fresh.Projected,
            fresh.Appended, (int)Math.Min(fresh.LagEvents, int.MaxValue), fresh.LagSeconds, shards.Paused(),
            (await totals.Read(cancellation)).Select(Reported));
    }

    /// <summary>Dead letters that wait to be replayed, the latest first.</summary>
    /// <param name="code">Only those refused with this code.</param>
    /// <param name="source">Only those of this sender.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static async Task<Connection<DeadLetterEntry>> DeadLetters(
        [FromServices] DeadLetters deadLetters, ErrorCode? code = null, string? source = null, int? first = Page.DefaultSize,
        string? after = null, int? last = null, string? before = null, CancellationToken cancellation = default)
    {
        var page = Page.Of("deadLetters", first, after, last, before);
        var rows = await deadLetters.List(code?.Text(), source, page.Key<(Instant, Guid)>(), page.IsBackward, page.Limit, cancellation);
        return Connection.Of(
            [.. rows.Select(Entry)], page, letter => (letter.LastReceivedAt, letter.Id),
            token => deadLetters.Count(code?.Text(), source, token));
    }

    private static ReportedThings Reported(ReportTotal total)
    {
        var way = total.IsImported ? WayIn.Register
            : total.Source.StartsWith(DayScript.Source, StringComparison.Ordinal) ? WayIn.Simulator
            : WayIn.Live;
        return new(way, total.Source, total.Kind, total.Count, total.LastKnownOn);
    }

    internal static DeadLetterEntry Entry(KeptDeadLetter kept) => new(
        kept.Id, kept.Source, ErrorCodes.Find(kept.Code) ?? ErrorCode.RetiredCode, kept.Message, kept.Field, kept.Length,
        kept.Length > kept.Bytes.Length, Text(kept.Bytes), Convert.ToBase64String(kept.Bytes), kept.FirstReceivedAt, kept.LastReceivedAt,
        kept.Times);

    private static string? Text(byte[] bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

/// <summary>Replay of dead letters.</summary>
[MutationType]
internal static class IngestMutations
{
    /// <summary>
    /// Replays dead letters with the bytes received, the oldest first, after a fix or when what they lacked exists now.
    /// </summary>
    /// <param name="ids">Which ones, up to 1,000; none of an empty list. If omitted, all with the code.</param>
    /// <param name="code">All that were refused with this code.</param>
    public static async Task<ReplayResult> ReplayDeadLetters(
        [FromServices] DeadLetterReplay replay, IEnumerable<Guid>? ids = null, ErrorCode? code = null,
        CancellationToken cancellation = default)
    {
        return (ids, code) switch
        {
            (null, null) => throw RefusedException.BadInput("ids", "Name ids or a code."),
            ({ } given, _) => await replay.Replay(given.ToArray(), cancellation),
            (_, { } refused) => await replay.Replay(refused.Text(), cancellation),
        };
    }
}
