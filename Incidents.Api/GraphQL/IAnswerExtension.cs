namespace Incidents.Api.GraphQL;

/// <summary>Something that every answer says beside its data: written under <c>extensions</c>. Registered as a service, scoped or singleton.</summary>
public interface IAnswerExtension
{
    /// <summary>Adds entries to the answer's extensions, before execution: what it tells held at least when the query began. Values are what JSON can hold, or what System.Text.Json with NodaTime can write.</summary>
    /// <param name="extensions">The extensions so far.</param>
    /// <param name="cancellationToken">Cancelled when the asker has gone.</param>
    ValueTask WriteAsync(IDictionary<string, object?> extensions, CancellationToken cancellationToken);
}
