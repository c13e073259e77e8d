using System.IO.Compression;
using System.Text;
using Google.Protobuf;
using Incidents.Api.BaseMaps;
using Incidents.Api.BaseMaps.Osm;
using Incidents.Api.BaseMaps.Osm.Pbf;
using Incidents.Api.BaseMaps.Tiles;
using Incidents.Benchmarks.BaseMaps;
using Incidents.Domain;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.BaseMaps;

/// <summary>Files that are no extracts, or bad ones: each is refused with a code, in little memory.</summary>
public sealed class HostileExtractTests : IDisposable
{
    private const long MostBytes = 400 << 20;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_no_extract_is_refused()
    {
        var random = new byte[100_000];
        new Random(TestScale.Seed).NextBytes(random);

        Assert.Equal(ErrorCode.ExtractUnreadable, Refused([]));
        Assert.Equal(ErrorCode.ExtractUnreadable, Refused([0]));
        Assert.Equal(ErrorCode.ExtractUnreadable, Refused(random));
        Assert.Equal(ErrorCode.ExtractUnreadable, Refused("osm_id,place,name\n1,city,Қарағанды\n"u8));
        Assert.Equal(ErrorCode.ExtractUnreadable, Refused("<html><body>Not found</body></html>"u8));
        Assert.Equal(ErrorCode.ExtractUnreadable, Refused([0, 0, 0, 20, .. "OSMData"u8, .. random]));
        Assert.Equal(ErrorCode.ExtractUnsupported, Refused("BZh91AY&SY"u8));
        Assert.Equal(ErrorCode.ExtractUnsupported, Refused("PK\u0003\u0004abcdefgh"u8));
        Assert.Equal(ErrorCode.FileUnreadable, Code(() => Read(Path.Combine(folder.Path, "no-such.osm.pbf"))));
        Assert.Equal(ErrorCode.FileUnreadable, Code(() => Read(folder.Path)));
    }

    // Cut off between two blocks it is a shorter extract, which has no ways.
    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused()
    {
        var whole = SmallTown.Make().Pbf();
        for (var length = 1; length < whole.Length; length += TestScale.Of(7, 1))
        {
            Assert.True(
                Refused(whole.AsSpan(0, length)) is ErrorCode.FileBrokenOff or ErrorCode.ExtractUnreadable or ErrorCode.ExtractWithoutWays,
                $"{length}");
        }
        Assert.Equal(ErrorCode.FileBrokenOff, Refused(whole.AsSpan(0, whole.Length - 1)));
    }

