using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Access.Log;

/// <summary>The access log, for auditors.</summary>
[QueryType]
internal static class AccessLogQueries
{
    /// <summary>Who did and saw what, the newest first. This list is read from the log itself, and reading it is logged too.</summary>
    /// <param name="filter">Which entries; default all.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static async Task<Connection<AccessLogEntry>> AccessLog(
        [FromServices] AccessLogReader reader, AccessLogFilter? filter = null, int? first = Page.DefaultSize, string? after = null,
        int? last = null, string? before = null, CancellationToken cancellation = default)
    {
        filter ??= AccessLogFilter.All;
        CommandInput.Check(filter.Refusal());
        var page = Page.Of("accessLog", first, after, last, before);
        var rows = await reader.List(filter, page.Key<long>(), page.IsBackward, page.Limit, cancellation);
        return Connection.Of(rows, page, row => row.Sequence, token => reader.Count(filter, token));
    }

    /// <summary>One entry of the access log, or null.</summary>
    /// <param name="id">The entry.</param>
    public static async Task<AccessLogEntry?> AccessEntry(
        [FromServices] AccessLogReader reader, Guid id, CancellationToken cancellation = default) =>
        (await reader.Open(id, cancellation))?.Entry;

    /// <summary>
    /// The answer that was given, as JSON: where it has aggregates it is kept with its entry, up to 1 MiB. Null where it was not kept; then
    /// `replayRead` asks it again.
    /// </summary>
    /// <param name="id">The entry.</param>
    public static async Task<string?> AccessAnswer(
        [FromServices] AccessLogReader reader, Guid id, CancellationToken cancellation = default) =>
        (await reader.Open(id, cancellation))?.Answer;

    /// <summary>Searches that an auditor should look at, each with the reasons.</summary>
    /// <param name="from">First local day of the period.</param>
    /// <param name="until">The first day after it, at most 92 days later.</param>
    public static Task<IReadOnlyList<UnusualSearch>> UnusualSearches(
        [FromServices] UnusualSearches searches, LocalDate from, LocalDate until, CancellationToken cancellation = default) =>
        searches.Find(from, until, cancellation);

    /// <summary>
    /// The watch list: plates and persons whose searches are shown among the unusual ones. It has a digest of each, which does not disclose
    /// whom it is about.
    /// </summary>
    public static Task<IReadOnlyList<Watch>> WatchList([FromServices] WatchList list, CancellationToken cancellation = default) =>
        list.Read(cancellation);
}

/// <summary>What auditors change.</summary>
[MutationType]
internal static class AccessLogMutations
{
    /// <summary>Puts a plate or a person on the watch list.</summary>
    /// <param name="subject">The plate, or the name as it would be searched for; it is kept as a keyed digest only.</param>
    /// <param name="reason">Why, in a sentence without the plate or name.</param>
    /// <param name="by">Who does it.</param>
    public static Task<Watch> BeginWatch(
        [FromServices] WatchList list, string subject, string reason, string by, CancellationToken cancellation = default)
    {
        CommandInput.Check(Texts.Name.Check(subject, "subject") ?? Texts.Reason.Check(reason, "reason"));
        return list.Begin(subject, reason, by, cancellation);
    }

    /// <summary>Takes an entry off the watch list.</summary>
    /// <param name="id">The entry of the watch list.</param>
    /// <param name="reason">Why, in a sentence without the plate or name.</param>
    /// <param name="by">Who does it.</param>
    public static Task<Watch> EndWatch(
        [FromServices] WatchList list, Guid id, string reason, string by, CancellationToken cancellation = default)
    {
        CommandInput.Check(Texts.Reason.Check(reason, "reason"));
        return list.End(id, reason, by, cancellation);
    }
}
