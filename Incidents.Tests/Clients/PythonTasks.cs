using System.Text.Json;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Clients;

/// <summary>Runs the Python examples of <c>docs/clients.md</c>.</summary>
internal static class PythonTasks
{
    private const string Module = "incidents.py";

    // Debian's packages belong to its own interpreter, which need not be the first in the path.
    private static readonly Lazy<Task<string?>> Interpreter = new(async () =>
    {
        foreach (var program in (string[])["python3", "/usr/bin/python3"])
        {
            if (await Programs.Works(program, "-c", "import geopandas, pandas"))
                return program;
        }
        return null;
    });

    /// <summary>Runs an example, and evaluates an expression after it.</summary>
    /// <param name="block">The example.</param>
    /// <param name="host">The host that it asks.</param>
    /// <param name="result">Python's expression, of what JSON can hold.</param>
    /// <param name="check">Checks the value of the expression; the second argument is the folder in which the example ran.</param>
    /// <remarks>Where Python has no geopandas, the request is sent and the test then skipped.</remarks>
    public static async Task Run(CodeBlock block, RunningHost host, string result, Func<JsonElement, string, Task> check)
    {
        Programs.SignIn(host);
        await Requests.Send(host, Requests.QueryIn(block.Text));
        if (await Interpreter.Value is not { } python)
        {
            Assert.Skip("Python has no pandas and geopandas (Debian: python3-pandas, python3-geopandas); only the request was sent.");
            return;
        }
        using var folder = new TemporaryFolder();
        await Write(Module, CodeBlock.Named(Module).For(host));
        await Write(block.Name, $"{block.Text}\nimport json\nprint()\nprint(json.dumps({result}))\n");
        var output = await Programs.OutputOf(folder.Path, python, "-X", "utf8", block.Name);
        await check(JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement, folder.Path);

        Task Write(string name, string text) =>
            File.WriteAllTextAsync(Path.Combine(folder.Path, name), text, TestContext.Current.CancellationToken);
    }
}
