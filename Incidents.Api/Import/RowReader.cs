using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>Reads a file row by row; a malformed row is returned with its problem, and reading continues after it.</summary>
internal abstract class RowReader : IDisposable
{
    /// <summary>The name of the file, without its folder and the extension of a compression.</summary>
    public string File { get; init; } = "";

    /// <summary>The names of the columns in the order of the file.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>The next row, or null at the end; blank lines are skipped.</summary>
    public abstract Row? Read();

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>An unreadable row.</summary>
    protected static Row Malformed(long line, string raw, string reason) => new(line, raw, [], new Refusal(ErrorCode.MalformedRow, reason));

    /// <summary>A row with invalid bytes.</summary>
    protected static Row WrongEncoding(long line, string raw) =>
        new(line, raw, [], new Refusal(ErrorCode.WrongEncoding,
            "The row contains bytes that are invalid in the encoding of the file; set the right one in the map (\"encoding\")."));
}
