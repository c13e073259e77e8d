using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Incidents.Postgres;

/// <summary>The server's programs in one folder.</summary>
/// <param name="BinDirectory">Holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</param>
/// <param name="MajorVersion">E.g. 15.</param>
internal sealed partial record PostgresInstallation(string BinDirectory, int MajorVersion)
{
    /// <summary>The oldest release that has everything the queries use.</summary>
    public const int OldestMajorVersion = 15;

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    /// <summary>The path of one of the programs.</summary>
    public string Program(string name) => Path.Combine(BinDirectory, Executable(name));

    /// <summary>The path of a program that comes with the server's clients.</summary>
    /// <exception cref="EmbeddedPostgresException">It is not installed.</exception>
    public string ClientProgram(string name) => File.Exists(Program(name)) ? Program(name)
        : throw new EmbeddedPostgresException(
            $"{name} is not in {BinDirectory}. Install PostgreSQL's client programs (Debian, Ubuntu: postgresql-client-{MajorVersion}).");

    /// <summary>
    /// The installation to use: the first on the search path, else the newest of the usual places. Existing data can only be opened by the
    /// release that made them, so <paramref name="required"/> restricts the choice to it.
    /// </summary>
    /// <param name="required">Major version of the existing data, or null.</param>
    /// <param name="binDirectory">The only folder to look in, or null.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="EmbeddedPostgresException">There is none.</exception>
    public static async Task<PostgresInstallation> Find(int? required, string? binDirectory, CancellationToken cancellation)
    {
        if (binDirectory is not null)
            return Suits(await Read(binDirectory, cancellation), required)
                ?? throw Missing(required, $"There is no PostgreSQL {Wanted(required)} in {binDirectory}.");

        foreach (var folder in OnSearchPath())
            if (Suits(await Read(folder, cancellation), required) is { } onPath)
                return onPath;

        PostgresInstallation? newest = null;
        foreach (var folder in UsualPlaces())
            if (Suits(await Read(folder, cancellation), required) is { } found && found.MajorVersion > (newest?.MajorVersion ?? 0))
                newest = found;
        return newest ?? throw Missing(required, $"PostgreSQL {Wanted(required)} is not installed, or not where it is usually found.");
    }

    /// <summary>True when the server was built with LZ4, as all common packages since release 15 are.</summary>
    public async Task<bool> HasLz4(CancellationToken cancellation) =>
        File.Exists(Program("pg_config"))
            && (await ProgramRun.Of(Program("pg_config"), ["--configure"], cancellation)).Output.Contains("lz4", StringComparison.Ordinal);

    private static string Wanted(int? required) => required?.ToString(CultureInfo.InvariantCulture) ?? $"{OldestMajorVersion} or newer";

    private static PostgresInstallation? Suits(PostgresInstallation? found, int? required) =>
        found is null || found.MajorVersion < OldestMajorVersion || (required is { } r && found.MajorVersion != r) ? null : found;

    private static async Task<PostgresInstallation?> Read(string folder, CancellationToken cancellation)
    {
        if (!Programs.All(p => File.Exists(Path.Combine(folder, Executable(p)))))
            return null;
        // The folder may contain links to some of the programs; the others are in the folder that the links point to.
        var server = Path.Combine(folder, Executable("postgres"));
        if (Path.GetDirectoryName(File.ResolveLinkTarget(server, returnFinalTarget: true)?.FullName) is { } real
            && Programs.All(p => File.Exists(Path.Combine(real, Executable(p)))))
            folder = real;
        try
        {
            var run = await ProgramRun.Of(server, ["--version"], cancellation);
            return VersionPattern().Match(run.Output) is { Success: true } version
                ? new(folder, int.Parse(version.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
                : null;
        }
        catch (Win32Exception)
        {
            // A link to a removed release, or a program of another kind of machine.
            return null;
        }
    }

    private static IEnumerable<string> OnSearchPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> UsualPlaces()
    {
        (string Parent, string Pattern, string Bin)[] places = OperatingSystem.IsWindows()
            ? [(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*", "bin")]
            :
            [
                ("/usr/lib/postgresql", "*", "bin"),
                ("/usr", "pgsql-*", "bin"),
                ("/opt/homebrew/opt", "postgresql*", "bin"),
                ("/usr/local/opt", "postgresql*", "bin"),
                ("/home/linuxbrew/.linuxbrew/opt", "postgresql*", "bin"),
                ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
            ];
        return places.Where(p => Directory.Exists(p.Parent))
            .SelectMany(p => Directory.EnumerateDirectories(p.Parent, p.Pattern).Select(d => Path.Combine(d, p.Bin)));
    }

    private static string Executable(string name) => OperatingSystem.IsWindows() ? name + ".exe" : name;

    private static EmbeddedPostgresException Missing(int? required, string what)
    {
        var package = required is { } r ? $"postgresql-{r}" : "postgresql";
        var formula = $"postgresql@{required ?? 17}";
        var existing = required is { } made ? $" The data folder was made by PostgreSQL {made}, and only that release can open it." : "";
        return new($"""
            {what}{existing}
            Install it (Debian, Ubuntu: apt-get install {package}; macOS: brew install {formula};
            Windows: https://www.postgresql.org/download/windows),
            or name its folder of programs in Incidents__PostgresBin, or use another server through ConnectionStrings__Incidents.
            """);
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionPattern();
}
