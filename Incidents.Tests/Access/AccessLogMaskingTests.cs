using Incidents.Api.Access.Log;
using Incidents.Domain;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>A masked plate is in no part of what was asked, however it was written there.</summary>
[Collection(OnSharedHost.Name)]
public sealed class AccessLogMaskingTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plate_is_masked_in_any_spelling_in_names_of_variables_and_in_names_of_a_query()
    {
        const string Caller = "reader-of-257";
        const string Search =
            """
            query($text: String!) @purpose(reason: AUDIT, reference: "r") { incidents(filter: { search: $text }) { nodes { id } } }
            """;
        string[] spellings = ["257,AVV04", "(257AVV04)", "257·AVV·04", "x257AVV04", "5257AVV04"];
        foreach (var text in spellings)
            await host.As(Caller, Search, new { text });
        await host.As(Caller, Search, new Dictionary<string, object> { ["text"] = "a", ["257AVV04"] = 1, ["(257-avv-04)"] = 2 });
        await host.As(
            Caller,
            """
            query A257AVV04 @purpose(reason: AUDIT, reference: "r") {
                x257AVV04: incidents(filter: { search: "257;AVV;04" }) { nodes { id } } }
            """);

        Assert.Equal(6, await Mask(isDryRun: true));
        Assert.Equal(6, await Mask(isDryRun: false));

        // The newest is the first.
        var entries = (await host.LoggedOf(Caller)).Select(e => e.GetRawText()).ToArray();
        Assert.Equal(7, entries.Length);
        Assert.All(entries, e => Assert.DoesNotMatch("(?i)(?<!5)257.?(avv|avv).?04", e));
        Assert.Contains("5257AVV04", entries[2], StringComparison.Ordinal);
        Assert.Contains("query masked ", entries[0], StringComparison.Ordinal);
        Assert.Contains("masked: incidents(", entries[0], StringComparison.Ordinal);
        Assert.Equal(
            0L,
            (await host.Query("select count(*) from access.mt_events where data::text ~* '(^|[^5])257.?(avv|avv).?04'"))[0][0]);
        Assert.Equal(0, await Mask(isDryRun: false));
    }

    private Task<long> Mask(bool isDryRun) => host.Services.GetRequiredService<AccessLogMasking>()
        .Mask(new(PersonMatcher.Of("257 avv-04", null, out _), new HashSet<Guid>()), isDryRun, Cancellation);
}
