using System.Text;
using Incidents.Api.Proofs;
using Incidents.Domain.Proofs;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>Notes, keys and checkpoints as C2SP has them; the example is that of Go's <c>x/mod/sumdb/note</c>.</summary>
public sealed class SignedNoteTests
{
    private const string Key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string Text =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";

    private const string Signature =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private static readonly byte[] Seed = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void The_published_note_is_valid_under_its_key()
    {
        var note = SignedNote.Parse(Text + "\n" + Signature)!;

        Assert.Equal(Text, note.Text);
        Assert.Equal(Text + "\n" + Signature, note.ToString());
        Assert.Equal(Key, VerifierKey.Parse(Key)!.ToString());
        Assert.Equal(NoteCheck.Valid, note.Check(VerifierKey.Parse(Key)!, Ed25519.Check));
        Assert.Equal(NoteCheck.Invalid, (note with { Text = Text + "!\n" }).Check(VerifierKey.Parse(Key)!, Ed25519.Check));
        var other = VerifierKey.Of("PeterNeumann", SignatureKind.Ed25519, Ed25519.PublicKeyOf(Seed));
        Assert.Equal(NoteCheck.OtherKey, note.Check(other, Ed25519.Check));
    }

    [Fact]
    public void A_second_signature_of_the_same_key_must_fit_too()
    {
        var note = SignedNote.Parse(Text + "\n" + Signature)!;
        var second = note.Signatures[0] with { Value = new byte[64] };

        Assert.Equal(
            NoteCheck.Invalid,
            (note with { Signatures = [.. note.Signatures, second] }).Check(VerifierKey.Parse(Key)!, Ed25519.Check));
    }

    [Theory]
    [InlineData("")]
    [InlineData("+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+c74f20a3+AhpcAQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAAAA")]
    [InlineData("PeterNeumann+c74f20a3")]
    public void What_is_no_key_is_not_read(string text) => Assert.Null(VerifierKey.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— name\n")]
    [InlineData("text\n\n- name AAAAAAAA\n")]
    [InlineData("text\n\n— name !!!!\n")]
    [InlineData("text\n\n— name AAAAAAAA")]
    [InlineData("te\u0001xt\n\n— name AAAAAAAA\n")]
    public void What_is_no_note_is_not_read(string text) => Assert.Null(SignedNote.Parse(text));

    [Theory]
    [InlineData("origin\n1\n")]
    [InlineData("\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("origin\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("origin\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("origin\n99999999999999999999\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("origin\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==\n")]
    public void What_is_no_checkpoint_is_not_read(string text) => Assert.Null(Checkpoint.Parse(text));

    [Fact]
    public void A_checkpoint_reads_as_it_was_written()
    {
        var checkpoint = new Checkpoint("example.org/log", 12_345, MerkleTree.EmptyRoot);

        Assert.Equal("example.org/log\n12345\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", checkpoint.Text);
        Assert.Equal(checkpoint, Checkpoint.Parse(checkpoint.Text));
        Assert.Equal(checkpoint, Checkpoint.Parse(checkpoint.Text + "further\n"));
    }

    [Fact]
    public void A_cosignature_covers_the_moment_and_the_text()
    {
        var key = VerifierKey.Of("witness.example", SignatureKind.Cosignature, Ed25519.PublicKeyOf(Seed));
        var text = new Checkpoint("example.org/log", 1, MerkleTree.EmptyRoot).Text;
        byte[] value = [0, 0, 0, 0, 0x6a, 0, 0, 1, .. Ed25519.Sign(Seed, SignedNote.CosignedMessage(text, 0x6a000001))];
        var note = new SignedNote(text, [new(key.Name, key.Id, value)]);

        Assert.Equal(
            "cosignature/v1\ntime 1778384897\n" + text, Encoding.UTF8.GetString(SignedNote.CosignedMessage(text, 0x6a000001)));
        Assert.Equal(NoteCheck.Valid, note.Check(key, Ed25519.Check));
        Assert.Equal(NoteCheck.Valid, SignedNote.Parse(note.ToString())!.Check(VerifierKey.Parse(key.ToString())!, Ed25519.Check));
        value[7]++;
        Assert.Equal(NoteCheck.Invalid, note.Check(key, Ed25519.Check));
        Assert.Equal(NoteCheck.Invalid, (note with { Signatures = [new(key.Name, key.Id, [1, 2, 3])] }).Check(key, Ed25519.Check));
    }
}
