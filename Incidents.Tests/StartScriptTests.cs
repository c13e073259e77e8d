using System.Diagnostics;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests;

/// <summary>
/// The script <c>run</c> in a folder with a space and a Cyrillic letter, on a machine whose <c>dotnet</c> and <c>npm</c> only note what
/// they are asked for.
/// </summary>
public sealed class StartScriptTests : IDisposable
{
    private const string Dotnet = """
        #!/bin/sh
        case $1 in
        --version) echo 10.0.100 ;;
        build)
            echo "dotnet build" >>"$NOTES"
            echo "half a build"
            # As the terminal does it: to all at once. The real one also ends a little later, and in its own way.
            [ -z "$INTERRUPTED" ] || { trap '' INT; kill -INT 0; sleep 0.2; exit 1; }
            mkdir -p "$2/bin/Release/net10.0" && touch "$2/bin/Release/net10.0/Incidents.Api.dll"
            ;;
        *) echo "program: $*" ;;
        esac
        """;

    private const string Npm = """
        #!/bin/sh
        case $PWD in
        */graphiql) mkdir -p node_modules ../../wwwroot/graphiql && touch ../../wwwroot/graphiql/graphiql.js ; exit ;;
        esac
        echo "npm $1${2:+ $2}" | sed "s, --.*,," >>"$NOTES"
        case $1 in
        ci) mkdir -p node_modules && touch node_modules/.package-lock.json ;;
        run)
            [ -z "$NO_PAGES" ] || exit 1
            mkdir -p ../Incidents.Api/wwwroot/dashboard && touch ../Incidents.Api/wwwroot/dashboard/index.html
            ;;
        esac
        """;

    private readonly TemporaryFolder folder = new();
    private readonly string home;
    private readonly string notes;

