using Xunit;

namespace Incidents.Tests.Clients;

/// <summary>The tools that clients build on understand the schema and keep its things apart.</summary>
[Collection(OnClientHost.Name)]
[Trait("category", "slow")]
public sealed class ClientToolTests(ClientHost shared)
{
    [Fact]
    public async Task GraphQL_eslint_s_recommended_and_relay_rules_find_nothing_in_the_schema()
    {
        var config = Path.Combine(NodeProject.ClientTools.Folder, "eslint.config.js");
        await NodeProject.ClientTools.Tool(
            SourceTree.Root, "eslint/bin/eslint.js", "--config", config, "--max-warnings", "0", "Incidents.Api/schema.graphql");
    }

    [Theory]
    [InlineData("apollo.js", "osakarovka")]
    [InlineData("urql.js", "zhezkazgan")]
    public async Task A_cache_shows_what_is_known_now_after_a_list_a_detail_a_mutation_and_the_past(string script, string city)
    {
        Programs.SignIn(shared.Host);
        var (exitCode, output) = await NodeProject.ClientTools.Run(script, shared.Endpoint, city);
        Assert.True(exitCode == 0, output);
        Assert.Equal("4 things stay right\n", output);
    }
}
