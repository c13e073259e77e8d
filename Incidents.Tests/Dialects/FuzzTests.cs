using System.Text;
using Incidents.Api;
using Incidents.Api.Data;
using Incidents.Api.Dialects;
using Incidents.Api.Ingest;
using Microsoft.Extensions.Configuration;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Dialects;

/// <summary>Mutilated messages: each is reports, a state, or a refusal with its reason; never an exception.</summary>
public class FuzzTests
{
    private static readonly ReportInterpreter Interpreter = new(
        Catalogues.Cities(), SliceReports.Kinds, HistoricSources.From(new ConfigurationBuilder().Build()),
        new FakeClock(DialectOf.Received));

    public static TheoryData<string> Dialects =>
        ["frigate", "onvif", "hikvision", "dahua", "axis", "openalpr", "sos", "reports", "webhook.gate"];

    [Theory, MemberData(nameof(Dialects))]
    public void No_message_throws_and_each_has_an_outcome(string dialect)
    {
        var random = new Random(TestScale.Seed);
        var samples = DialectSamples.Of(dialect);
        var (taken, refusals) = (0, 0);
        for (var i = 0; i < TestScale.Of(2_000, 100_000); i++)
        {
            var bytes = Mutations.Of(samples[random.Next(samples.Count)], random);
            try
            {
                var message = DialectOf.Message(
                    dialect, bytes, random.Next(2) == 0 ? "cam-1" : null, $"incidents/karaganda/{dialect}/cam-1");
                var reading = DialectOf.Read(message);
                foreach (var report in reading.Reports)
                {
                    var submission = Interpreter.Interpret(report.Report with { Id = report.Report.Id ?? "1" }, out var refusal);
                    // A sign of life is no event, and asks nothing of the store.
                    var isSign = report.Report is { Kind: "device", Phase: "heartbeat" } && refusal is null;
                    Assert.Equal(submission is null && !isSign, !string.IsNullOrWhiteSpace(refusal?.Message));
                }
                Assert.False(reading.Refusal is { Message: "" });
                (taken, refusals) = (taken + reading.Reports.Count, refusals + (reading.Refusal is null ? 0 : 1));
                // What is kept is read again as the same.
                var kept = KeptMessage.Of(message).ToBytes();
                Assert.Equal(bytes.Length > MessageParts.MostBytes ? null : bytes, KeptMessage.Read(kept)!.ToMessage().Payload.ToArray());
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{e}\nat message {i}: {Convert.ToBase64String(bytes)}");
            }
        }
        // Neither everything nor nothing is taken of them.
        Assert.True(taken > 100 && refusals > 100, $"{taken} reports, {refusals} refusals");
    }

    [Theory, MemberData(nameof(Dialects))]
    public void A_message_in_another_encoding_is_read_as_the_same(string dialect)
    {
        foreach (var sample in DialectSamples.Of(dialect).Where(s => s[0] is (byte)'<' or (byte)'{' or (byte)'['))
        {
            var text = Encoding.UTF8.GetString(sample);
            var usual = DialectOf.Read(DialectOf.Message(dialect, sample, "cam-1"));
            foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode])
            {
                byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
                var other = DialectOf.Read(DialectOf.Message(dialect, bytes, "cam-1"));
                Assert.Equal(usual.Reports, other.Reports);
                Assert.Equal(usual.Refusal, other.Refusal);
            }
            Assert.Equal(usual.Reports, DialectOf.Read(DialectOf.Message(dialect, Encoding.Unicode.GetBytes(text), "cam-1")).Reports);
        }
    }

    [Theory, MemberData(nameof(Dialects))]
    public void A_body_that_is_too_long_too_deep_or_too_wide_is_refused(string dialect)
    {
        foreach (var text in (string[])[
            new string('[', 100_000), "{\"a\":" + string.Concat(Enumerable.Repeat("{\"a\":", 5_000)), new string(' ', 2 << 20),
            "<" + new string('a', 2 << 20), "\0\0\0", new string('\0', 4_096)])
        {
            var reading = DialectOf.Read(DialectOf.Message(dialect, Encoding.UTF8.GetBytes(text)));
            Assert.NotNull(reading.Refusal);
            Assert.Empty(reading.Reports);
        }
    }
}
