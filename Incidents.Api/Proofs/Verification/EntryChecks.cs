using Incidents.Api.Proofs.CaseExports;
using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.Verification;

/// <summary>The list of a case, as the proof says and the log confirms.</summary>
/// <param name="Case">The case.</param>
/// <param name="Count">Number of entries.</param>
/// <param name="Root">Root over their leaves.</param>
internal sealed record ProvenList(Guid Case, long Count, byte[] Root);

/// <summary>Compares the lines of an export with the list of the case, and names each that does not fit.</summary>
/// <remarks>
/// Where the leaf of a line really is in the list is found by its proof, not believed: so an entry that was added is told from one that was
/// altered, and one that was moved from one that is missing.
/// </remarks>
internal sealed class EntryChecks(Checkpoint checkpoint, ProvenList list, IReadOnlyList<LeafRange> withheld, Findings findings)
{
    private const string Altered = "Its content is not what was committed to.";
    private const int MostSwaps = 100;

    // Lines that are kept until the end, and items of evidence: a hostile file does not fill the memory with them.
    private const int MostKept = 1_000;
    private const int MostExhibits = ExportReceipt.MostLines;

    // Hashes that are computed at most to find where lines are that are not where they say.
    private const long MostSearching = 5_000_000;

    private readonly List<(EntryLine Line, long At)> unfitting = [];
    private readonly List<(long Stated, int Number)> foreign = [];
    private readonly List<long> found = [];
    private long searched;
    private long last = -1;
    private bool isRenumbered;
    private bool hasMoved;

    /// <summary>Number of lines.</summary>
    public int Lines { get; private set; }

    /// <summary>How many are masked.</summary>
    public int Masked { get; private set; }

    /// <summary>How many have no commitment.</summary>
    public int Uncommitted { get; private set; }

    /// <summary>The evidence that entries name, in their order; up to what a receipt can have.</summary>
    public List<ShownEntry> Exhibits { get; } = [];

