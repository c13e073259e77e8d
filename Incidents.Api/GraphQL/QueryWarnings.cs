using System.Collections.Concurrent;

namespace Incidents.Api.GraphQL;

/// <summary>A hint that a result may not be what was meant. The result stands.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">A sentence in English.</param>
/// <param name="Field">The argument, as a path.</param>
/// <param name="Value">The value that it concerns.</param>
public sealed record QueryWarning(string Code, string Message, string Field, object? Value);

/// <summary>The warnings of one request, for <c>extensions.warnings</c> of its response. Resolvers may add them in parallel.</summary>
public sealed class QueryWarnings
{
    /// <summary>Name of the entry in <c>extensions</c>.</summary>
    public const string Extension = "warnings";

    private const int Most = 100;
    private readonly ConcurrentDictionary<QueryWarning, bool> warnings = [];

    /// <summary>Adds a warning; the same one is added once. Beyond 100 none is added.</summary>
    public void Add(QueryWarning warning)
    {
        if (warnings.Count < Most)
            warnings.TryAdd(warning, true);
    }

    /// <summary>The warnings so far, by code and message.</summary>
    public IReadOnlyList<QueryWarning> All =>
        [.. warnings.Keys.OrderBy(w => w.Code, StringComparer.Ordinal).ThenBy(w => w.Message, StringComparer.Ordinal)];
}
