namespace Incidents.Tests;

/// <summary>The repository that the tests were built from.</summary>
internal static class SourceTree
{
    /// <summary>The folder of the solution, found upwards from the test assembly.</summary>
    public static string Root { get; } = Find();

    /// <summary>Whether continuous integration runs the tests: what is missing there is a failure, not a reason to skip.</summary>
    public static bool IsOnCi => Environment.GetEnvironmentVariable("CI") == "true";

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
