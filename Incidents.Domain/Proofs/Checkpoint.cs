using System.Globalization;

namespace Incidents.Domain.Proofs;

/// <summary>The size and root of a log at a moment, as C2SP tlog-checkpoint writes it.</summary>
/// <param name="Origin">Name of the log: never two trees of one name.</param>
/// <param name="Size">Number of its leaves.</param>
/// <param name="Root">Root over them, 32 bytes.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>The text that is signed: three lines.</summary>
    public string Text =>
        string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <summary>Reads the text of a note; null where it is no checkpoint. Further lines are ignored, as the format demands.</summary>
    public static Checkpoint? Parse(string text)
    {
        if (text.Split('\n') is not [var origin, var size, var root, ..] || origin.Length == 0
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count.ToString(CultureInfo.InvariantCulture) != size)
            return null;
        var bytes = new byte[MerkleTree.HashBytes + 1];
        return root.Length <= 44 && Convert.TryFromBase64String(root, bytes, out var length) && length == MerkleTree.HashBytes
            ? new(origin, count, bytes[..length])
            : null;
    }

    /// <summary>Whether two are of one tree at one size.</summary>
    public bool Equals(Checkpoint? other) =>
        other is not null && Origin == other.Origin && Size == other.Size && Root.AsSpan().SequenceEqual(other.Root);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Origin, Size, Root.Length > 0 ? Root[0] : 0);
}
