using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Incidents.Api.Ingest;
using Xunit;

namespace Incidents.Tests.Ingest;

/// <summary>Cutting a body into reports.</summary>
public class FramerTests
{
    private static readonly string[] Pieces =
        ["{}", "{\"a\":\"}\\\"{\"}", "[1,{\"b\":[]}]", "\"text\\\\\"", "17", "nul", ",", "\n", "\r\n", " ", "[", "]", "{", "}", "\"", "\\",
            "ұ", "\t"];

    private static readonly Gen<string> Bodies = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i])
            .Array[0, 25].Select(string.Concat);

    [Fact]
    public void A_body_gives_the_same_lines_however_it_arrives() => SameHoweverCut(() => new LineFramer());

    [Fact]
    public void A_body_gives_the_same_values_however_it_arrives() => SameHoweverCut(() => new ValueFramer());

    [Theory]
    [InlineData("", "")]
    [InlineData("\n \r\n\t\n", "")]
    [InlineData("a\nb", "a|b")]
    [InlineData("a\r\n\r\nb\r\n", "a\r|b\r")]
    [InlineData("{\"a\":1}\n{\"b\"", "{\"a\":1}|{\"b\"")]
    public void Lines_end_at_line_feeds_and_blank_ones_are_passed_over(string body, string expected) =>
        Assert.Equal(expected, Frames(new LineFramer(), body));

    [Theory]
    [InlineData("", "")]
    [InlineData("[]", "")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("{\n \"a\" : \"}\" \n}\n", "{\n \"a\" : \"}\" \n}")]
    [InlineData("{\"a\":1}{\"a\":2}\n{\"a\":3}", "{\"a\":1}|{\"a\":2}|{\"a\":3}")]
    [InlineData(" [ {\"a\":[1]} ,\n{\"a\":\"\\\"]\"}, 7 , \"x\",null]", "{\"a\":[1]}|{\"a\":\"\\\"]\"}|7 |\"x\"|null")]
    [InlineData("[[1],[2]]", "[1]|[2]")]
    [InlineData("[{\"a\":1},{\"b\"", "{\"a\":1}|{\"b\"")]
    [InlineData("[{\"a\":1},{\"b\":\"x", "{\"a\":1}|{\"b\":\"x")]
    [InlineData("rubbish", "rubbish")]
    public void Values_end_where_their_brackets_close(string body, string expected) =>
        Assert.Equal(expected, Frames(new ValueFramer(), body));

    [Theory, InlineData(true), InlineData(false)]
    public void The_longest_report_that_is_read_has_a_megabyte_and_longer_ones_are_cut_and_hashed(bool lines)
    {
        var random = new Random(1);
        foreach (var length in (int[])[ReportFramer.MostBytes, ReportFramer.MostBytes + 1, 3 * ReportFramer.MostBytes])
        {
            var longOne = $"{{\"a\":\"{new string('x', length - 8)}\"}}";
            var body = Encoding.UTF8.GetBytes($"{{}}\n{longOne}\n[]");
            foreach (var cuts in (int[][])[[], [.. Enumerable.Range(0, 40).Select(_ => random.Next(body.Length)).Order()]])
            {
                var frames = Read(lines ? new LineFramer() : new ValueFramer(), body, cuts);
                Assert.Equal(3, frames.Count);
                Assert.Equal(("{}", "[]"), (frames[0].Text, frames[2].Text));
                if (length == ReportFramer.MostBytes)
                {
                    Assert.Equal((longOne, null), (frames[1].Text, frames[1].Sha256));
                }
                else
                {
                    Assert.Equal((longOne[..ReportFramer.KeptOfOversize], (long)length), (frames[1].Text, frames[1].Length));
                    Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(longOne)), frames[1].Sha256);
                }
            }
        }
    }

    private static void SameHoweverCut(Func<ReportFramer> framer) =>
        Gen.Select(Bodies, Gen.Int[0, 40].Array[0, 10]).Sample(
            (body, cuts) =>
            {
                var bytes = Encoding.UTF8.GetBytes(body);
                var whole = Read(framer(), bytes, []);
                var parts = Read(framer(), bytes, [.. cuts.Select(c => Math.Min(c, bytes.Length)).Order()]);
                return whole.Select(f => f.Text).SequenceEqual(parts.Select(f => f.Text));
            },
            iter: TestScale.Of(20_000, 1_000_000));

    private static string Frames(ReportFramer framer, string body) =>
        string.Join('|', Read(framer, Encoding.UTF8.GetBytes(body), []).Select(f => f.Text));

    // Hands the bytes over as they would arrive: a segment more at a time, what was not taken kept, as a pipe does.
    private static List<(string Text, long Length, byte[]? Sha256)> Read(ReportFramer framer, byte[] bytes, int[] cuts)
    {
        var frames = new List<(string, long, byte[]?)>();
        var start = 0L;
        foreach (var end in cuts.Append(bytes.Length))
        {
            var buffer = Segmented(bytes, start, end, cuts);
            var before = buffer.Length;
            while (framer.TryRead(ref buffer, isLast: false, out var frame))
                frames.Add((Encoding.UTF8.GetString(frame.Bytes), frame.Length, frame.Sha256));
            start += before - buffer.Length;
        }
        // The end is known only when it has come: once more, without further bytes.
        var rest = Segmented(bytes, start, bytes.Length, cuts);
        while (framer.TryRead(ref rest, isLast: true, out var frame))
            frames.Add((Encoding.UTF8.GetString(frame.Bytes), frame.Length, frame.Sha256));
        return frames;
    }

    private static ReadOnlySequence<byte> Segmented(byte[] bytes, long start, long end, int[] cuts)
    {
        var edges = cuts.Select(c => (long)c).Where(c => c > start && c < end).Distinct().Prepend(start).Append(end).ToArray();
        Segment? first = null, last = null;
        for (var i = 0; i + 1 < edges.Length; i++)
        {
            var memory = bytes.AsMemory((int)edges[i], (int)(edges[i + 1] - edges[i]));
            last = last is null ? first = new(memory, 0) : last.Then(memory);
        }
        return new(first!, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Segment Then(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
