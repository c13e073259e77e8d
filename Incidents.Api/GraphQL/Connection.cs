namespace Incidents.Api.GraphQL;

/// <summary>A page of a list, as Relay's connection specification defines it.</summary>
/// <typeparam name="T">A row.</typeparam>
[ObjectType]
public sealed class Connection<T>
{
    private readonly Func<T, string> cursor;
    private readonly Func<CancellationToken, Task<int>> count;

    internal Connection(IReadOnlyList<T> nodes, PageInfo pageInfo, Func<T, string> cursor, Func<CancellationToken, Task<int>> count) =>
        (Nodes, PageInfo, this.cursor, this.count) = (nodes, pageInfo, cursor, count);

    /// <summary>The rows with their cursors, in the list's order.</summary>
    public IReadOnlyList<Edge<T>> Edges => [.. Nodes.Select(node => new Edge<T>(cursor(node), node))];

    /// <summary>Whether more rows follow or precede, and the cursors to continue from.</summary>
    public PageInfo PageInfo { get; }

    /// <summary>The rows without cursors.</summary>
    [NonNull]
    public IReadOnlyList<T> Nodes { get; }

    /// <summary>Number of rows on all pages; counted only where this field is selected.</summary>
    public Task<int> TotalCount(CancellationToken cancellation) => count(cancellation);
}

/// <summary>A row of a page.</summary>
/// <param name="Cursor">Its position in the list: `after` starts after it, `before` ends before it.</param>
/// <param name="Node">The row.</param>
/// <typeparam name="T">A row.</typeparam>
public sealed record Edge<T>(string Cursor, [property: NonNull] T Node);

/// <summary>Whether more rows follow or precede, and the cursors to continue from.</summary>
/// <param name="HasNextPage">Whether rows follow the last one.</param>
/// <param name="HasPreviousPage">Whether rows precede the first one.</param>
/// <param name="StartCursor">Cursor of the first row, null for an empty page.</param>
/// <param name="EndCursor">Cursor of the last row, null for an empty page.</param>
public sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);

/// <summary>Makes pages of lists.</summary>
public static class Connection
{
    /// <summary>The page of rows that were fetched with <see cref="Page.Limit"/>.</summary>
    /// <param name="rows">
    /// Up to <see cref="Page.Limit"/> rows, nearest to the cursor first: in the list's order, or reversed for a backward page.
    /// </param>
    /// <param name="page">The page requested.</param>
    /// <param name="key">The sort key of a row.</param>
    /// <param name="count">Counts the rows of all pages.</param>
    public static Connection<T> Of<T, TKey>(
        IReadOnlyList<T> rows, Page page, Func<T, TKey> key, Func<CancellationToken, Task<int>> count)
    {
        var nodes = rows.Take(page.Size).ToArray();
        if (page.IsBackward)
            Array.Reverse(nodes);
        var more = rows.Count > page.Size;
        // A cursor comes from a row, which is on its other side.
        var behind = page.Cursor is not null;
        string CursorOf(T row) => Cursor.Encode(page.List, key(row));
        var (start, end) = nodes.Length == 0 ? (null, null) : (CursorOf(nodes[0]), CursorOf(nodes[^1]));
        return new(nodes, new(page.IsBackward ? behind : more, page.IsBackward ? more : behind, start, end), CursorOf, count);
    }
}
