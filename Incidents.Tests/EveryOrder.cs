namespace Incidents.Tests;

/// <summary>All orders in which things can come.</summary>
internal static class EveryOrder
{
    /// <summary>The orders of some things; of none, the one that is empty.</summary>
    public static IEnumerable<T[]> Of<T>(params T[] things) => things.Length == 0
        ? [[]]
        : Enumerable.Range(0, things.Length)
            .SelectMany(i => Of<T>([.. things[..i], .. things[(i + 1)..]]).Select(rest => (T[])[things[i], .. rest]));
}
