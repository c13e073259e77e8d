using GraphQL.Execution;

namespace Incidents.Api.GraphQL;

/// <summary>The extensions of one response, written when everything that precedes the execution is done.</summary>
/// <remarks>What they state then holds for all that is resolved afterwards.</remarks>
internal sealed class ResponseExtensions(IEnumerable<IResponseExtension> extensions) : DocumentExecutionListenerBase
{
    private readonly Dictionary<string, object?> entries = [];
    private bool isWritten;

    /// <inheritdoc/>
    public override Task BeforeExecutionAsync(IExecutionContext context) => Write(context.CancellationToken);

    /// <summary>Adds them to a response; those of a request that was not executed are written now.</summary>
    /// <param name="target">The extensions of the response.</param>
    /// <param name="cancellation">Cancelled when the client disconnects.</param>
    public async Task MoveTo(IDictionary<string, object?> target, CancellationToken cancellation)
    {
        if (!isWritten)
            await Write(cancellation);
        foreach (var (name, value) in entries)
            target.TryAdd(name, value is Task<object?> underWay ? await underWay : value);
    }

    private async Task Write(CancellationToken cancellation)
    {
        foreach (var extension in extensions)
            await extension.Write(entries, cancellation);
        isWritten = true;
    }
}
