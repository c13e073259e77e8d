namespace Incidents.Api.GraphQL;

/// <summary>The cost of a request: <c>extensions.cost</c> of its response.</summary>
/// <param name="Fields">The number of fields that the response has at most, as <see cref="CostRule"/> counts them.</param>
/// <param name="Limit">The greatest number that is allowed for this request.</param>
internal sealed record QueryCost(double Fields, int Limit)
{
    private const string Name = "cost";

    /// <summary>Keeps it for the response.</summary>
    public void Keep(IDictionary<string, object?>? ofRequest)
    {
        if (ofRequest is not null)
            ofRequest[Name] = this;
    }

    /// <summary>Adds it to the extensions of the response, where it was counted before the request was refused.</summary>
    public static void Write(IDictionary<string, object?>? ofRequest, IDictionary<string, object?> extensions)
    {
        if (ofRequest?.TryGetValue(Name, out var kept) == true && kept is QueryCost cost)
            extensions.TryAdd(Name, new Dictionary<string, object?> { ["fields"] = cost.Fields, ["limit"] = cost.Limit });
    }
}
