using GraphQL;
using GraphQL.Types;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;

namespace Incidents.Api.AnalysisJobs;

/// <summary>Which jobs a caller sees: those whose towns it sees all.</summary>
/// <param name="Towns">City codes of the towns whose analyses it sees; null for all towns.</param>
/// <param name="WholeTowns">City codes of the towns whose exact places it sees; null for all towns.</param>
internal sealed record JobSight(IReadOnlyList<string>? Towns, IReadOnlyList<string>? WholeTowns)
{
    /// <summary>All jobs: for the host itself.</summary>
    public static JobSight All { get; } = new(null, null);
}

/// <summary>The parameter is what the caller sees of jobs; it is no argument.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class SeenJobsAttribute : GraphQLAttribute
{
    /// <inheritdoc/>
    public override void Modify(ArgumentInformation argumentInformation) => argumentInformation.SetDelegateWithCast(
        context => new JobSight(context.Seen(RowClasses.Analysis).Towns, context.Seen(RowClasses.Row).WholeTowns));
}
