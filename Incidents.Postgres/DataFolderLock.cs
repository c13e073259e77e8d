using System.Globalization;

namespace Incidents.Postgres;

/// <summary>Held by the host that runs the server of a data folder; the system lets go of it when the host ends, however it ends.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream file;

    private DataFolderLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock, or null when another process holds it.</summary>
    public static DataFolderLock? TryTake(string folder)
    {
        var path = Path.Combine(folder, "host.lock");
        FileStream file;
        try
        {
            file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
        File.WriteAllText(HolderPath(folder), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new(file);
    }

    /// <summary>The process that last took the lock, for messages.</summary>
    public static string Holder(string folder) => File.Exists(HolderPath(folder)) ? File.ReadAllText(HolderPath(folder)) : "unknown";

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static string HolderPath(string folder) => Path.Combine(folder, "host.pid");
}
