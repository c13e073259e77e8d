using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>Reads a file row by row, holding one row at a time. Malformed rows are told as such, and reading goes on behind them.</summary>
internal abstract class RowReader : IDisposable
{
    /// <summary>The columns' names, in the file's order.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>The next row, or null at the end. Blank lines are passed over.</summary>
    public abstract Row? Read();

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>A row that cannot be read.</summary>
    protected static Row Malformed(long line, string raw, string reason) => new(line, raw, [], new Refusal("MALFORMED_ROW", reason));

    /// <summary>A row with bytes that are not of the file's encoding.</summary>
    protected static Row WrongEncoding(long line, string raw) =>
        new(line, raw, [], new Refusal("WRONG_ENCODING", "The row has bytes that are not of the file's encoding; name the right one in the map (\"encoding\")."));
}
