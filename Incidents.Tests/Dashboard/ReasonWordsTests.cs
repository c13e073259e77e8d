using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Tests.Ingest;
using Xunit;

namespace Incidents.Tests.Dashboard;

public class ReasonWordsTests
{
    // What the reader and the store say, and what the decisions on reported steps do.
    private static readonly string[] FurtherCodes =
    [
        "MALFORMED", "WRONG_TYPE", "REPORT_TOO_LONG", "STORE_REFUSED",
        Refusals.Blank("by").Code.Text(), Refusals.ImpossibleTime.Code.Text(), EndAlert.AlreadyEnded.Code.Text(),
        AnswerSosCall.AlreadyAnswered.Code.Text(),
        AnswerSosCall.Over.Code.Text(), RegisterDevice.RegisteredOtherwise.Code.Text(), RetireDevice.AlreadyRetired.Code.Text(),
        AbandonSosCall.AlreadyAbandoned.Code.Text(), HistoricDay.Closed.Code.Text(), WithdrawIncident.AlreadyWithdrawn.Code.Text(),
        WithdrawIncident.Merged.Code.Text(),
    ];

    [Theory]
    [InlineData("kk")]
    [InlineData("ru")]
    [InlineData("en")]
    public void Every_reason_of_a_dead_letter_has_words(string language)
    {
        var path = Path.Combine(SourceTree.Root, "Incidents.Dashboard", "src", "features", "ingest", "locales", $"{language}.json");
        using var texts = JsonDocument.Parse(File.ReadAllText(path));
        var worded = texts.RootElement.GetProperty("reason").EnumerateObject().Select(p => p.Name);
        var codes = InterpreterTests.Broken.Select(row => row.Data.Item1).Concat(FurtherCodes);

        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), worded.Order(StringComparer.Ordinal));
    }
}
