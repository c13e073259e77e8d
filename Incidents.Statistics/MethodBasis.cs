namespace Incidents.Statistics;

/// <summary>What the result of a method rests on; it travels with every result, so that an analyst can defend it.</summary>
/// <param name="Method">Stable name of the method, e.g. <c>getis-ord-gi-star</c>.</param>
/// <param name="Source">Who published the formula, and where.</param>
/// <param name="N">Number of observations (points, cells, pairs of a series …: what the method calls n).</param>
/// <param name="Parameters">
/// Every parameter that the result depends on, by name, with its unit in the name where it has one; the seed where chance is involved.
/// </param>
public sealed record MethodBasis(string Method, string Source, int N, IReadOnlyDictionary<string, object?> Parameters);
