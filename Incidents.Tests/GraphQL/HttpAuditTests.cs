using Incidents.Tests.Clients;
using Xunit;

namespace Incidents.Tests.GraphQL;

/// <summary>The GraphQL-over-HTTP specification's own audits, run by node against the endpoint on a real port.</summary>
public sealed class HttpAuditTests
{
    [Fact]
    public async Task The_specification_s_audits_pass()
    {
        await using var server = await SampleServer.Start(onLoopback: true);

        var (exitCode, report) = await NodeProject.GraphQLHttp.Run("audit.js", new Uri(server.Client.BaseAddress!, "/graphql").AbsoluteUri);

        TestContext.Current.TestOutputHelper!.WriteLine(report);
        Assert.True(exitCode == 0, report);
        Assert.Matches("[1-9][0-9]* audits passed", report);
    }
}
