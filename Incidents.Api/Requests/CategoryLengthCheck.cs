using Incidents.Api.GraphQL;
using Incidents.Domain;

namespace Incidents.Api.Requests;

/// <summary>Refuses a category in a query that is longer than any that a report may have.</summary>
internal sealed class CategoryLengthCheck : IArgumentCheck
{
    public Refusal? Check(string field, object value, bool isMutation) =>
        isMutation || value is not string { Length: > CategoryCode.MostCharacters } || !IsCategory(field)
            ? null
            : new(ErrorCode.BadInput, $"A category has at most {CategoryCode.MostCharacters} characters.", field);

    private static bool IsCategory(string field) => field[(field.LastIndexOf('.') + 1)..] is "category" or "categories";
}
