namespace Incidents.Domain.Proofs;

/// <summary>What the check of an export finds wrong; the text of a code is its name in capitals, <c>ENTRY_ALTERED</c>, and stays.</summary>
public enum ProofFault
{
    /// <summary>It is no ZIP file, or its end is missing.</summary>
    FileTruncated = 1,
    /// <summary>It has more parts, or a part has more bytes, than an export can have.</summary>
    FileTooLarge,
    /// <summary>The name of a part leads out of the file's folder, or is none that an export has.</summary>
    NameUnsafe,
    /// <summary>Two parts have one name.</summary>
    NameTwice,
    /// <summary>A part is missing.</summary>
    PartMissing,
    /// <summary>The receipt does not have this part.</summary>
    PartAdded,
    /// <summary>A part is not what the receipt says.</summary>
    PartAltered,
    /// <summary>A part cannot be read.</summary>
    PartUnreadable,
    /// <summary>A page is what the receipt says, and not what the entries give.</summary>
    PartDiffers,
    /// <summary>It has bytes that belong to no part, or parts that two readers could take for different ones.</summary>
    FileIrregular,

    /// <summary>A checkpoint or receipt is not signed by the key that was given.</summary>
    KeyOther = 100,
    /// <summary>A signature does not fit.</summary>
    SignatureInvalid,
    /// <summary>The receipt is of another checkpoint or list than the proof.</summary>
    ReceiptDiffers,
    /// <summary>The list of the case is not in the log.</summary>
    ListAltered,
    /// <summary>What is named as the log before is not its first leaf.</summary>
    OriginAltered,

    /// <summary>A line is no entry.</summary>
    EntryUnreadable = 200,
    /// <summary>The content of an entry is not what was committed to.</summary>
    EntryAltered,
    /// <summary>An entry is not in the list of the case.</summary>
    EntryAdded,
    /// <summary>An entry of the list is missing.</summary>
    EntryRemoved,
    /// <summary>An entry is at another place than in the list.</summary>
    EntryReordered,
    /// <summary>An entry has the salt of another one.</summary>
    SaltSwapped,
    /// <summary>An entry is in the list, but its proof in the log does not hold.</summary>
    EntryUnproven,

    /// <summary>The bytes of an item of evidence are not those of its hash.</summary>
    EvidenceAltered = 300,
    /// <summary>An item of evidence is missing.</summary>
    EvidenceMissing,
    /// <summary>No entry names this item of evidence.</summary>
    EvidenceAdded,

    /// <summary>The earlier checkpoint has the same size and another root: two trees were signed.</summary>
    TwoTrees = 400,
    /// <summary>The log does not continue the earlier checkpoint.</summary>
    NotConsistent,
    /// <summary>The earlier checkpoint is of another log.</summary>
    OriginOther,
    /// <summary>The file has no proof from the earlier checkpoint, so nothing can be said.</summary>
    ConsistencyUnknown,
    /// <summary>What was given as earlier checkpoint is none.</summary>
    CheckpointUnreadable,
    /// <summary>A witness that was asked for has not co-signed the checkpoint.</summary>
    WitnessMissing,

    /// <summary>A notice: the log began anew, as after a restore; what was in the one before is named, not all of it is proven.</summary>
    LogRestarted = 500,
    /// <summary>A notice: another build made the pages, so they were not compared with the entries.</summary>
    PagesNotCompared,
}

/// <summary>Texts of faults.</summary>
public static class ProofFaults
{
    /// <summary>The code as text: <c>ENTRY_ALTERED</c>.</summary>
    public static string Text(this ProofFault fault) => ErrorCodes.CapitalsOf(fault);

    /// <summary>Whether it must be known to whoever relies on the export, though all that is in it is proven.</summary>
    public static bool IsNotice(this ProofFault fault) => fault is ProofFault.LogRestarted or ProofFault.PagesNotCompared;
}
