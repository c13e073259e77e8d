using System.Text;
using Incidents.Api.PersonalData;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>After lawful masking the proof holds, and the timeline shows the gap.</summary>
public sealed class MaskedExportTests(ExportedCase exported) : IClassFixture<ExportedCase>
{
    [Fact]
    public async Task After_a_masking_the_earlier_and_the_later_export_are_proven_and_the_gap_is_shown()
    {
        var masked = await exported.Host.Services.GetRequiredService<Maskings>().Mask(
            new("123ABC09", null, [], "subject-request", "letter 1", "administrator"), TestContext.Current.CancellationToken);
        Assert.True(masked.Things >= 2);
        var file = await exported.Export();
        var result = await exported.Verify(file, exported.Before);

        Assert.Empty(result.Findings.All);
        Assert.Equal(2, result.Masked);
        var parts = ExportedCase.Parts(file).ToDictionary(p => p.Name, p => Encoding.UTF8.GetString(p.Bytes));
        Assert.All(parts.Values, text => Assert.DoesNotContain("123ABC09", text, StringComparison.Ordinal));
        Assert.Equal(2, parts["timeline.en.html"].Split("class=\"gap\"").Length - 1);
        Assert.Empty((await exported.Verify(exported.Whole)).Findings.All);
    }
}
