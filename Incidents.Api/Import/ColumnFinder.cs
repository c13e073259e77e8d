namespace Incidents.Api.Import;

/// <summary>Finds the columns of a map in a file, and collects the problems.</summary>
internal sealed class ColumnFinder
{
    private readonly IReadOnlyList<string> columns;
    private readonly Dictionary<string, int> positions = new(StringComparer.Ordinal);
    private readonly List<string> problems = [];

    /// <summary>Creates a finder for the columns of a file.</summary>
    public ColumnFinder(IReadOnlyList<string> columns)
    {
        this.columns = columns;
        for (var i = 0; i < columns.Count; i++)
            positions.TryAdd(columns[i], i);
    }

    /// <summary>The position of a column; a missing one is a problem and gives 0.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="key">The key of the map that contains the name.</param>
    public int Find(string column, string key)
    {
        if (!positions.TryGetValue(column, out var position))
            problems.Add($"\"{key}\": the file has no column '{column}'; did you mean '{Nearest.To(column, columns)}'?");
        return position;
    }

    /// <summary>The positions of several columns.</summary>
    public int[] Find(IEnumerable<string> names, string key) => [.. names.Select(name => Find(name, key))];

    /// <summary>Adds a problem.</summary>
    public void Add(string problem) => problems.Add(problem);

    /// <summary>Throws if there are problems.</summary>
    /// <exception cref="ImportException">Contains all problems and the columns of the file.</exception>
    public void ThrowIfProblems()
    {
        if (problems.Count > 0)
            throw new ImportException([.. problems.Distinct(), $"The columns of the file are: {string.Join(", ", columns)}."]);
    }
}
