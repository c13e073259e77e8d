using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Incidents.Domain;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace Incidents.Api.GraphQL;

/// <summary>The position of a row in a list: its sort key, as base64url of the key's JSON (keyset paging).</summary>
/// <remarks>The next page is what sorts after the key, whatever was inserted in the meantime. Clients treat a cursor as opaque.</remarks>
public static class Cursor
{
    private static readonly JsonSerializerOptions Json =
        new JsonSerializerOptions { IncludeFields = true, MaxDepth = 8 }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    /// <summary>The cursor was not issued by this server, or not for this list: code <c>CURSOR_MALFORMED</c>.</summary>
    public static readonly Refusal Malformed = new(
        "CURSOR_MALFORMED", "The cursor was not issued for this list; start without one.", "after");

    /// <summary>The cursor of a key.</summary>
    /// <param name="key">
    /// All columns of the sort order, unique together: a tuple or record of numbers, strings, ids and NodaTime's types.
    /// </param>
    public static string Encode<TKey>(TKey key) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(key, Json));

    /// <summary>The key of a cursor.</summary>
    /// <exception cref="RefusedException"><see cref="Malformed"/>.</exception>
    public static TKey Decode<TKey>(string cursor)
    {
        try
        {
            var key = JsonSerializer.Deserialize<TKey>(Base64Url.DecodeFromChars(cursor), Json);
            // A key of another list may parse by chance; only one that encodes to the same text was issued for this list.
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
