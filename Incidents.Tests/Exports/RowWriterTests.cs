using System.Text;
using System.Text.Json;
using Incidents.Api.Exports;
using Incidents.Api.GraphQL;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Exports;

/// <summary>What is written into a file is what a program reads from it.</summary>
public sealed class RowWriterTests
{
    [Theory]
    [InlineData("Абая 5", "Абая 5")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("+7 701 000 00 00", "'+7 701 000 00 00")]
    [InlineData("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("-", "'-")]
    [InlineData("-5", "-5")]
    [InlineData("+77010000000", "+77010000000")]
    [InlineData("-5.25", "-5.25")]
    [InlineData("-5.", "'-5.")]
    [InlineData("-.5", "'-.5")]
    [InlineData("--5", "'--5")]
    [InlineData("=5", "'=5")]
    [InlineData("5-4", "5-4")]
    [InlineData("'=1", "'=1")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_cell_is_harmless_and_a_plain_number_stays_one(string? text, string cell)
    {
        var csv = new CsvWriter();
        csv.Begin();
        csv.Text(text);
        csv.Text("x");
        csv.End();

        Assert.Equal($"{cell},x\r\n", Encoding.UTF8.GetString(csv.Written.Span));
    }

    [Fact]
    public void A_file_begins_with_a_byte_order_mark_and_the_headings()
    {
        var csv = new CsvWriter();
        csv.Head(["a", "b"], ["Номер", "Қала, аудан"]);
        csv.Begin();
        csv.Number(5L);
        csv.Number((long?)null);
        csv.Number(-73.25);
        csv.Flag(true);
        csv.Day(new LocalDate(2026, 3, 9));
        csv.Id(Guid.Parse("0f9d0f2e-5a0a-4a3e-9a44-000000000001"));
        csv.End();
        csv.Foot("{}"u8);

        Assert.Equal(
            "\uFEFFНомер,\"Қала, аудан\"\r\n5,,-73.25,true,2026-03-09,0f9d0f2e-5a0a-4a3e-9a44-000000000001\r\n",
            Encoding.UTF8.GetString(csv.Written.Span));
    }

    [Fact]
    public void Any_text_is_read_back_from_both_formats()
    {
        var random = new Random(11);
        var strange = "a\"\\,;\r\n\t\u0001\u001f\u007f\u0085\u2028\u2029=+-@'Қё😀/<>& ".EnumerateRunes().ToArray();
        for (var round = 0; round < 2_000; round++)
        {
            string[] texts =
            [
                .. Enumerable.Range(0, 3).Select(_ => string.Concat(
                    Enumerable.Range(0, random.Next(6)).Select(_ => strange[random.Next(strange.Length)].ToString()))),
            ];
            var (csv, json) = (new CsvWriter(), new NdjsonWriter());
            json.Head(["a", "b", "c"], ["a", "b", "c"]);
            foreach (var writer in (RowWriter[])[csv, json])
            {
                writer.Begin();
                foreach (var text in texts)
                    writer.Text(text);
                writer.End();
            }
            var line = Encoding.UTF8.GetString(json.Written.Span);
            Assert.Single(line.Split('\n', '\u0085', '\u2028', '\u2029', '\r'), part => part.Length > 0);
            Assert.Equal(texts, JsonDocument.Parse(line).RootElement.EnumerateObject().Select(p => p.Value.GetString()!));
            var cells = Assert.Single(Csv.Rows(Encoding.UTF8.GetString(csv.Written.Span)));
            Assert.Equal(texts, cells.Zip(texts, (cell, text) => cell.Length > text.Length ? cell[1..] : cell));
            Assert.All(cells.Where(c => c.Length > 0), cell => Assert.True(
                !"=+-@\t\r".Contains(cell[0]) || double.TryParse(cell, out _), cell));
        }
    }

    [Fact]
    public void Half_of_a_surrogate_pair_becomes_a_replacement_character()
    {
        var (csv, json) = (new CsvWriter(), new NdjsonWriter());
        json.Head(["a"], ["a"]);
        csv.Begin();
        csv.Text("a\ud800b");
        json.Begin();
        json.Text("a\ud800b\n");
        json.End();

        Assert.Equal("a\ufffdb", Encoding.UTF8.GetString(csv.Written.Span));
        Assert.Equal("a\ufffdb\n", JsonDocument.Parse(json.Written).RootElement.GetProperty("a").GetString());
    }

    [Fact]
    public void A_moment_is_written_as_GraphQL_writes_it()
    {
        var random = new Random(13);
        int[] offsets = [0, 5 * 3600, 6 * 3600, -3 * 3600 - 1800, 18_468, 45 * 60, -60, 59];
        for (var round = 0; round < 5_000; round++)
        {
            var local = new LocalDateTime(1, 1, 1, 0, 0).PlusSeconds((long)(random.NextDouble() * 9_998 * 365.2425 * 86_400));
            if (round % 3 == 0)
                local = local.PlusTicks(random.Next(10_000_000) / 10 * 10);
            var at = local.WithOffset(Offset.FromSeconds(offsets[random.Next(offsets.Length)]));
            var csv = new CsvWriter();
            csv.Begin();
            csv.Moment(at);

            Assert.Equal(DateTimeScalar.Write(at), Encoding.UTF8.GetString(csv.Written.Span));
        }
    }
}

/// <summary>Reads CSV by RFC 4180, in another way than it is written.</summary>
internal static class Csv
{
    public static List<List<string>> Rows(string text)
    {
        var rows = new List<List<string>>();
        var (row, cell) = (new List<string>(), new StringBuilder());
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                for (i++; ; i++)
                {
                    if (text[i] == '"' && (i + 1 == text.Length || text[i + 1] != '"'))
                        break;
                    i += text[i] == '"' ? 1 : 0;
                    cell.Append(text[i]);
                }
            }
            else if (text[i] == ',' || (text[i] == '\r' && text[i + 1] == '\n'))
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (text[i] == ',')
                    continue;
                i++;
                rows.Add(row);
                row = [];
            }
            else
            {
                cell.Append(text[i]);
            }
        }
        Assert.True(row.Count == 0 && cell.Length == 0, "The last line has no end.");
        return rows;
    }
}
