using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>The page of a list that a request selects: valid <c>first</c>/<c>after</c> or <c>last</c>/<c>before</c> of Relay.</summary>
/// <param name="List">The list with its order: its cursors are no others'.</param>
/// <param name="Size">Number of rows, from 1 to <see cref="MaxSize"/>.</param>
/// <param name="Cursor">The position to start from, exclusive; null for the start of the list (its end for a backward page).</param>
/// <param name="IsBackward">Whether the page consists of the rows before the cursor.</param>
public readonly record struct Page(string List, int Size, string? Cursor, bool IsBackward)
{
    /// <summary>Number of rows of a page that names none: the default of <c>first</c> in the schema.</summary>
    public const int DefaultSize = 50;

    /// <summary>Greatest number of rows of a page.</summary>
    public const int MaxSize = 1000;

    /// <summary>Number of rows to read: one more than the page holds shows whether more follow.</summary>
    public int Limit => Size + 1;

    /// <summary>The page that the arguments select.</summary>
    /// <remarks>
    /// The schema's default makes <c>first</c> always present: <see cref="DefaultSize"/> does not contradict <c>last</c> or <c>before</c>,
    /// any other number does.
    /// </remarks>
    /// <param name="list">The list with its order; no two lists have the same.</param>
    /// <param name="first">Number of rows of a forward page, or null.</param>
    /// <param name="after">Cursor that a forward page starts after, or null.</param>
    /// <param name="last">Number of rows of a backward page, or null.</param>
    /// <param name="before">Cursor that a backward page ends before, or null.</param>
    /// <exception cref="RefusedException">
    /// <c>PAGE_SIZE_OUT_OF_RANGE</c>: not from 1 to <see cref="MaxSize"/>. <c>PAGE_DIRECTION_AMBIGUOUS</c>: arguments of both directions.
    /// </exception>
    public static Page Of(string list, int? first, string? after, int? last = null, string? before = null)
    {
        var backward = last is not null || before is not null;
        if (backward && (first is not (null or DefaultSize) || after is not null))
            throw new RefusedException(new(ErrorCode.PageDirectionAmbiguous, "Use 'first' and 'after', or 'last' and 'before'.", "first"));
        var size = (backward ? last : first) ?? DefaultSize;
        if (size is < 1 or > MaxSize)
            throw new RefusedException(new(ErrorCode.PageSizeOutOfRange, $"A page has 1 to {MaxSize} rows.", backward ? "last" : "first"));
        return new(list, size, backward ? before : after, backward);
    }

    /// <summary>The key to start after (before, for a backward page), or null for the start (end) of the list.</summary>
    /// <exception cref="RefusedException"><c>CURSOR_MALFORMED</c>.</exception>
    public TKey? Key<TKey>() where TKey : struct => Cursor is null ? null : GraphQL.Cursor.Decode<TKey>(List, Cursor);
}