    [Fact]
    public void A_file_with_a_changed_byte_is_read_or_refused_and_nothing_else()
    {
        var random = new Random(TestScale.Seed);
        var whole = SmallTown.Make().Pbf();
        for (var i = 0; i < TestScale.Of(300, 10_000); i++)
        {
            var changed = whole.ToArray();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Make(changed);
            }
            catch (OsmException)
            {
                // Refused.
            }
        }
    }

    [Fact]
    public void Sizes_that_a_file_only_declares_take_no_memory()
    {
        using var bomb = new MemoryStream();
        using (var zlib = new ZLibStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 200; i++)
                zlib.Write(zeros);
        }
        var content = ByteString.CopyFrom(bomb.ToArray());

        Assert.Equal(ErrorCode.ExtractUnreadable, Refused([0x7F, 0xFF, 0xFF, 0xFF, 1, 2, 3]));
        Assert.Equal(ErrorCode.ExtractUnreadable, Refused(AfterHeader(new Blob { Raw = ByteString.Empty }, int.MaxValue)));
        Assert.Equal(ErrorCode.ExtractUnreadable, Refused(AfterHeader(new Blob { Raw = ByteString.Empty }, -5)));
        Assert.Equal(ErrorCode.FileBrokenOff, Refused(AfterHeader(new Blob { Raw = ByteString.Empty }, 30_000_000)));
        Assert.Equal(ErrorCode.ExtractUnreadable, Refused(AfterHeader(new Blob { RawSize = 1_000, ZlibData = content })));
        Assert.Equal(ErrorCode.ExtractUnreadable, Refused(AfterHeader(new Blob { RawSize = int.MaxValue, ZlibData = content })));
        Assert.Equal(ErrorCode.ExtractUnreadable, Refused(AfterHeader(new Blob { RawSize = 20_000_000, ZlibData = content })));
        var noZlib = ByteString.CopyFromUtf8("no zlib");
        Assert.Equal(ErrorCode.ExtractUnreadable, Refused(AfterHeader(new Blob { RawSize = 9, ZlibData = noZlib })));
        Assert.Equal(ErrorCode.ExtractUnreadable, Refused(AfterHeader(new Blob())));
        Assert.Equal(ErrorCode.ExtractUnsupported, Refused(AfterHeader(new Blob { RawSize = 9, LzmaData = content })));
        Assert.Equal(ErrorCode.ExtractUnsupported, Refused(AfterHeader(new Blob { RawSize = 9, ZstdData = content })));
    }

    [Fact]
    public void What_the_format_forbids_is_refused()
    {
        var history = SmallTown.Make().Pbf(null, "OsmSchema-V0.6", "HistoricalInformation");
        var outside = new MadeExtract();
        outside.Line([(73, 49), (73, 91)], ("highway", "primary"));
        var unsorted = SmallTown.Make().Xml().Replace("<node id='7' ", "<node id='700000' ", StringComparison.Ordinal);

        Assert.Equal(ErrorCode.ExtractUnsupported, Refused(history));
        Assert.Equal(ErrorCode.CoordinatesOutOfRange, Refused(outside.Pbf()));
        Assert.Equal(ErrorCode.ExtractUnsorted, Refused(Encoding.UTF8.GetBytes(unsorted)));
        Assert.Equal(ErrorCode.ExtractWithoutWays, Refused(new MadeExtract().Pbf()));
        Assert.Equal(
            ErrorCode.CoordinatesOutOfRange, Refused("<osm><node id='1' lat='NaN' lon='1'/></osm>"u8));
        Assert.Equal(ErrorCode.ExtractUnreadable, Refused("<osm><node id='1' lat='49' lon='73'"u8));
        Assert.Equal(ErrorCode.ExtractUnreadable, Refused("<osm><node id='x' lat='49' lon='73'/></osm>"u8));
        Assert.Equal(
            ErrorCode.ExtractUnreadable,
            Refused("<!DOCTYPE osm [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><osm><node id='1' lat='49' lon='73'>&b;</node></osm>"u8));
    }

    [Fact]
    public void References_that_lead_nowhere_or_in_circles_are_counted_and_do_no_harm()
    {
        var town = new MadeExtract();
        var (a, b, c) = (town.Node(73, 49), town.Node(73.001, 49), town.Node(73.002, 49));
        (string, string)[] road = [("highway", "residential"), ("name", "Ұлы дала")];
        town.Way([a, b, 999_999, c], road);
        town.Way([a], road);
        town.Way([], road);
        town.Way([a, b, c], ("building", "yes"));
        var open = town.Way([a, b]);
        town.RelationOf([(MemberType.Relation, 1, ""), (MemberType.Relation, 2, "outer")], ("type", "multipolygon"), ("natural", "water"));
        town.RelationOf([(MemberType.Relation, 1, "outer")], ("type", "multipolygon"), ("natural", "water"));
        town.Relation([(open, "outer"), (888_888, "inner")], ("type", "multipolygon"), ("natural", "water"));

        var extract = Read(town.Pbf());

        Assert.Equal((1, 3, 1), (extract.Counts.MissingNodes, extract.Counts.WithoutShape, extract.Counts.BrokenRelations));
        Assert.Equal(1, extract.Counts.WaysOnMap);
    }

    [Fact]
    public void Names_are_cleaned_and_cut()
    {
        var town = new MadeExtract();
        town.Line([(73, 49), (73.01, 49)], ("highway", "residential"), ("name", "А\0бай\u0007 "), ("name:ru", new string('ж', 20_000)));
        town.Line([(73, 49.1), (73.01, 49.1)], ("highway", "residential"), ("name", "\0\0\u0001"));
        town.Line([(73, 49.2), (73.01, 49.2)], ("highway", "residential"), ("name", string.Concat(Enumerable.Repeat("😀", 150))));

        var names = Read(town.Pbf()).Names;

        Assert.Equal(["А бай", string.Concat(Enumerable.Repeat("😀", 100))], names.Select(n => n.Name).Order(StringComparer.Ordinal));
        Assert.Equal(MapText.MostLetters, names.Single(n => n.Names.Ru is not null).Names.Ru!.Length);
    }

    // At the greatest zoom a line around the world touches 16,384 tiles, and an area as large as the world 268 million.
    [Fact]
    public void Shapes_as_large_as_the_world_take_neither_time_nor_memory()
    {
        var world = new MadeExtract();
        world.Box(-180, -90, 180, 90, ("natural", "water"));
        world.Line([(-180, 90), (180, -90)], ("highway", "path"), ("name", "Exit"));
        var maker = new TileMaker(Read(world.Pbf()).Features);

        var tiles = maker.Make(TestContext.Current.CancellationToken).CountBy(t => t.Zoom).ToDictionary();

        Assert.InRange(tiles[14], 16_000, 70_000);
        Assert.Equal(1, tiles[5] / 1_024);
        Assert.Equal(5, maker.TooLarge);
    }

    private static byte[] AfterHeader(Blob blob, int? declared = null)
    {
        using var file = new MemoryStream();
        var header = new HeaderBlock { RequiredFeatures = { "OsmSchema-V0.6", "DenseNodes" } };
        MadeExtract.Block(file, "OSMHeader", header);
        MadeExtract.Block(file, "OSMData", blob, declared);
        return file.ToArray();
    }

    private static ErrorCode Code(Action read) => Assert.Throws<OsmException>(read).Code;

    private static Extract Read(string path) => Extract.Read(path, TestContext.Current.CancellationToken);

    private ErrorCode Refused(ReadOnlySpan<byte> content)
    {
        var bytes = content.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var code = Code(() => Read(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        return code;
    }

    private void Make(byte[] content)
    {
        var extract = Read(content);
        Assert.All(new TileMaker(extract.Features).Make(TestContext.Current.CancellationToken).Take(100), t => Assert.NotEmpty(t.Content));
    }

    private Extract Read(byte[] content)
    {
        var path = Path.Combine(folder.Path, "file");
        File.WriteAllBytes(path, content);
        return Read(path);
    }
}