    public StartScriptTests()
    {
        home = Path.Combine(folder.Path, "папка ж", "incidents");
        notes = Path.Combine(folder.Path, "notes");
        foreach (var source in (string[])["Domain", "Statistics", "Projections", "Postgres", "Api/GraphQL/graphiql", "Dashboard/src"])
            Directory.CreateDirectory(Path.Combine(home, "Incidents." + source));
        foreach (var file in (string[])["run", ".ci/prepare", "global.json", "Incidents.Dashboard/public/icon.svg"])
            Copy(file);
        string[] empty = ["Directory.Build.props", ".editorconfig", "Incidents.Api/schema.graphql", "Incidents.Dashboard/src/main.tsx"];
        foreach (var file in empty)
            File.WriteAllText(Path.Combine(home, file), "");
        foreach (var file in (string[])["scripts", "index.html", "package-lock.json", "vite.config.ts", "codegen.ts"])
            File.WriteAllText(Path.Combine(home, "Incidents.Dashboard", file), "");
        Program("dotnet", Dotnet);
        Program("npm", Npm);
        Program("node", "#!/bin/sh\n");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Notes => File.Exists(notes) ? File.ReadAllText(notes).Trim() : "";

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_first_start_builds_the_second_does_not_and_a_changed_source_is_built()
    {
        Assert.EndsWith("Incidents.Api.dll --port 5080", (await Run("run", ["--port", "5080"])).Output.Trim(), StringComparison.Ordinal);
        Assert.Equal("npm ci\nnpm run build\ndotnet build", Notes);

        await Run("run", []);
        Assert.Equal("npm ci\nnpm run build\ndotnet build", Notes);

        File.WriteAllText(Path.Combine(home, "Incidents.Dashboard", "src", "main.tsx"), "changed");
        await Run("run", []);
        Assert.Equal("npm ci\nnpm run build\ndotnet build\nnpm run build\ndotnet build", Notes);
    }

    [Fact]
    public async Task Pages_that_could_not_be_built_are_tried_again_by_the_next_start()
    {
        var failed = await Run("run", [], ("NO_PAGES", "yes"));
        var again = await Run("run", []);

        Assert.Equal((0, 0), (failed.ExitCode, again.ExitCode));
        Assert.Contains("The pages could not be built", failed.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("The pages could not be built", again.Errors, StringComparison.Ordinal);
        Assert.Equal(2, Notes.Split('\n').Count(n => n == "npm run build"));
        Assert.True(File.Exists(Path.Combine(home, "Incidents.Api", "wwwroot", "dashboard", "index.html")));
    }

    [Fact]
    public async Task Ctrl_C_while_building_is_no_failed_build()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A group of its own for the signal, which must not be ignored: setsid and GNU env.");
        var (exitCode, output, errors) = await Run("-c", ["exec setsid -w env --default-signal=INT bash run"], ("INTERRUPTED", "yes"));

        Assert.Equal((130, ""), (exitCode, output));
        Assert.DoesNotContain("half a build", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_symbolic_link_relative_absolute_or_to_a_link_finds_its_home()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "links"));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "links", "relative"), Path.Combine("..", "папка ж", "incidents", "run"));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "links", "absolute"), Path.Combine(home, "run"));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "chain"), Path.Combine("links", "relative"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "whole"), home);

        foreach (var link in (string[])["../../links/relative", "../../links/absolute", "../../chain", "../../whole/run"])
            Assert.StartsWith($"program: {home}/Incidents.Api/bin", (await Run(link, [])).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no option --bogus", "--bogus")]
    [InlineData("There is no command 'bogus'", "bogus")]
    [InlineData("--data needs a value", "--data", "")]
    [InlineData("--data needs a value", "--data", "--no-demo")]
    [InlineData("--data needs a value", "--data=")]
    [InlineData("not 'many'", "--port", "many")]
    [InlineData("not '65536'", "--port=65536")]
    [InlineData("not '99999999999999999999'", "--port=99999999999999999999")]
    public async Task A_wrong_command_line_ends_with_2_before_anything_is_built(string problem, params string[] arguments)
    {
        var (exitCode, output, errors) = await Run("run", arguments);

        Assert.Equal((2, "", ""), (exitCode, output, Notes));
        Assert.Contains(problem, Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Incidents__Data", "")]
    [InlineData("Incidents__Data", " ")]
    [InlineData("Incidents__Port", "")]
    [InlineData("Incidents__Port", "abc")]
    public async Task A_wrong_setting_ends_with_2_before_anything_is_built(string name, string value)
    {
        var (exitCode, output, errors) = await Run("run", [], (name, value));

        Assert.Equal((2, "", ""), (exitCode, output, Notes));
        Assert.Contains(name, Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("--help")]
    public async Task Help_builds_nothing(string argument)
    {
        var (exitCode, output, errors) = await Run("run", [argument]);

        Assert.Equal((0, "", ""), (exitCode, errors, Notes));
        Assert.Contains("./run [OPTIONS] [COMMAND …]", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_dotnet_says_is_repeated_where_it_is_there_and_fails()
    {
        // The machine may have a real one in a usual place, so that the question itself is replaced.
        const string script = "sdk_version() { echo 'The home directory could not be determined.'; return 145; }";
        var (exitCode, _, errors) = await Run("-c", [$". .ci/prepare; {script}; need_dotnet"], ("root", home));

        Assert.Equal(1, exitCode);
        Assert.Contains("The home directory could not be determined.", errors, StringComparison.Ordinal);
        Assert.Contains("'dotnet --version' fails", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("is missing", errors, StringComparison.Ordinal);
    }

    private void Copy(string file)
    {
        var path = Path.Combine(home, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(Path.Combine(SourceTree.Root, file), path);
    }

    private void Program(string name, string script)
    {
        var path = Path.Combine(folder.Path, "bin", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, script.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<(int ExitCode, string Output, string Errors)> Run(
        string script, string[] arguments, params (string Name, string Value)[] variables)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "run is a script for Unix.");
        var start = new ProcessStartInfo("bash", [script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        // What the tests themselves were started with must not decide.
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("Incidents__", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment.Remove("DOTNET_ROOT");
        start.Environment["HOME"] = folder.Path;
        start.Environment["NOTES"] = notes;
        start.Environment["ConnectionStrings__Incidents"] = "Host=none";
        start.Environment["PATH"] = $"{Path.Combine(folder.Path, "bin")}:/usr/local/bin:/usr/bin:/bin";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, await output, await errors);
    }
}
