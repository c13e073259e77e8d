using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>Which part of a list is asked for: Relay's <c>first</c>/<c>after</c> or <c>last</c>/<c>before</c>, checked.</summary>
/// <param name="Size">How many, from 1 to <see cref="MaxSize"/>.</param>
/// <param name="Cursor">Where to begin, exclusive; null for the list's beginning (its end when going backwards).</param>
/// <param name="IsBackward">Whether the rows before the cursor are asked for.</param>
public readonly record struct Page(int Size, string? Cursor, bool IsBackward)
{
    /// <summary>How many where nothing is said.</summary>
    public const int DefaultSize = 50;

    /// <summary>The most that one page holds.</summary>
    public const int MaxSize = 1000;

    /// <summary>How many rows to fetch: one more than asked for tells whether there are more.</summary>
    public int Limit => Size + 1;

    /// <summary>The page that the arguments ask for.</summary>
    /// <exception cref="RefusedException">
    /// <c>PAGE_SIZE_OUT_OF_RANGE</c>: not from 1 to <see cref="MaxSize"/>. <c>PAGE_DIRECTION_AMBIGUOUS</c>: arguments of both directions.
    /// </exception>
    public static Page Of(int? first, string? after, int? last = null, string? before = null)
    {
        var backward = last is not null || before is not null;
        if (backward && (first is not null || after is not null))
            throw new RefusedException(new("PAGE_DIRECTION_AMBIGUOUS", "Ask with 'first' and 'after', or with 'last' and 'before'.", "first"));
        var size = first ?? last ?? DefaultSize;
        if (size is < 1 or > MaxSize)
            throw new RefusedException(new Refusal("PAGE_SIZE_OUT_OF_RANGE", $"A page holds 1 to {MaxSize}.", backward ? "last" : "first"));
        return new(size, backward ? before : after, backward);
    }

    /// <summary>The key to begin after (before, when going backwards), or null for the list's beginning (end).</summary>
    /// <exception cref="RefusedException"><c>CURSOR_MALFORMED</c>.</exception>
    public TKey? Key<TKey>() where TKey : struct => Cursor is null ? null : GraphQL.Cursor.Decode<TKey>(Cursor);
}
