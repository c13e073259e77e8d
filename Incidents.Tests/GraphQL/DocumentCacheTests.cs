using GraphQL.Execution;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.GraphQL;

public sealed class DocumentCacheTests
{
    [Fact]
    public async Task A_valid_document_is_parsed_once()
    {
        var parser = new CountingParser();
        await using var server = await SampleServer.Start(services: services => services.AddSingleton<IDocumentBuilder>(parser));

        for (var i = 0; i < 3; i++)
            Assert.False((await server.Execute("{ echoText(value: \"a\") }")).TryGetProperty("errors", out _));

        Assert.Equal(1, parser.Count);
    }

    [Fact]
    public async Task An_invalid_document_is_not_kept()
    {
        var parser = new CountingParser();
        await using var server = await SampleServer.Start(services: services => services.AddSingleton<IDocumentBuilder>(parser));

        for (var i = 0; i < 2; i++)
            Assert.Equal("FIELDS_ON_CORRECT_TYPE", await server.ErrorCode("{ nothing }"));

        Assert.Equal(2, parser.Count);
    }

    [Fact]
    public async Task A_document_larger_than_the_cache_is_executed_and_not_kept()
    {
        var parser = new CountingParser();
        await using var server = await SampleServer.Start(
            settings => settings.DocumentCacheSize = 10, services => services.AddSingleton<IDocumentBuilder>(parser));

        for (var i = 0; i < 2; i++)
            Assert.False((await server.Execute("{ echoText(value: \"a\") }")).TryGetProperty("errors", out _));

        Assert.Equal(2, parser.Count);
    }

    [Fact]
    public async Task A_rule_registered_as_a_service_is_asked_on_every_request()
    {
        var rule = new RefusingAfterFirst();
        await using var server = await SampleServer.Start(services: services => services.AddSingleton<IValidationRule>(rule));

        Assert.False((await server.Execute("{ __typename }")).TryGetProperty("errors", out _));
        Assert.Equal("NOT_ALLOWED", await server.ErrorCode("{ __typename }"));
    }

    private sealed class CountingParser : IDocumentBuilder
    {
        private readonly GraphQLDocumentBuilder builder = new();

        public int Count { get; private set; }

        public GraphQLDocument Build(string body)
        {
            Count++;
            return builder.Build(body);
        }
    }

    /// <summary>As a user's rights may change between two requests of one query.</summary>
    private sealed class RefusingAfterFirst : ValidationRuleBase
    {
        private int asked;

        public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
        {
            if (asked++ > 0)
                context.ReportError(new ValidationError("Not any more.") { Code = "NOT_ALLOWED" });
            return default;
        }
    }
}
