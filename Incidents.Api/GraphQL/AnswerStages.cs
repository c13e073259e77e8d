using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using Incidents.Api.Access;
using Incidents.Domain.Access;

namespace Incidents.Api.GraphQL;

/// <summary>What the answer of each query passes where the caller sees rounded counts only.</summary>
internal interface IAnswerStage
{
    /// <summary>Refuses what such a caller cannot ask, before anything is read.</summary>
    /// <param name="context">The field and its arguments.</param>
    /// <exception cref="RefusedException">It is refused.</exception>
    void Check(IResolveFieldContext context);

    /// <summary>The answer as such a caller sees it.</summary>
    /// <param name="field">Name of the field.</param>
    /// <param name="answer">What was read.</param>
    object? Shown(string field, object? answer);
}

/// <summary>Passes queries through every <see cref="IAnswerStage"/>; those of other callers are left as they are.</summary>
internal static class AnswerStages
{
    /// <summary>Has a field of the root pass them.</summary>
    public static void AddTo(FieldType field)
    {
        if (field.Resolver is { } resolver)
            field.Resolver = new StagedResolver(resolver);
    }

    private sealed class StagedResolver(IFieldResolver resolver) : IFieldResolver
    {
        public ValueTask<object?> ResolveAsync(IResolveFieldContext context) =>
            Suppression.Applies(Callers.Current) ? Staged(context) : resolver.ResolveAsync(context);

        private async ValueTask<object?> Staged(IResolveFieldContext context)
        {
            IAnswerStage[] stages = [.. context.RequestServices!.GetServices<IAnswerStage>()];
            foreach (var stage in stages)
                stage.Check(context);
            var answer = await resolver.ResolveAsync(context);
            return stages.Aggregate(answer, (shown, stage) => stage.Shown(context.FieldDefinition.Name, shown));
        }
    }
}
