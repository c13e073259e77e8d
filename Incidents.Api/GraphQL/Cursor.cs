using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Incidents.Domain;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace Incidents.Api.GraphQL;

/// <summary>The position of a row in a list: the list, its order and the row's sort key, as base64url of JSON (keyset paging).</summary>
/// <remarks>The next page is what sorts after the key, whatever was inserted in the meantime. Clients treat a cursor as opaque.</remarks>
public static class Cursor
{
    private const int MostCharacters = 4_000;

    private static readonly JsonSerializerOptions Json =
        new JsonSerializerOptions { IncludeFields = true, MaxDepth = 8 }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    /// <summary>The cursor was not issued by this server, or not for this list in this order: code <c>CURSOR_MALFORMED</c>.</summary>
    public static readonly Refusal Malformed = new(
        ErrorCode.CursorMalformed, "The cursor was not issued by this list in this order; start without one.", "after");

    /// <summary>The cursor of a key.</summary>
    /// <param name="list">The list with its order.</param>
    /// <param name="key">
    /// All columns of the sort order, unique together: a tuple or record of numbers, strings, ids and NodaTime's types.
    /// </param>
    public static string Encode<TKey>(string list, TKey key) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes((list, key), Json));

    /// <summary>The key of a cursor.</summary>
    /// <exception cref="RefusedException"><see cref="Malformed"/>.</exception>
    public static TKey Decode<TKey>(string list, string cursor)
    {
        try
        {
            if (cursor.Length <= MostCharacters)
            {
                var (issuer, key) = JsonSerializer.Deserialize<(string?, TKey)>(Base64Url.DecodeFromChars(cursor), Json);
                // A key that was made by hand may parse as well; only one that encodes to the same text was issued.
                if (issuer == list && key is not null && IsStorable(key) && Encode(list, key) == cursor)
                    return key;
            }
        }
        catch (Exception e) when (e is FormatException or JsonException or DecoderFallbackException or InvalidOperationException)
        {
            throw new RefusedException(Malformed);
        }
        throw new RefusedException(Malformed);
    }

    // What the store cannot compare with, no row has as its key.
    private static bool IsStorable(object key) => key switch
    {
        ITuple parts => Enumerable.Range(0, parts.Length).All(i => parts[i] is { } part && IsStorable(part)),
        string text => Texts.Description.CheckOptional(text, "after") is null,
        Instant moment => moment.InUtc().Year > 0,
        LocalDate date => date.Year > 0,
        _ => true,
    };
}