    /// <summary>Hashes of it.</summary>
    public HashSet<string> Evidence { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes the next line.</summary>
    public void Take(ReadOnlyMemory<byte> text)
    {
        Lines++;
        if (EntryLine.Parse(text) is not { } line)
        {
            findings.Add(ProofFault.EntryUnreadable, FormattableString.Invariant($"line {Lines}"), "The line is no entry.");
            return;
        }
        Masked += line.IsMasked ? 1 : 0;
        Uncommitted += line.Commitment is null ? 1 : 0;
        if (line.Evidence is { } sha256 && Exhibits.Count < MostExhibits)
        {
            Exhibits.Add(line.Shown);
            Evidence.Add(sha256);
        }
        if (Place(line) is not { } at)
        {
            if (foreign.Count < MostKept)
                foreign.Add((line.Position, Lines));
            else
                findings.Add(ProofFault.EntryAdded, FormattableString.Invariant($"line {Lines}"), "It is not in the list of the case.");
            return;
        }
        if (at == last)
        {
            findings.Entry(ProofFault.EntryAdded, at, "It is there twice.");
            hasMoved = true;
            return;
        }
        found.Add(at);
        isRenumbered |= at != line.Position;
        if (at < last)
            findings.Entry(ProofFault.EntryReordered, at, "It stands behind a later one.");
        hasMoved |= at < last;
        last = Math.Max(last, at);
        if (line.Salt is { } salt && !line.Fits(salt))
        {
            if (unfitting.Count < MostKept)
                unfitting.Add((line, at));
            else
                findings.Entry(ProofFault.EntryAltered, at, Altered);
        }
        if (!MerkleTree.IsIncluded(line.LeafHash, line.Index, checkpoint.Size, line.Proof, checkpoint.Root))
            findings.Entry(ProofFault.EntryUnproven, at, "It is in the list, but its proof in the log does not hold.");
    }

    /// <summary>Names what is missing, added or altered.</summary>
    public void End()
    {
        NameUnfitting();
        var before = findings.Count;
        var missing = Missing();
        foreach (var (stated, number) in foreign)
        {
            if (missing.Contains(stated))
            {
                missing.Remove(stated);
                findings.Entry(ProofFault.EntryAltered, stated, "It is not what the list has at this place.");
            }
            else
            {
                findings.Entry(
                    ProofFault.EntryAdded, stated, FormattableString.Invariant($"Line {number} is not in the list of the case."));
            }
        }
        missing.Name(findings);
        // What was added, dropped or moved explains other numbers behind it.
        if (findings.Count == before && isRenumbered && !hasMoved)
            findings.Add(ProofFault.EntryReordered, ExportNames.Entries, "Entries have other numbers than in the list.");
    }

    private void NameUnfitting()
    {
        var salts = unfitting.Take(MostSwaps).Select(pair => (pair.At, Salt: pair.Line.Salt!)).ToArray();
        foreach (var (line, at) in unfitting)
        {
            var other = Array.FindIndex(salts, salt => salt.At != at && line.Fits(salt.Salt));
            if (other >= 0)
                findings.Entry(
                    ProofFault.SaltSwapped, at, FormattableString.Invariant($"It has not its own salt, but entry {salts[other].At} has."));
            else
                findings.Entry(ProofFault.EntryAltered, at, Altered);
        }
    }

    private MissingEntries Missing()
    {
        found.Sort();
        var missing = new MissingEntries();
        var (next, skip) = (0L, 0);
        foreach (var at in found.Append(list.Count))
        {
            // Ranges that are withheld are passed over as a whole: a list may claim to have any number of entries.
            while (next < at)
            {
                while (skip < withheld.Count && withheld[skip].Until <= next)
                    skip++;
                var hidden = skip < withheld.Count ? withheld[skip] : new(long.MaxValue, long.MaxValue);
                if (hidden.From <= next)
                {
                    next = Math.Min(at, hidden.Until);
                    continue;
                }
                var until = Math.Min(at, hidden.From);
                missing.Add(new(next, until));
                next = until;
            }
            next = Math.Max(next, at + 1);
        }
        return missing;
    }

    private long? Place(EntryLine line)
    {
        if (IsAt(line, line.Position))
            return line.Position;
        if (searched > MostSearching)
            return null;
        foreach (var near in (long[])[line.Position - 1, line.Position + 1, last + 1])
        {
            if (IsAt(line, near))
                return near;
        }
        for (var at = 0L; at < list.Count && searched <= MostSearching; at++)
        {
            if (IsAt(line, at))
                return at;
        }
        return null;
    }

    private bool IsAt(EntryLine line, long at)
    {
        searched += at == line.Position ? 0 : line.ListProof.Length + 1;
        return MerkleTree.IsIncluded(line.LeafHash, at, list.Count, line.ListProof, list.Root);
    }
}

/// <summary>Numbers of entries that should be there and are not, as ranges.</summary>
internal sealed class MissingEntries
{
    private const int MostNamed = 200;

    // In order.
    private readonly List<LeafRange> ranges = [];
    private readonly HashSet<long> taken = [];

    /// <summary>Adds some.</summary>
    public void Add(LeafRange range) => ranges.Add(range);

    /// <summary>Whether one is missing.</summary>
    public bool Contains(long number)
    {
        var (low, high) = (0, ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ranges[middle].Until <= number ? (middle + 1, high) : (low, middle);
        }
        return low < ranges.Count && ranges[low].From <= number && !taken.Contains(number);
    }

    /// <summary>Takes one out.</summary>
    public void Remove(long number) => taken.Add(number);

    /// <summary>Names them: each by itself as far as they are few, else as ranges.</summary>
    public void Name(Findings findings)
    {
        foreach (var range in ranges)
        {
            if (findings.AreFull)
            {
                findings.Add(range.Until - range.From > MostNamed ? 1 : range.Until - range.From);
                continue;
            }
            if (range.Until - range.From > MostNamed)
            {
                findings.Add(
                    ProofFault.EntryRemoved, FormattableString.Invariant($"entries {range.From} to {range.Until - 1}"),
                    "They are in the list of the case, and not in the file.");
                continue;
            }
            for (var number = range.From; number < range.Until; number++)
            {
                if (!taken.Contains(number))
                    findings.Entry(ProofFault.EntryRemoved, number, "It is in the list of the case, and not in the file.");
            }
        }
    }
}
