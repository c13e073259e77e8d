using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain.Access;
using JasperFx.Events;

namespace Incidents.Api.Access.Log;

/// <summary>Commitments to entries of the access log: as of events (<see cref="EventCommitment"/>), without stream and version.</summary>
/// <remarks>
/// The stream of an entry is that of the host that wrote it, and the store numbers it only when it is appended. An entry is known by its
/// id: in the place of stream and version are zeros.
/// </remarks>
internal static class AccessCommitment
{
    /// <summary>The name of an entry's type, as it is stored and committed to.</summary>
    public static string NameOf(IAccessEvent entry) => entry switch
    {
        AccessRecorded => "access_recorded",
        WatchBegun => "watch_begun",
        WatchEnded => "watch_ended",
        _ => throw new ArgumentOutOfRangeException(nameof(entry), entry, null),
    };

    /// <summary>An entry to append, with its commitment.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="entry">The entry.</param>
    /// <param name="id">Its id.</param>
    public static IEvent With<T>(T entry, Guid id) where T : class, IAccessEvent
    {
        var appended = new Event<T>(entry) { Id = id };
        var json = CanonicalJson.Of(JsonSerializer.SerializeToUtf8Bytes(entry, EventJson.Options));
        appended.SetHeader(EventCommitment.Header, EventCommitment.Salted(id, Guid.Empty, 0, NameOf(entry), json));
        return appended;
    }

    /// <summary>Whether a commitment fits an entry as it is stored.</summary>
    /// <param name="headers">The headers, as JSON.</param>
    /// <param name="id">The entry.</param>
    /// <param name="type">Its type, as stored.</param>
    /// <param name="json">Its content, in whatever notation.</param>
    public static bool Fits(string headers, Guid id, string type, string json) =>
        EventCommitment.Fits(headers, id, Guid.Empty, 0, type, json);
}
