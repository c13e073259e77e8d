using GraphQL.Execution;
using GraphQL.Validation;
using GraphQLParser.AST;
using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>Bounds how many queries are executed at once; further ones wait, and are refused where that takes too long.</summary>
/// <remarks>Mutations are not bounded: what people do is not kept waiting by what others read.</remarks>
internal sealed class QueryGate(GraphQLSettings settings) : IDisposable
{
    private readonly GraphQLSettings settings = settings;
    private readonly SemaphoreSlim free = new(Math.Max(1, settings.MostQueries));
    private int waiting;

    /// <summary>Number of queries that wait.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>The place of one request, to be added to its listeners and disposed when it is executed.</summary>
    public Place Begin() => new(this);

    public void Dispose() => free.Dispose();

    private async ValueTask Enter(CancellationToken cancellation)
    {
        if (free.Wait(0, CancellationToken.None))
            return;
        try
        {
            if (Interlocked.Increment(ref waiting) > settings.MostWaitingQueries
                || !await free.WaitAsync(settings.QueryPatience, cancellation))
                throw new BusyError();
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>A request's place.</summary>
    public sealed class Place(QueryGate gate) : DocumentExecutionListenerBase, IDisposable
    {
        private bool isTaken;

        /// <inheritdoc/>
        public override async Task AfterValidationAsync(IExecutionContext context, IValidationResult validationResult)
        {
            if (!validationResult.IsValid || context.Operation.Operation is not OperationType.Query)
                return;
            await gate.Enter(context.CancellationToken);
            isTaken = true;
        }

        public void Dispose()
        {
            if (isTaken)
                gate.free.Release();
            isTaken = false;
        }
    }

    /// <summary>The error of a query that was not executed.</summary>
    public sealed class BusyError : RequestError
    {
        public BusyError() : base("Other queries are executed already; ask again later.") => Code = ErrorCode.TooBusy.Text();
    }
}
