using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Incidents.Domain;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace Incidents.Api.GraphQL;

/// <summary>
/// Where a page ended: the sort key of its last row, so that the next page is what sorts after it, however much was inserted
/// meanwhile (keyset paging). Opaque to the asker: base64url of the key's JSON.
/// </summary>
public static class Cursor
{
    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions { IncludeFields = true, MaxDepth = 8 }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    /// <summary>The cursor was not issued here, or not for this list: code <c>CURSOR_MALFORMED</c>.</summary>
    public static readonly Refusal Malformed = new("CURSOR_MALFORMED", "The cursor was not issued by this list; begin without one.", "after");

    /// <summary>The cursor of a key.</summary>
    /// <param name="key">All columns that the list is sorted by, unique together: a tuple or record of numbers, texts, ids and NodaTime's types.</param>
    public static string Encode<TKey>(TKey key) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(key, Json));

    /// <summary>The key of a cursor.</summary>
    /// <exception cref="RefusedException"><see cref="Malformed"/>.</exception>
    public static TKey Decode<TKey>(string cursor)
    {
        try
        {
            var key = JsonSerializer.Deserialize<TKey>(Base64Url.DecodeFromChars(cursor), Json);
            // A key of another list may happen to parse; only what is written back the same was written by us.
            if (key is not null && Encode(key) == cursor)
                return key;
        }
        catch (Exception e) when (e is FormatException or JsonException or DecoderFallbackException)
        {
            throw new RefusedException(Malformed);
        }
        throw new RefusedException(Malformed);
    }
}
