using System.Globalization;

namespace Incidents.Postgres;

/// <summary>The ordinary user that the server runs as when the host runs as root, because PostgreSQL refuses to run as root.</summary>
/// <param name="Uid">User number.</param>
/// <param name="Gid">Group number.</param>
internal sealed record ServerUser(int Uid, int Gid)
{
    private static readonly string[] Names = ["postgres", "nobody"];

    /// <summary>
    /// The owner of the existing data, else <c>postgres</c>, else <c>nobody</c>; null when the host does not run as root and the server can
    /// run as the same user.
    /// </summary>
    /// <param name="dataFolder">The server's own data, which may not exist yet.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EmbeddedPostgresException">There is no such user, or no way to become it.</exception>
    public static async Task<ServerUser?> Choose(string dataFolder, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return null;
        if (!OperatingSystem.IsLinux())
            throw new EmbeddedPostgresException("PostgreSQL does not run as root: start Incidents as an ordinary user.");

        if (Directory.Exists(dataFolder))
        {
            var owner = (await ProgramRun.Of("stat", ["-c", "%u %g", dataFolder], cancellation)).Output.Split(' ');
            if (owner is [var uid, var gid] && uid != "0")
                return new(int.Parse(uid, CultureInfo.InvariantCulture), int.Parse(gid, CultureInfo.InvariantCulture));
        }
        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(f => f.Length > 3).ToList();
        return Names.Select(name => users.Find(f => f[0] == name)).FirstOrDefault(f => f is not null) is { } found
            ? new(int.Parse(found[2], CultureInfo.InvariantCulture), int.Parse(found[3], CultureInfo.InvariantCulture))
            : throw new EmbeddedPostgresException(
                "PostgreSQL does not run as root, and there is neither a user postgres nor nobody: start Incidents as an ordinary user.");
    }

    /// <summary>Gives a file or folder, with all that it holds, to this user.</summary>
    public Task Own(string path, CancellationToken cancellation) =>
        Own(string.Create(CultureInfo.InvariantCulture, $"{Uid}:{Gid}"), path, cancellation);

    /// <summary>Gives a file to the owner of a folder. For root.</summary>
    public static Task OwnLike(string folder, string path, CancellationToken cancellation) =>
        Own($"--reference={folder}", path, cancellation);

    /// <summary>The beginning of a command line that runs the rest of it as this user, without any privilege of root.</summary>
    public IEnumerable<string> Become() =>
        ["setpriv", Number("--reuid", Uid), Number("--regid", Gid), "--clear-groups", "--inh-caps=-all", "--"];

    private static async Task Own(string owner, string path, CancellationToken cancellation)
    {
        var run = await ProgramRun.Of("chown", ["-R", owner, path], cancellation);
        if (run.ExitCode != 0)
            throw new EmbeddedPostgresException($"{path} cannot be given to the user that needs it: {run.Output}");
    }

    private static string Number(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"{name}={value}");
}
