namespace Incidents.Api.Import;

/// <summary>Finds the columns that a map names in a file, and gathers those that are not there.</summary>
internal sealed class ColumnFinder
{
    private readonly IReadOnlyList<string> columns;
    private readonly Dictionary<string, int> positions = new(StringComparer.Ordinal);
    private readonly List<string> problems = [];

    /// <summary>Over the columns of a file.</summary>
    public ColumnFinder(IReadOnlyList<string> columns)
    {
        this.columns = columns;
        for (var i = 0; i < columns.Count; i++)
            positions.TryAdd(columns[i], i);
    }

    /// <summary>Where the column is. A column that is not there is a problem, and 0 stands for it.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="key">The key of the map that names it.</param>
    public int Find(string column, string key)
    {
        if (!positions.TryGetValue(column, out var position))
            problems.Add($"\"{key}\": the file has no column '{column}'; did you mean '{Nearest.To(column, columns)}'?");
        return position;
    }

    /// <summary>Where the columns are.</summary>
    public int[] Find(IEnumerable<string> names, string key) => [.. names.Select(name => Find(name, key))];

    /// <summary>Another problem.</summary>
    public void Problem(string problem) => problems.Add(problem);

    /// <summary>Throws if there was a problem, naming them all and the columns that there are.</summary>
    /// <exception cref="ImportException">There was one.</exception>
    public void Done()
    {
        if (problems.Count > 0)
            throw new ImportException([.. problems.Distinct(), $"The file's columns are: {string.Join(", ", columns)}."]);
    }
}
