using GraphQL;
using Incidents.Api.GraphQL;

namespace Incidents.Api.Alarms;

/// <summary>Alarms of the system itself.</summary>
[QueryType]
internal static class AlarmQueries
{
    /// <summary>Alarms of the system itself, such as a full disk or a silent source; the latest first.</summary>
    /// <param name="isOpen">Only open ones, or only cleared ones; default both.</param>
    /// <param name="first">Number of rows from the start, 1 to 1000.</param>
    /// <param name="after">The cursor to continue after.</param>
    /// <param name="last">Number of rows from the end, 1 to 1000; then the default of `first` does not apply.</param>
    /// <param name="before">The cursor to continue before.</param>
    public static async Task<Connection<Alarm>> Alarms(
        [FromServices] AlarmTable table, bool? isOpen = null, int? first = Page.DefaultSize, string? after = null, int? last = null,
        string? before = null, CancellationToken cancellation = default)
    {
        var page = Page.Of("alarms", first, after, last, before);
        var rows = await table.List(isOpen, page.Key<long>(), page.IsBackward, page.Limit, cancellation);
        return Connection.Of(rows, page, alarm => alarm.Id, token => table.Count(isOpen, token));
    }
}
