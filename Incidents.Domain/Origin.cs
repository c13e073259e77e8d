namespace Incidents.Domain;

/// <summary>Where a report comes from: a system and its own identifier there.</summary>
/// <param name="Source">The sending system, e.g. <c>frigate-karaganda-1</c> or <c>register.chicago</c>.</param>
/// <param name="Id">The identifier that the source gave, unique within it.</param>
public sealed record Origin(string Source, string Id)
{
    /// <summary>Why an origin is refused, or null.</summary>
    /// <param name="source">The field that holds the source.</param>
    /// <param name="id">The field that holds the id.</param>
    public Refusal? Check(string source = "source", string id = "id") =>
        Texts.Source.Check(Source, source) ?? Texts.SourceId.Check(Id, id);
}
