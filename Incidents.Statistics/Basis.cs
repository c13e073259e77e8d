namespace Incidents.Statistics;

/// <summary>What an analytical answer rests on, so that an analyst can defend it: it travels with every result.</summary>
/// <param name="Method">Stable name of the method, e.g. <c>getis-ord-gi-star</c>.</param>
/// <param name="Source">Who published the formula, and where.</param>
/// <param name="N">How many observations went in (points, cells, pairs of a series …: what the method calls n).</param>
/// <param name="Parameters">Every parameter that the answer depends on, by name, with its unit in the name where it has one; the seed where chance is involved.</param>
public sealed record Basis(string Method, string Source, int N, IReadOnlyDictionary<string, object?> Parameters);
