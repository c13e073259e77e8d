using Incidents.Api.Access.Table;

namespace Incidents.Api.Access.Log;

/// <summary>Which requests are put on record, by the data classes that they use.</summary>
internal static class LoggedFields
{
    private static readonly AccessUse None = new(new HashSet<string>(), false, null, []);

    private static readonly HashSet<string> Logged = [.. DataClasses.All.Where(c => c.IsLogged).Select(c => c.Name)];

    private static readonly HashSet<string> Aggregates = ["totals", "cells", "analysis"];

    /// <summary>What a request uses, as the check of access found it; nothing where it was refused before.</summary>
    public static AccessUse Of(IDictionary<string, object?> context) =>
        context.TryGetValue(AccessUse.Key, out var found) && found is AccessUse use ? use : None;

    /// <summary>Whether a request that uses these classes is put on record.</summary>
    public static bool IsLogged(AccessUse use) => use.SearchesPerson || use.Classes.Overlaps(Logged);

    /// <summary>Whether an answer holds aggregates, which are kept.</summary>
    public static bool HasAggregates(AccessUse use) => use.Classes.Overlaps(Aggregates);
}
