using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs;

/// <summary>Where the key is kept. It is opened anew each time: a command beside the server may replace it.</summary>
/// <param name="path">The file; null where this host keeps no log.</param>
/// <param name="name">Name of a new key; null for one from its hash.</param>
internal sealed class ProofKeyFile(string? path, string? name)
{
    private volatile ProofKey? opened;

    /// <summary>Whether this host is to keep a log.</summary>
    public bool IsOn => path is not null;

    /// <summary>Whether the file is there.</summary>
    public bool IsThere => File.Exists(path);

    /// <summary>The key as it was opened last.</summary>
    /// <exception cref="ProofRefusedException">It was not opened yet, or cannot be.</exception>
    public ProofKey Known => opened ?? (IsThere ? Open(null) : throw ProofRefusedException.Off);

    /// <summary>Opens the key; makes it only where the database has no log yet.</summary>
    /// <param name="verifierKey">The key that signs the log of the database; null where it has none.</param>
    /// <exception cref="ProofRefusedException">There is none, and none is made.</exception>
    /// <exception cref="ProofKeyException">The file is no key, or cannot be read or written.</exception>
    public ProofKey Open(string? verifierKey)
    {
        if (path is null)
            throw ProofRefusedException.Off;
        if (verifierKey is not null && !File.Exists(path))
            throw ProofRefusedException.KeyMissing(path, verifierKey);
        return opened = ProofKey.Open(path, name);
    }

    /// <summary>
    /// What the key that is there has signed last; null where nothing is known of it. What lies beside it and is of another key is put
    /// aside: somebody has decided to go on without.
    /// </summary>
    public Checkpoint? SignedBefore()
    {
        if (!IsThere)
            return null;
        try
        {
            return Open(null).Last();
        }
        catch (ProofKeyException) when (File.Exists(path + ProofKey.RecordEnding))
        {
            File.Move(path + ProofKey.RecordEnding, $"{path}{ProofKey.RecordEnding}.{Guid.NewGuid():N}");
            return null;
        }
    }

    /// <summary>Makes a new key; the one before stays beside it, with its id behind its name.</summary>
    /// <exception cref="ProofKeyException">A file is no key, or cannot be read or written.</exception>
    public ProofKey Replace()
    {
        if (path is null)
            throw ProofRefusedException.Off;
        try
        {
            // What lies beside a key that was lost is moved as well: the new key has not signed it.
            var aside = IsThere ? $"{path}.{ProofKey.Open(path, name).Verifier.Id:x8}" : $"{path}.{Guid.NewGuid():N}";
            foreach (var ending in (string[])["", ProofKey.RecordEnding])
            {
                if (File.Exists(path + ending))
                    File.Move(path + ending, aside + ending);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProofKeyException($"The key before cannot be put aside: {e.Message}", e);
        }
        return opened = ProofKey.Open(path, name);
    }
}
