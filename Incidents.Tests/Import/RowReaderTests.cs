using Incidents.Api.Import;
using Xunit;

namespace Incidents.Tests.Import;

public class RowReaderTests
{
    [Fact]
    public void Rows_with_different_fields_never_have_the_same_hash()
    {
        string[][] rows =
            [["a", "b"], ["ab", ""], ["a\u001F", "b"], ["a", "\u001Fb"], ["", "a\u001Fb"], ["\u001F", "1:a1:b"], ["1:a", "\u001F1:b"]];
        Assert.Distinct(rows.Select(fields => new Row(1, "", fields).ContentHash()));
    }

    [Fact]
    public void Quotes_enclose_delimiters_quotes_and_line_ends() =>
        Assert.Equal(["2:a,b|say \"hi\"|two\nlines", "4:c||"], Read("x,y,z\n\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\r\nc,,\n"));

    [Theory]
    [InlineData("x;y\na,b;c\n", "2:a,b|c")]
    [InlineData("x\ty\na,b\tc", "2:a,b|c")]
    [InlineData("x|y\na,b|c", "2:a,b|c")]
    [InlineData("\"x;1\",y\na;b,c", "2:a;b|c")]
    public void The_delimiter_is_detected_in_the_header(string text, string row) => Assert.Equal([row], Read(text));

    [Fact]
    public void A_quote_in_the_middle_of_a_field_is_an_inch() => Assert.Equal(["2:5\" pipe|ok", "3:b|c"], Read("x,y\n5\" pipe,ok\nb,c"));

    [Fact]
    public void A_row_with_a_wrong_number_of_fields_is_refused_and_the_rest_goes_on() =>
        Assert.Equal(["2! The row has 1 fields, the header has 2.", "3:b|c", "5! The row has 3 fields, the header has 2.", "6:d|e"],
            Read("x,y\na\nb,c\n\n1,2,3\nd,e\n"));

    // The stray quote of line 2 would swallow lines 3 and 4 up to the quote of line 5.
    [Fact]
    public void A_quote_that_is_never_closed_costs_one_row_only() =>
        Assert.Equal(
            ["2! A quote is not closed, or a closing quote is not followed by a delimiter.", "3:b|c", "4:d|e", "5:f|g,h", "6:i|j"],
            Read("x,y\n\"a,1\nb,c\nd,e\nf,\"g,h\"\ni,j\n"));

    [Fact]
    public void An_open_quote_in_the_last_row_costs_one_row_only() =>
        Assert.Equal(
            ["2! A quote is not closed, or a closing quote is not followed by a delimiter.", "3:b|c"], Read("x,y\n\"a,1\nb,c"));

    [Fact]
    public void Text_behind_a_closing_quote_is_refused() =>
        Assert.Equal(
            ["2! A quote is not closed, or a closing quote is not followed by a delimiter.", "3:b|c"], Read("x,y\n\"a\"1,2\nb,c"));

    [Fact]
    public void A_line_without_end_is_cut_and_refused_and_the_rest_goes_on()
    {
        var rows = Read($"x,y\n{new string('a', 3 * LineReader.MaxLength)}\nb,c\n");

        Assert.Equal([$"2! The line is longer than {LineReader.MaxLength} characters.", "3:b|c"], rows);
    }

    [Fact]
    public void Nested_JSON_is_columns_with_dots() =>
        Assert.Equal(
            ["1:7|73.1|49.8|true|x|", "3! The line is JSON, but not an object.", "4:8|||||"],
            Read("""
                {"id":7,"at":{"lon":73.1,"lat":49.8},"ok":true,"tags":["x"]}

                [1]
                {"id":8,"at":null}
                """, """{ "format": "ndjson" }"""));

    [Theory]
    [InlineData("{\"id\":")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    [InlineData("nonsense")]
    public void Broken_JSON_is_refused_and_the_rest_goes_on(string broken)
    {
        var rows = Read($"{{\"id\":7}}\n{broken}\n{{\"id\":9}}\n", """{ "format": "ndjson" }""");

        Assert.Equal(["1:7", "3:9"], [rows[0], rows[2]]);
        Assert.StartsWith("2! The line is not JSON", rows[1]);
    }

    [Fact]
    public void Deeply_nested_JSON_is_refused() =>
        Assert.StartsWith("2! The line is not JSON", Read($"{{\"id\":7}}\n{new string('[', 100_000)}\n", """{ "format": "ndjson" }""")[1]);

    [Fact]
    public void A_file_without_a_header_has_the_columns_of_the_map() =>
        Assert.Equal(["1:a|b"], Read("a,b\n", """{ "columns": ["x", "y"] }"""));

    private static List<string> Read(string text, string map = "{}")
    {
        using var reader = ImportOf.Rows(text, MapFile.Parse(map));
        var rows = new List<string>();
        while (reader.Read() is { } row)
            rows.Add(row.Problem is { } problem ? $"{row.Line}! {problem.Message}" : $"{row.Line}:{string.Join('|', row.Fields)}");
        return rows;
    }
}
