using System.Globalization;

namespace Incidents.Postgres;

/// <summary>Free space of file systems.</summary>
public static class DiskSpace
{
    /// <summary>Bytes that are free, and all bytes, of the file system that holds a folder.</summary>
    /// <param name="folder">The folder, or one that is still to be made.</param>
    public static (long Free, long Total) Of(string folder)
    {
        var existing = Path.GetFullPath(folder);
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
            existing = parent;
        var drive = new DriveInfo(existing);
        return (drive.AvailableFreeSpace, drive.TotalSize);
    }

    /// <summary>Refuses what does not fit.</summary>
    /// <exception cref="EmbeddedPostgresException">There is not enough space.</exception>
    internal static void Need(long bytes, string folder, string what)
    {
        var free = Of(folder).Free;
        if (free < bytes)
            throw new EmbeddedPostgresException($"{what} needs {Mebibytes(bytes)} MB, and the disk of {folder} has {Mebibytes(free)} MB.");
    }

    private static string Mebibytes(long bytes) => (bytes / (1024 * 1024)).ToString(CultureInfo.InvariantCulture);
}
