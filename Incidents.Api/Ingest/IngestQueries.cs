using System.Text;
using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Ingest;

/// <summary>How the intake does.</summary>
/// <param name="Accepted">Reports accepted by this host since it started.</param>
/// <param name="Duplicates">Reports that were there already.</param>
/// <param name="Refused">Reports refused.</param>
/// <param name="Unavailable">Reports that could not be taken because the store did not answer.</param>
/// <param name="PerSecond">Reports answered a second, over the last minute.</param>
/// <param name="Waiting">Commands and reports that wait for the store.</param>
/// <param name="Capacity">How many may wait before senders are told to come again.</param>
/// <param name="StoreIsAway">Whether the store did not answer lately.</param>
/// <param name="DeadLetters">Dead letters that wait.</param>
/// <param name="DeadLettersByCode">The same by reason.</param>
/// <param name="ProjectedSequence">Sequence of the last event in the read models.</param>
/// <param name="AppendedSequence">Sequence of the last event appended.</param>
/// <param name="LagEvents">Events not yet in the read models.</param>
/// <param name="LagSeconds">Age of the oldest of them.</param>
/// <param name="PausedShards">Parts of the projections that stand still after a failure.</param>
public sealed record IngestStatus(
    long Accepted, long Duplicates, long Refused, long Unavailable, double PerSecond, int Waiting, int Capacity, bool StoreIsAway,
    long DeadLetters,
    IEnumerable<DeadLetterCount> DeadLettersByCode, long ProjectedSequence, long AppendedSequence, long LagEvents, double LagSeconds,
    IEnumerable<PausedShard> PausedShards);

/// <summary>How many dead letters wait for one reason.</summary>
/// <param name="Code">Code of the refusal.</param>
/// <param name="Count">How many.</param>
public sealed record DeadLetterCount(string Code, long Count);

/// <summary>What could not be accepted, as it came.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Source">The sender, as far as it could be told.</param>
/// <param name="Code">Code of the refusal, as of the last try.</param>
/// <param name="Message">The refusal in words.</param>
/// <param name="Field">The field at fault, or null.</param>
/// <param name="Length">How many bytes came.</param>
/// <param name="IsCut">Whether only the first bytes are kept, because there were too many.</param>
/// <param name="Text">The bytes as UTF-8, or null where they are not.</param>
/// <param name="Base64">The bytes in Base64.</param>
/// <param name="FirstReceivedAt">When it came first.</param>
/// <param name="LastReceivedAt">When it came last.</param>
/// <param name="Times">How often it came.</param>
public sealed record DeadLetterEntry(
    Guid Id, string Source, string Code, string Message, string? Field, long Length, bool IsCut, string? Text, string Base64,
    Instant FirstReceivedAt, Instant LastReceivedAt, int Times);

/// <summary>What became of dead letters that were tried again.</summary>
/// <param name="Accepted">How many were accepted, or had been since.</param>
/// <param name="Refused">How many were refused again, with their reason of today.</param>
public sealed record ReplayResult(int Accepted, int Refused);

/// <summary>The intake.</summary>
[QueryType]
internal static class IngestQueries
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>How the intake does.</summary>
    public static async Task<IngestStatus> IngestStatus(
        [FromServices] IngestMetrics metrics, [FromServices] StreamAppender appender, [FromServices] DeadLetters deadLetters,
        [FromServices] Freshness freshness, [FromServices] ProjectionShards shards, CancellationToken cancellationToken = default)
    {
        var letters = await deadLetters.Count(cancellationToken);
        var fresh = await freshness.Read();
        return new(
            metrics.Answered(ReportStatus.Accepted), metrics.Answered(ReportStatus.Duplicate), metrics.Answered(ReportStatus.Refused),
            metrics.Answered(ReportStatus.Unavailable), metrics.PerSecond, appender.Waiting, appender.Capacity, appender.StoreIsAway,
            letters.Values.Sum(), letters.Select(l => new DeadLetterCount(l.Key, l.Value)), fresh.Projected, fresh.Appended, fresh.LagEvents,
            fresh.LagSeconds, shards.Paused());
    }

    /// <summary>Dead letters that wait, the latest first.</summary>
    /// <param name="code">Only those refused with this code.</param>
    /// <param name="source">Only those of this sender.</param>
    /// <param name="first">How many, 1 to 1000, 50 unless told.</param>
    /// <param name="after">Where to go on.</param>
    public static async Task<Connection<DeadLetterEntry>> DeadLetters(
        [FromServices] DeadLetters deadLetters, string? code = null, string? source = null, int? first = null, string? after = null,
        CancellationToken cancellationToken = default)
    {
        var page = Page.Of(first, after);
        var rows = await deadLetters.List(code, source, page.Key<(Instant, Guid)>(), page.Limit, cancellationToken);
        return Connection.Of([.. rows.Select(Entry)], page, letter => (letter.LastReceivedAt, letter.Id));
    }

    internal static DeadLetterEntry Entry(KeptDeadLetter kept) => new(
        kept.Id, kept.Source, kept.Code, kept.Message, kept.Field, kept.Length, kept.Length > kept.Bytes.Length, Text(kept.Bytes),
        Convert.ToBase64String(kept.Bytes), kept.FirstReceivedAt, kept.LastReceivedAt, kept.Times);

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

/// <summary>What can be done about dead letters.</summary>
[MutationType]
internal static class IngestMutations
{
    /// <summary>Tries dead letters again, as they came: after a fix of ours, or where what they needed is there now.</summary>
    /// <param name="ids">Which ones, up to 1000; all of the code unless told.</param>
    /// <param name="code">All that were refused with this code, up to 10,000 at a time.</param>
    public static async Task<ReplayResult> ReplayDeadLetters(
        [FromServices] DeadLetterReplay replay, IEnumerable<Guid>? ids = null, string? code = null,
        CancellationToken cancellationToken = default)
    {
        CommandInput.Check(Texts.Name.CheckOptional(code, "code"));
        return (ids, code) switch
        {
            (null, null) => throw RefusedException.BadInput("ids", "Name ids or a code."),
            ({ } given, _) => await replay.Replay(given.Take(1_000).ToArray(), cancellationToken),
            (_, { } refused) => await replay.Replay(refused, cancellationToken),
        };
    }
}
