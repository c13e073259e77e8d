namespace Incidents.Api.GraphQL;

/// <summary>A page of a list, in Relay's form.</summary>
/// <param name="Edges">The rows with their cursors, in the list's order.</param>
/// <param name="PageInfo">Whether there is more, and where to go on.</param>
/// <typeparam name="T">A row.</typeparam>
public sealed record Connection<T>(IReadOnlyList<Edge<T>> Edges, PageInfo PageInfo)
{
    /// <summary>The rows alone.</summary>
    public IEnumerable<T> Nodes => Edges.Select(edge => edge.Node);
}

/// <summary>A row of a page.</summary>
/// <param name="Cursor">Where it is in the list: `after` begins behind it, `before` ends ahead of it.</param>
/// <param name="Node">The row.</param>
/// <typeparam name="T">A row.</typeparam>
public sealed record Edge<T>(string Cursor, T Node);

/// <summary>Whether there is more, and where to go on.</summary>
/// <param name="HasNextPage">Whether rows follow the last one.</param>
/// <param name="HasPreviousPage">Whether rows precede the first one.</param>
/// <param name="StartCursor">Cursor of the first row, null for an empty page.</param>
/// <param name="EndCursor">Cursor of the last row, null for an empty page.</param>
public sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);

/// <summary>Makes connections.</summary>
public static class Connection
{
    /// <summary>The page of rows that were fetched with <see cref="Page.Limit"/>.</summary>
    /// <param name="rows">Up to <see cref="Page.Limit"/> rows, nearest to the cursor first: in the list's order, or in reverse when going backwards.</param>
    /// <param name="page">What was asked for.</param>
    /// <param name="key">The sort key of a row.</param>
    public static Connection<T> Of<T, TKey>(IReadOnlyList<T> rows, Page page, Func<T, TKey> key)
    {
        var edges = rows.Take(page.Size).Select(row => new Edge<T>(Cursor.Encode(key(row)), row)).ToList();
        if (page.IsBackward)
            edges.Reverse();
        var more = rows.Count > page.Size;
        // Whoever came with a cursor came from a row on its other side.
        var behind = page.Cursor is not null;
        return new(edges, new(page.IsBackward ? behind : more, page.IsBackward ? more : behind, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor));
    }
}
