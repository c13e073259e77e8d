namespace Incidents.Api.Proofs.CaseExports;

/// <summary>The text that tells a stranger how to check an export.</summary>
internal static class ExportReadme
{
    /// <summary>The text.</summary>
    /// <param name="key">Name of the key.</param>
    public static string Text(string key) =>
        $"""
        This file was exported from Incidents. Nobody needs that system to read or to check it.

        timeline.*.html   the entries to read, in three languages
        case.jsonld       the case in CASE/UCO (caseontology.org)
        entries.ndjson    what each commitment covers, one entry a line, with its proofs
        proof.json        the list of the case and earlier checkpoints, with their proofs
        checkpoint.txt    size and root of the log, signed (C2SP tlog-checkpoint)
        receipt.txt       who exported what, when and why, and the SHA-256 of every part, signed
        evidence/         evidence, each file named by its SHA-256

        Check it with the program:  incidents verify FILE --key KEY
        KEY is the verifier key of {key}. Take it from somewhere else than from this file: from the court's file,
        from a publication, or from an earlier export whose key you trust.

        Check it with other tools: the signatures are C2SP signed notes (Go: golang.org/x/mod/sumdb/note), the proofs are those
        of RFC 6962 (Go: golang.org/x/mod/sumdb/tlog).

          commitment of an entry = SHA-256 of salt (16 bytes), id, stream (16 bytes each), version (8 bytes, big-endian),
                                   type, a zero byte, and the content as RFC 8785 writes it, which is how it stands in the line
          leaf of an entry       = "event", a zero byte, commitment (32 bytes)
                                   without a commitment: "event-uncommitted", a zero byte, id
          leaf of the list       = "case", a zero byte, id of the case, number of entries (8 bytes, big-endian), root (32 bytes)

        "proof" leads from the leaf at "index" to the root in checkpoint.txt, "listProof" from the leaf at "position" to the root
        of the list. An entry without salt and content was masked by law: its commitment proves that it was there. Numbers that
        the receipt names as withheld are entries that were not disclosed.

        """;
}
