using System.Globalization;

namespace Incidents.Postgres;

/// <summary>Held by the host that runs the server of a data folder; the system lets go of it when the host ends, however it ends.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private const string FileName = "host.lock";

    // What the system says when another process has the lock: EWOULDBLOCK of Linux and of macOS, a sharing violation of Windows. Any
    // other error, such as a read-only file system, is an error of its own.
    private static readonly int[] LockedCodes = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream file;

    private DataFolderLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock, or null when another process holds it.</summary>
    public static DataFolderLock? TryTake(string folder)
    {
        var path = Path.Combine(folder, FileName);
        FileStream file;
        try
        {
            file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (LockedCodes.Contains(e.HResult))
        {
            return null;
        }
        File.WriteAllText(HolderPath(folder), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new(file);
    }

    /// <summary>Whether another host runs the server of a data folder.</summary>
    public static bool IsHeld(string folder)
    {
        if (!File.Exists(Path.Combine(folder, FileName)) || TryTake(folder) is not { } taken)
            return File.Exists(Path.Combine(folder, FileName));
        taken.Dispose();
        return false;
    }

    /// <summary>The process that last took the lock, for messages.</summary>
    public static string Holder(string folder) => File.Exists(HolderPath(folder)) ? File.ReadAllText(HolderPath(folder)) : "unknown";

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static string HolderPath(string folder) => Path.Combine(folder, "host.pid");
}
