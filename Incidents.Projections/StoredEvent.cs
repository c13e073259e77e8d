using Incidents.Domain;

namespace Incidents.Projections;

/// <summary>One event as stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="StreamId">Its stream.</param>
/// <param name="Version">Its number in the stream, from 1.</param>
/// <param name="Sequence">Its number in the store.</param>
/// <param name="Type">Its name, e.g. <c>sos_call_answered</c>.</param>
/// <param name="Event">Its content.</param>
/// <param name="Json">Its content as stored.</param>
/// <param name="EnteredBy">The person or system that entered it, or null.</param>
/// <param name="Cause">What led to it, or null.</param>
/// <param name="By">The person who acted, where that was stored beside the content; or null.</param>
public sealed record StoredEvent(Guid Id, Guid StreamId, long Version, long Sequence, string Type, IDomainEvent Event, string Json,
    string? EnteredBy = null, string? Cause = null, string? By = null)
{
    /// <summary>The property that names the masked fields of an event; no property of another name is written so.</summary>
    public const string MaskedProperty = "masked";

    /// <summary>Whether personal data of it were masked.</summary>
    /// <remarks>Within a text its quotation marks would be escaped.</remarks>
    public bool IsMasked => Json.Contains($"\"{MaskedProperty}\":", StringComparison.Ordinal);
}
