using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Incidents.Domain.Proofs;

/// <summary>Checks an Ed25519 signature.</summary>
/// <param name="publicKey">The public key, 32 bytes.</param>
/// <param name="message">What is signed.</param>
/// <param name="signature">The signature, 64 bytes.</param>
public delegate bool SignatureCheck(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

/// <summary>A signature below a note.</summary>
/// <param name="Name">Name of the key.</param>
/// <param name="KeyId">Its id.</param>
/// <param name="Value">The bytes after the id: 64 of a signature, 72 of a cosignature, which begins with its moment.</param>
public sealed record NoteSignature(string Name, uint KeyId, byte[] Value)
{
    /// <summary>Its line, with the line feed.</summary>
    public string Line
    {
        get
        {
            var bytes = new byte[4 + Value.Length];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
            Value.CopyTo(bytes, 4);
            return $"{SignedNote.Dash}{Name} {Convert.ToBase64String(bytes)}\n";
        }
    }

    /// <summary>Reads a line without its line feed; null where it is none.</summary>
    public static NoteSignature? Parse(string line)
    {
        if (!line.StartsWith(SignedNote.Dash, StringComparison.Ordinal)
            || line[SignedNote.Dash.Length..].Split(' ') is not [var name, var text] || !VerifierKey.IsName(name) || text.Length > 1_000)
            return null;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) && count > 4
            ? new(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..count])
            : null;
    }
}

/// <summary>What the check of a signature found.</summary>
public enum NoteCheck
{
    /// <summary>A signature of the key is there and fits.</summary>
    Valid = 1,

    /// <summary>No signature of the key is there.</summary>
    OtherKey,

    /// <summary>A signature that names the key does not fit the text.</summary>
    Invalid,
}

/// <summary>A text with signatures below it, as C2SP signed notes write it.</summary>
/// <remarks>The text ends with a line feed; an empty line and one line for each signature follow.</remarks>
/// <param name="Text">The text, with its last line feed.</param>
/// <param name="Signatures">The signatures, at least one.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>What a line of a signature begins with.</summary>
    public const string Dash = "— ";

    /// <summary>Most bytes of a note.</summary>
    public const int LongestNote = 1_000_000;

    private const int MostSignatures = 100;
    private const int SignatureBytes = 64;
    private const int MomentBytes = 8;

    /// <summary>Reads a note; null where the text is none.</summary>
    public static SignedNote? Parse(string note)
    {
        var cut = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (cut < 0 || cut + 3 > note.Length || note.Length > LongestNote || !note.EndsWith('\n')
            || note.Any(c => c < ' ' && c != '\n' || c == '\uFFFD'))
            return null;
        var lines = note[(cut + 2)..^1].Split('\n');
        if (lines.Length > MostSignatures)
            return null;
        var signatures = lines.Select(NoteSignature.Parse).ToArray();
        return Array.Exists(signatures, signature => signature is null) ? null : new(note[..(cut + 1)], signatures!);
    }

    /// <summary>The bytes that a key of the kind Ed25519 signs.</summary>
    public static byte[] Message(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The bytes that a witness signs (C2SP cosignature/v1).</summary>
    /// <param name="text">The text of the checkpoint.</param>
    /// <param name="unixSeconds">When the witness saw it.</param>
    public static byte[] CosignedMessage(string text, long unixSeconds) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {unixSeconds}\n{text}"));

    /// <summary>Checks the signature of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="check">Checks Ed25519.</param>
    public NoteCheck Check(VerifierKey key, SignatureCheck check)
    {
        var theirs = Signatures.Where(s => s.KeyId == key.Id && s.Name == key.Name).ToArray();
        if (theirs.Length == 0)
            return NoteCheck.OtherKey;
        return Array.TrueForAll(theirs, Fits) ? NoteCheck.Valid : NoteCheck.Invalid;

        bool Fits(NoteSignature signature) => key.Kind switch
        {
            SignatureKind.Cosignature => signature.Value.Length == MomentBytes + SignatureBytes
                && BinaryPrimitives.ReadInt64BigEndian(signature.Value) is >= 0 and var moment
                && check(key.PublicKey, CosignedMessage(Text, moment), signature.Value.AsSpan(MomentBytes)),
            _ => signature.Value.Length == SignatureBytes && check(key.PublicKey, Message(Text), signature.Value),
        };
    }

    /// <summary>The whole note.</summary>
    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(s => s.Line))}";
}
