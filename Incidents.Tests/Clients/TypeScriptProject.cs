using System.Text.RegularExpressions;
using Xunit;

namespace Incidents.Tests.Clients;

/// <summary>The TypeScript examples of <c>docs/clients.md</c>: types made from the running host, compiled strictly, and run.</summary>
internal static partial class TypeScriptProject
{
    private static readonly string Folder = Path.Combine(NodeProject.ClientTools.Folder, "obj", "typescript");

    /// <summary>Makes the types, compiles and runs the examples.</summary>
    public static async Task Run(ClientHost shared)
    {
        Programs.SignIn(shared.Host);
        await NodeProject.ClientTools.Install();
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
        foreach (var block in CodeBlock.All.Where(block => block.Language == "ts"))
        {
            await File.WriteAllTextAsync(
                Path.Combine(Folder, block.Name), block.For(shared.Host), TestContext.Current.CancellationToken);
        }
        await Tool("@graphql-codegen/cli/cjs/bin.js", "--config", "codegen.ts");
        await Tool("typescript/bin/tsc", "--project", Path.Combine(NodeProject.ClientTools.Folder, "tsconfig.json"));
        var output = await Programs.OutputOf(Folder, "node", Path.Combine("compiled", "main.js"));
        Assert.Equal($"{shared.Entries.Count(e => e.IsCounted && e.At.Month == 3)} RESOLVED\n", output);

        var map = CodeBlock.Named("codegen.ts").Text;
        var schema = await shared.Host.Ask("{ __schema { types { kind name } } }");
        var scalars = schema.GetProperty("__schema").GetProperty("types").EnumerateArray()
            .Where(type => type.GetProperty("kind").GetString() == "SCALAR").Select(type => type.GetProperty("name").GetString()!);
        Assert.Equal(
            scalars.Except(["Boolean", "Float", "ID", "Int", "String"]).Order(),
            MappedScalar().Matches(map).Select(m => m.Groups[1].Value).Order());
    }

    private static Task<string> Tool(string program, params string[] arguments) => NodeProject.ClientTools.Tool(Folder, program, arguments);

    [GeneratedRegex(@"^ {10}(\w+): ", RegexOptions.Multiline)]
    private static partial Regex MappedScalar();
}
