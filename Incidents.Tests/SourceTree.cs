namespace Incidents.Tests;

/// <summary>The repository that the tests were built from.</summary>
internal static class SourceTree
{
    /// <summary>The folder of the solution, found upwards from the test assembly.</summary>
    public static string Root { get; } = Find();

    /// <summary>Whether continuous integration runs the tests: what is missing there is a failure, not a reason to skip.</summary>
    public static bool IsOnCi => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>
    /// The host as it was built beside the tests, in its own folder: the copy in the tests' folder lies among assemblies that it does
    /// not declare, which its command line would look through and could not load.
    /// </summary>
    public static string Program { get; } = Path.Combine(
        Root, "Incidents.Api", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name, "Incidents.Api.dll");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Incidents.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No Incidents.sln above {AppContext.BaseDirectory}.");
    }
}
