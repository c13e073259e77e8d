using System.Security.Cryptography;
using System.Text;
using Incidents.Domain;
using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs;

/// <summary>The key file cannot be used. The message is for the person who runs the host.</summary>
internal sealed class ProofKeyException(string message, Exception? inner = null)
    : ProofRefusedException(new(ErrorCode.ProofsOff, message), inner);

/// <summary>The private key that signs, and beside it what was signed last.</summary>
/// <remarks>
/// The file has the form of the keys of Go's <c>x/mod/sumdb/note</c>. What was signed last is kept outside of the database, so that a
/// database that was restored from a backup does not sign a second tree of a size that is signed already.
/// </remarks>
internal sealed class ProofKey
{
    /// <summary>What is behind the name of its file in that of what was signed last.</summary>
    public const string RecordEnding = ".checkpoint";

    private const string Beginning = "PRIVATE+KEY+";
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MostBytes = 1_000;
    private const int OriginDigits = 16;

    private readonly byte[] seed;
    private readonly string kept;

    private ProofKey(string name, byte[] seed, string file)
    {
        (this.seed, kept) = (seed, file + RecordEnding);
        Verifier = VerifierKey.Of(name, SignatureKind.Ed25519, Ed25519.PublicKeyOf(seed));
    }

    /// <summary>The public key with its name, for who checks.</summary>
    public VerifierKey Verifier { get; }

    /// <summary>Reads the key of a file, or makes it where there is none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Name of a new key; null for one from its hash.</param>
    /// <exception cref="ProofKeyException">The file is no key, or cannot be read or written.</exception>
    public static ProofKey Open(string file, string? name)
    {
        try
        {
            if (!File.Exists(file))
                Make(file, name);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~Owner) != 0)
                File.SetUnixFileMode(file, Owner);
            return Parse(Read(file), file) ?? throw new ProofKeyException($"{file} is no private key of a log.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProofKeyException($"The key of the log cannot be read or written: {e.Message}", e);
        }
    }

    /// <summary>A signed note.</summary>
    /// <param name="text">Its text, with its last line feed.</param>
    public SignedNote Sign(string text) =>
        new(text, [new(Verifier.Name, Verifier.Id, Ed25519.Sign(seed, SignedNote.Message(text)))]);

    /// <summary>What was signed last; null for nothing yet.</summary>
    /// <exception cref="ProofKeyException">It was changed, or cannot be read.</exception>
    public Checkpoint? Last()
    {
        if (!File.Exists(kept))
            return null;
        try
        {
            var note = SignedNote.Parse(Read(kept));
            return note?.Check(Verifier, Ed25519.Check) is NoteCheck.Valid && Checkpoint.Parse(note.Text) is { } last
                ? last
                : throw new ProofKeyException($"{kept} is no checkpoint that this key has signed.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProofKeyException($"What was signed last cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Keeps what is about to be published as signed last.</summary>
    /// <exception cref="ProofKeyException">It cannot be kept: it must not be published.</exception>
    public void Keep(SignedNote note)
    {
        try
        {
            Write(kept, note.ToString(), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProofKeyException($"What is signed cannot be kept beside the key: {e.Message}", e);
        }
    }

    private static void Make(string file, string? name)
    {
        var seed = RandomNumberGenerator.GetBytes(Ed25519.SeedBytes);
        name ??= $"incidents/{Convert.ToHexStringLower(SHA256.HashData(Ed25519.PublicKeyOf(seed)))[..OriginDigits]}";
        if (!VerifierKey.IsName(name) || name.Contains('#'))
            throw new ProofKeyException("Proofs:Origin has 1 to 200 characters, without blanks, plus signs and '#'.");
        var verifier = VerifierKey.Of(name, SignatureKind.Ed25519, Ed25519.PublicKeyOf(seed));
        var secret = Convert.ToBase64String([(byte)SignatureKind.Ed25519, .. seed]);
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        // Another host may make it at the same moment: the first one counts.
        Write(file, $"{Beginning}{name}+{verifier.Id:x8}+{secret}\n", overwrite: false);
    }

    private static ProofKey? Parse(string text, string file)
    {
        text = text.TrimEnd('\n');
        if (!text.StartsWith(Beginning, StringComparison.Ordinal)
            || text[Beginning.Length..].Split('+', 3) is not [var name, var id, var secret] || !VerifierKey.IsName(name))
            return null;
        var bytes = new byte[1 + Ed25519.SeedBytes];
        if (!Convert.TryFromBase64String(secret, bytes, out var count) || count != bytes.Length
            || bytes[0] != (byte)SignatureKind.Ed25519)
            return null;
        var key = new ProofKey(name, bytes[1..], file);
        return $"{key.Verifier.Id:x8}" == id ? key : null;
    }

    private static string Read(string file)
    {
        using var stream = File.OpenRead(file);
        var bytes = new byte[MostBytes * 2];
        return Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    // Written aside and moved: a file of half the length is never there.
    private static void Write(string file, string text, bool overwrite)
    {
        var aside = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Owner;
        using (var stream = new FileStream(aside, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(aside, file, overwrite);
        }
        catch (IOException) when (!overwrite && File.Exists(file))
        {
            File.Delete(aside);
        }
    }
}
