using Incidents.Api.Alarms;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.CaseExports;

/// <summary>What an export will take, as far as it is known before its first byte is written.</summary>
/// <param name="Items">The items of evidence that leave with it, each with its case.</param>
/// <param name="Parts">The parts that their bytes are in, with their lengths.</param>
/// <param name="Absent">Number of contents that are kept elsewhere.</param>
/// <param name="Bytes">Bytes of all else, about.</param>
internal sealed record ExportPlan(
    IReadOnlyList<(Guid Case, Guid Item)> Items, IReadOnlyDictionary<string, long> Parts, int Absent, long Bytes)
{
    // What is in the receipt beside evidence and numbers.
    private const int LinesOfRest = 200;
    private const int BytesOfRest = 40_000;
    private const int BytesOfPart = 180;
    private const int BytesOfAbsent = 75;
    private const long Spare = 64 << 20;

    /// <summary>Bytes that an entry takes in all parts, about, beside its content: its proofs.</summary>
    public const int BytesOfEntry = 4_000;

    /// <summary>How many times the content of an entry is in the file: in the lines, in the pages.</summary>
    public const int TimesOfContent = 6;

    /// <summary>Refuses what a receipt cannot name.</summary>
    /// <param name="numbers">Length of the text of the withheld numbers.</param>
    /// <exception cref="RefusedException">There are too many files.</exception>
    public void CheckReceipt(int numbers = 0)
    {
        var bytes = (long)Parts.Count * BytesOfPart + (long)Absent * BytesOfAbsent + numbers + BytesOfRest;
        if (Parts.Count + Absent > ExportReceipt.MostLines - LinesOfRest || bytes > SignedNote.LongestNote)
        {
            throw new RefusedException(new(
                ErrorCode.ExportTooLarge,
                "Its receipt would have more lines than can be signed: choose fewer entries, and export the others by themselves."));
        }
    }

    /// <summary>Refuses what does not fit on the disk.</summary>
    /// <param name="to">Where it is written.</param>
    /// <param name="disk">Reads what is free.</param>
    /// <exception cref="RefusedException">There is not enough space.</exception>
    public void CheckSpace(Stream to, DiskReader disk)
    {
        if (to is not FileStream file || Path.GetDirectoryName(file.Name) is not { Length: > 0 } folder)
            return;
        var needed = Parts.Values.Sum() + Bytes + Spare;
        if (disk(folder).Free < needed)
        {
            throw new RefusedException(new(
                ErrorCode.ExportNoSpace, $"The export needs about {needed >> 20} MB of free space where it is written."));
        }
    }
}
