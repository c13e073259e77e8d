using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>The directive <c>@atLeast</c>: a query waits until the data that it reads hold a position.</summary>
/// <remarks>
/// It is a directive of the operation and not an argument of its fields, so that caches keep the same field under the same key.
/// </remarks>
internal static class AtLeast
{
    /// <summary>Its name in the schema.</summary>
    public const string Name = "atLeast";

    private const string Position = "position";

    /// <summary>Its definition.</summary>
    public static Directive Definition() => new(Name, DirectiveLocation.Query)
    {
        Description = "The query waits until all read models hold the event at this position and all events before it. With the "
            + "`position` that a mutation returned, on any host, the query reads what the mutation wrote. If that takes longer than the "
            + $"time limit, the query is refused with `{ErrorCode.ReadModelsBehind.Text()}` (status 503); it is never answered from older "
            + "data.",
        Arguments = new(new QueryArgument<NonNullGraphType<LongScalar>>
        {
            Name = Position,
            Description = "Sequence number of an event, at least 0. A number greater than that of the last committed event is refused at "
                + $"once with `{ErrorCode.PositionUnknown.Text()}`.",
        }),
    };

    /// <summary>Waits, before the execution of a query, for the position that it names.</summary>
    /// <param name="positions">Where to wait; null where the server has no read models.</param>
    /// <param name="disconnected">Cancelled when the client disconnects.</param>
    public sealed class Listener(IReadPositions? positions, CancellationToken disconnected) : DocumentExecutionListenerBase
    {
        /// <inheritdoc/>
        public override async Task AfterValidationAsync(IExecutionContext context, IValidationResult validationResult)
        {
            if (!validationResult.IsValid || positions is null
                || context.Operation.Directives?.Items.Any(directive => directive.Name.StringValue == Name) is not true)
                return;
            var directives = ExecutionHelper.GetDirectives(context.Operation, context.Variables, context.Schema, context.Document);
            var position = directives![Name].GetArgument<long>(Position);
            try
            {
                await positions.Wait(position, context.CancellationToken);
            }
            catch (OperationCanceledException) when (!disconnected.IsCancellationRequested)
            {
                throw new RefusedException(new(
                    ErrorCode.ReadModelsBehind, $"The read models do not hold event {position} yet; ask again later.", Position));
            }
        }
    }
}

/// <summary>Waits for positions of the read models.</summary>
internal interface IReadPositions
{
    /// <summary>Comes back when everything that is read afterwards holds the position.</summary>
    /// <param name="position">Sequence number of an event.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusedException">There is no such event, or too many wait already.</exception>
    Task Wait(long position, CancellationToken cancellation);
}
