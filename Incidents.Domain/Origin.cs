namespace Incidents.Domain;

/// <summary>Who says so: the system that a report comes from, and its own identifier there.</summary>
/// <param name="Source">The sending system, e.g. <c>frigate-karaganda-1</c> or <c>register.chicago</c>.</param>
/// <param name="Id">The identifier that the source gave, unique within it.</param>
public sealed record Origin(string Source, string Id);
