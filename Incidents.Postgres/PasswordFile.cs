using System.Globalization;
using System.Security.Cryptography;

namespace Incidents.Postgres;

/// <summary>
/// The port and the password of the private server, kept in the format of PostgreSQL's own password files, so that a person can use it too:
/// <c>PGPASSFILE=.data/postgres/pgpass psql -h 127.0.0.1 -p PORT -U incidents</c>. Readable by its owner alone.
/// </summary>
/// <param name="Port">The port that the server last listened on.</param>
/// <param name="Password">Made once; the same for the owner of the database and the superuser.</param>
internal sealed record PasswordFile(int Port, string Password)
{
    /// <summary>The file's name in the data folder.</summary>
    public const string Name = "pgpass";

    /// <summary>A new password for the given port.</summary>
    public static PasswordFile New(int port) => new(port, RandomNumberGenerator.GetHexString(40, lowercase: true));

    /// <summary>Reads the file, or null when there is none.</summary>
    /// <exception cref="EmbeddedPostgresException">The file is not one that this class wrote.</exception>
    public static PasswordFile? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        return File.ReadAllText(path).Trim().Split(':') is [_, var port, "*", "*", { Length: > 0 } password]
            && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(number, password)
            : throw new EmbeddedPostgresException(
                $"{path} should hold one line 127.0.0.1:PORT:*:*:PASSWORD. Restore it: the data cannot be opened without the password.");
    }

    /// <summary>Replaces the file as a whole.</summary>
    public void Write(string path)
    {
        var next = path + ".new";
        File.Delete(next);
        WritePrivate(next, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}:*:*:{Password}\n"));
        File.Move(next, path, overwrite: true);
    }

    /// <summary>Writes a file, that must not exist, for the eyes of its owner alone.</summary>
    public static void WritePrivate(string path, string text)
    {
        var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, mode);
        writer.Write(text);
    }
}
