namespace Incidents.Api.GraphQL;

/// <summary>Adds entries to <c>extensions</c> of every response. Registered as a service, scoped or singleton.</summary>
public interface IResponseExtension
{
    /// <summary>Adds entries before the execution, so that what they state holds at least from its start.</summary>
    /// <param name="extensions">
    /// The extensions so far; a value is anything that System.Text.Json with NodaTime can write, or a <c>Task&lt;object?&gt;</c> of it,
    /// which is awaited after the execution.
    /// </param>
    /// <param name="cancellation">Cancelled when the client disconnects.</param>
    ValueTask Write(IDictionary<string, object?> extensions, CancellationToken cancellation);
}
