using System.Globalization;

namespace Incidents.Api.Import;

/// <summary>Remembers the rows of a file by identity, to tell exact copies of a row from other rows of the same identity.</summary>
internal sealed class RepeatedRows
{
    // About 60 bytes for each: beyond this number rows are not remembered.
    private const int Most = 3_000_000;

    private readonly Dictionary<UInt128, UInt128> contents = [];

    /// <summary>Whether an earlier row of the file has the same identity and another content.</summary>
    public bool IsOther(MappedRow row)
    {
        if (row.Report is not { Id: { } id } report)
            return false;
        var identity = Number(Row.Hash($"{report.Phase}\n{id}\n{report.OffenceId}\n{report.Revision}"));
        var content = Number(row.Row.ContentHash().TrimStart('l'));
        if (contents.TryGetValue(identity, out var earlier))
            return earlier != content;
        if (contents.Count < Most)
            contents.Add(identity, content);
        return false;
    }

    private static UInt128 Number(string hash) => UInt128.Parse(hash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
