using System.IO.Compression;
using System.Text;
using Incidents.Api.Import;
using Incidents.Domain;
using Xunit;

namespace Incidents.Tests.Import;

public sealed class DataFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("import").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Compression_is_detected_by_the_content_and_not_by_the_name()
    {
        var gzip = new MemoryStream();
        using (var packed = new GZipStream(gzip, CompressionLevel.Fastest))
            packed.Write("x;y\n1;2\n"u8);

        Assert.Equal("1|2", First("download", gzip.ToArray()));
    }

    [Fact]
    public void A_zip_with_one_data_file_needs_no_entry() =>
        Assert.Equal("1|2", First("a.zip", Zip(("a.csv", "x,y\n1,2\n"), ("__MACOSX/a.csv", "?"))));

    [Fact]
    public void A_zip_with_several_data_files_asks_which()
    {
        var zip = Zip(("a.csv", "x,y\n1,2\n"), ("b.ndjson", "{\"x\":3}\n"));

        var problem = Assert.Throws<ImportException>(() => First("a.zip", zip)).Message;
        Assert.Equal("The archive has several data files; name one of them in the map (\"entry\"): a.csv, b.ndjson.", problem);
        Assert.Equal("3", First("a.zip", zip, """{ "entry": "b.ndjson" }"""));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "entry": "a.csv" }""")]
    public void A_zip_without_a_data_file_says_so(string map)
    {
        var zip = Zip((".DS_Store", "?"), ("__MACOSX/._a.csv", "?"));
        Assert.Equal("The archive has no data file.", Assert.Throws<ImportException>(() => First("a.zip", zip, map)).Message);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_column()
    {
        byte[] text = [0xEF, 0xBB, 0xBF, .. "x,y\n1,2\n"u8];

        using var file = Open("a.csv", text);
        Assert.Equal(["x", "y"], file.Rows.Columns);
    }

    // In windows-1251 К is 0xCA, р 0xF0, а 0xE0, ж 0xE6 (the Unicode Consortium's table CP1251.TXT).
    [Fact]
    public void Windows_1251_is_read_with_the_encoding_of_the_map() =>
        Assert.Equal("Кража", First("a.csv", [.. "x\n"u8, 0xCA, 0xF0, 0xE0, 0xE6, 0xE0], """{ "encoding": "windows-1251" }"""));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_row_that_is_not_of_the_encoding_is_refused_rather_than_garbled(bool withMark)
    {
        byte[] text = [.. withMark ? "\uFEFF"u8.ToArray() : [], .. "x\n"u8, 0xCA, 0xF0, 0xE0, .. "\nok\n"u8];

        using var file = Open("a.csv", text);
        Assert.Equal("WRONG_ENCODING", file.Rows.Read()!.Problem!.Code.Text());
        Assert.Equal("ok", file.Rows.Read()![0]);
    }

    [Fact]
    public void A_gzip_that_is_cut_off_is_an_error_and_not_the_end()
    {
        var gzip = new MemoryStream();
        using (var packed = new GZipStream(gzip, CompressionLevel.NoCompression))
            packed.Write(Encoding.UTF8.GetBytes("x,y\n" + string.Concat(Enumerable.Repeat("1,2\n", 100_000))));

        using var file = Open("a.csv.gz", gzip.ToArray()[..200_000]);
        Assert.Throws<InvalidDataException>(() =>
        {
            while (file.Rows.Read() is not null)
            {
            }
        });
    }

    [Fact]
    public void A_missing_file_is_refused() =>
        Assert.Throws<ImportException>(() => DataFile.Open(Path.Combine(folder, "none.csv"), new()));

    [Fact]
    public void An_empty_file_is_refused() =>
        Assert.Equal("The file is empty.", Assert.Throws<ImportException>(() => Open("a.csv", [])).Message);

    [Fact]
    public void An_unknown_encoding_is_refused() =>
        Assert.Throws<ImportException>(() => First("a.csv", [65], """{ "encoding": "cp-nonsense" }"""));

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in entries)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }
        return bytes.ToArray();
    }

    private string First(string name, byte[] content, string map = "{}")
    {
        using var file = Open(name, content, map);
        return string.Join('|', file.Rows.Read()!.Fields);
    }

    private DataFile Open(string name, byte[] content, string map = "{}")
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        return DataFile.Open(path, MapFile.Parse(map).Layout);
    }
}
