using Xunit;

namespace Incidents.Tests.Clients;

/// <summary>A folder of scripts for node, which use the JavaScript world's own packages.</summary>
internal sealed class NodeProject
{
    /// <summary>Audits of the protocol.</summary>
    public static readonly NodeProject GraphQLHttp = new("graphql-http");

    /// <summary>The tools that clients use.</summary>
    public static readonly NodeProject ClientTools = new("client-tools");

    /// <summary>A provider that signs people in.</summary>
    public static readonly NodeProject OidcProvider = new("oidc-provider");

    /// <summary>An object store.</summary>
    public static readonly NodeProject S3Server = new("s3-server");

    /// <summary>A reader of CAP.</summary>
    public static readonly NodeProject CapReader = new("cap-reader");

    /// <summary>Clients of subscriptions.</summary>
    public static readonly NodeProject Subscriptions = new("subscription-clients");

    private readonly SemaphoreSlim installing = new(1);

    private NodeProject(string folder) => Folder = Path.Combine(SourceTree.Root, "Incidents.Tests", folder);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Runs a script of the folder, its packages installed first.</summary>
    public async Task<(int ExitCode, string Output)> Run(string script, params string[] arguments)
    {
        await Install();
        var (exitCode, output, errors) = await Programs.Run(Folder, "node", [script, .. arguments]);
        return (exitCode, output + errors);
    }

    /// <summary>Runs a program of one of the packages; the test fails where the program does.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="program">Its script, within the packages.</param>
    /// <param name="arguments">Its arguments.</param>
    public async Task<string> Tool(string folder, string program, params string[] arguments)
    {
        await Install();
        return await Programs.OutputOf(folder, "node", [Path.Combine(Folder, "node_modules", program), .. arguments]);
    }

    /// <summary>Installs the packages of the lock file. The test is skipped where node is not installed, other than on CI.</summary>
    public async Task Install()
    {
        Assert.SkipUnless(SourceTree.IsOnCi || await Programs.Works("node", "--version"), "node is not installed.");
        await installing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
            if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
                await Programs.OutputOf(Folder, "npm", "ci", "--no-audit", "--no-fund");
        }
        finally
        {
            installing.Release();
        }
    }
}
