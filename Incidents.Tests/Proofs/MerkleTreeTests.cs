using Incidents.Domain.Proofs;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>The tree against the vectors that implementations of RFC 6962 share, and against itself in every size.</summary>
public sealed class MerkleTreeTests
{
    // The leaves of the tests of certificate-transparency, and the roots over the first 1 to 8 of them.
    private static readonly byte[][] Leaves =
        [.. ((string[])["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"])
            .Select(hex => MerkleTree.LeafHash(Convert.FromHexString(hex)))];

    private static readonly string[] Roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void The_roots_are_those_of_the_published_vectors()
    {
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Hex(MerkleTree.EmptyRoot));
        for (var size = 1; size <= Leaves.Length; size++)
            Assert.Equal(Roots[size - 1], Hex(MerkleTree.Root(Leaves[..size])));
    }

    [Fact]
    public void The_proofs_of_inclusion_are_those_of_the_published_vectors()
    {
        Assert.Empty(MerkleTree.Inclusion(0, Leaves[..1]));
        Assert.Equal(
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
            MerkleTree.Inclusion(0, Leaves).Select(Hex));
        Assert.Equal(
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
            MerkleTree.Inclusion(5, Leaves).Select(Hex));
        Assert.Equal(
            ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"], MerkleTree.Inclusion(2, Leaves[..3]).Select(Hex));
    }

    [Fact]
    public void The_proofs_of_consistency_are_those_of_the_published_vectors()
    {
        Assert.Equal(
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
            MerkleTree.Consistency(1, Leaves).Select(Hex));
        Assert.Equal(
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
            MerkleTree.Consistency(6, Leaves).Select(Hex));
        Assert.Equal(
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
            MerkleTree.Consistency(2, Leaves[..5]).Select(Hex));
    }

    [Fact]
    public void Every_proof_of_every_size_up_to_70_holds_and_none_with_a_changed_part()
    {
        var leaves = Enumerable.Range(0, 70).Select(i => MerkleTree.LeafHash([(byte)i])).ToArray();
        var roots = Enumerable.Range(0, 71).Select(size => MerkleTree.Root(leaves[..size])).ToArray();
        for (var size = 1; size <= leaves.Length; size++)
        {
            for (var index = 0; index < size; index++)
            {
                var proof = MerkleTree.Inclusion(index, leaves[..size]);
                Assert.True(MerkleTree.IsIncluded(leaves[index], index, size, proof, roots[size]));
                Assert.False(MerkleTree.IsIncluded(leaves[(index + 1) % 70], index, size, proof, roots[size]));
                Assert.False(MerkleTree.IsIncluded(leaves[index], index, size, [.. proof, leaves[0]], roots[size]));
                if (proof.Count > 0)
                    Assert.False(MerkleTree.IsIncluded(leaves[index], index, size, [.. proof.SkipLast(1)], roots[size]));
                // At another place of the same tree, or in a tree of another size, it is not.
                for (var other = 0; other < size; other++)
                    Assert.Equal(other == index, MerkleTree.IsIncluded(leaves[index], other, size, proof, roots[size]));
                Assert.False(MerkleTree.IsIncluded(leaves[index], index, size, proof, roots[size - 1]));
            }
            for (var first = 1; first <= size; first++)
            {
                var proof = MerkleTree.Consistency(first, leaves[..size]);
                Assert.True(MerkleTree.IsContinued(first, roots[first], size, roots[size], proof));
                Assert.False(MerkleTree.IsContinued(first, roots[first - 1], size, roots[size], proof));
                Assert.False(MerkleTree.IsContinued(first, roots[first], size, roots[size - 1], proof));
                Assert.False(MerkleTree.IsContinued(first, roots[first], size, roots[size], [.. proof, leaves[0]]));
                if (proof.Count > 0)
                    Assert.False(MerkleTree.IsContinued(first, roots[first], size, roots[size], [.. proof.Skip(1)]));
            }
        }
    }

    [Fact]
    public void Hostile_proofs_are_refused()
    {
        var root = MerkleTree.Root(Leaves);

        Assert.False(MerkleTree.IsIncluded(Leaves[0], -1, 8, [], root));
        Assert.False(MerkleTree.IsIncluded(Leaves[0], 8, 8, MerkleTree.Inclusion(0, Leaves), root));
        Assert.False(MerkleTree.IsIncluded(Leaves[0], 0, 0, [], root));
        Assert.False(MerkleTree.IsIncluded(Leaves[0], long.MaxValue - 1, long.MaxValue, MerkleTree.Inclusion(0, Leaves), root));
        Assert.False(MerkleTree.IsIncluded(Leaves[0], 0, 8, [[1], [2], [3]], root));
        Assert.False(MerkleTree.IsIncluded(Leaves[0], 0, 8, [.. Enumerable.Repeat(Leaves[0], 1_000)], root));
        Assert.False(MerkleTree.IsContinued(0, MerkleTree.EmptyRoot, 8, root, []));
        Assert.False(MerkleTree.IsContinued(9, root, 8, root, []));
        Assert.False(MerkleTree.IsContinued(8, root, 8, MerkleTree.Root(Leaves[..7]), []));
        Assert.False(MerkleTree.IsContinued(3, root, long.MaxValue, root, [.. Enumerable.Repeat(root, 64)]));
    }

    [Fact]
    public void Tiles_have_the_roots_and_proofs_of_the_whole_tree_whatever_was_added_at_once()
    {
        var random = new Random(TestScale.Seed);
        var leaves = Enumerable.Range(0, 70_000).Select(i => MerkleTree.LeafHash(BitConverter.GetBytes(i))).ToArray();
        var kept = new Dictionary<TilePosition, byte[]>();
        var size = 0;
        while (size < leaves.Length)
        {
            var tiles = new MerkleTiles(size, Kept(MerkleTiles.OpenTiles(size)));
            var until = Math.Min(leaves.Length, size + random.Next(1, 3_000));
            for (; size < until; size++)
                tiles.Add(leaves[size]);
            foreach (var (at, hashes) in tiles.Changed)
                kept[at] = hashes;
        }
        Assert.Equal(leaves.Length, kept.Where(tile => tile.Key.Level == 0).Sum(tile => tile.Value.Length / MerkleTree.HashBytes));
        var root = Part(MerkleProofs.NodesOf(new(0, size))).Root(size);
        Assert.Equal(Hex(MerkleTree.Root(leaves)), Hex(root));

        foreach (var index in Enumerable.Range(0, 200).Select(_ => random.Next(size)).Append(0).Append(size - 1))
        {
            var part = Part(MerkleProofs.NodesOfInclusion(index, size));
            Assert.True(MerkleTree.IsIncluded(leaves[index], index, size, MerkleProofs.Inclusion(index, size, part.Hash), root));
            var earlier = Part([.. MerkleProofs.NodesOf(new(0, index + 1)), .. MerkleProofs.NodesOfConsistency(index + 1, size)]);
            Assert.True(MerkleTree.IsContinued(
                index + 1, earlier.Root(index + 1), size, root, MerkleProofs.Consistency(index + 1, size, earlier.Hash)));
        }

        MerkleTiles Part(IEnumerable<MerkleNode> nodes) => new(size, Kept(nodes.Select(MerkleTiles.TileOf).Distinct()));

        IEnumerable<KeyValuePair<TilePosition, byte[]>> Kept(IEnumerable<TilePosition> wanted) =>
            wanted.Where(kept.ContainsKey).Select(at => KeyValuePair.Create(at, kept[at]));
    }

    [Fact]
    public void A_proof_in_ten_million_leaves_reads_few_tiles() => Assert.All(
        (long[])[0, 1, 4_999_999, 9_999_999],
        index => Assert.InRange(
            MerkleProofs.NodesOfInclusion(index, 10_000_000).Select(MerkleTiles.TileOf).Distinct().Count(), 1, 6));

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
