using System.Reflection;
using GraphQL;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>Fields that the inputs of mutations share, without being parameters of each method.</summary>
internal interface IMutationArguments
{
    /// <summary>The fields; none where the mutation has none of these.</summary>
    /// <param name="mutation">The method.</param>
    IEnumerable<QueryArgument> Of(MethodInfo mutation);

    /// <summary>Whether a parameter of methods is no field of the input, because the server knows its value.</summary>
    /// <param name="argument">Name of the parameter.</param>
    bool Provides(string argument);

    /// <summary>Whether the mutation sends a command, which checks its own texts and moments.</summary>
    /// <param name="mutation">The method.</param>
    bool SendsCommand(MethodInfo mutation);

    /// <summary>Takes the values of a call before its method is called.</summary>
    /// <exception cref="RefusedException">One of them is at fault.</exception>
    void Take(IResolveFieldContext context);
}

/// <summary>The position that a mutation returns.</summary>
internal interface IMutationPosition
{
    /// <summary>Sequence of the last event that is committed: not before those of the mutation that has just ended.</summary>
    /// <param name="cancellation">Cancelled when the client disconnects.</param>
    Task<long?> Read(CancellationToken cancellation);
}
