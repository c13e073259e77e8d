using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Incidents.Postgres;

/// <summary>What .NET does not offer of a durable file system: folders are flushed, and read pages come from the disk.</summary>
public static class DurableFiles
{
    private const int ReadOnly = 0;
    private const int DontNeed = 4;
    private const uint WaitBefore = 1;
    private const uint BeginToWrite = 2;
    private const uint WaitAfter = 4;
    private const int LockedOnLinux = 11;
    private const int UnreadableOnUnix = 5;
    private const int LockedOnMac = 35;
    private const int LockedOnWindows = unchecked((int)0x80070020);

    /// <summary>Makes a new or renamed entry of a folder durable.</summary>
    /// <exception cref="IOException">The folder cannot be flushed.</exception>
    public static void FlushFolder(string folder)
    {
        // Windows keeps entries by its journal, and has no call for it.
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            throw Failure(folder);
        try
        {
            if (Flush(descriptor) != 0)
                throw Failure(folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Makes a folder that only its owner may enter, and its entry in the folder above durable.</summary>
    public static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Path.GetDirectoryName(folder) is { } above)
            FlushFolder(above);
    }

    /// <summary>Lets the system forget what it keeps of a flushed part of a file, so that it is read from the disk.</summary>
    /// <remarks>Advice only: where it is not taken, the part is read from memory.</remarks>
    public static void Forget(SafeFileHandle file, long from, long bytes)
    {
        if (OperatingSystem.IsLinux())
            _ = Advise(file, from, bytes, DontNeed);
    }

    /// <summary>Begins to write a part of a file out to the disk, and does not wait for it.</summary>
    /// <remarks>The disk works while the next part comes, and not only when all of them are there. Advice only.</remarks>
    public static void BeginToWriteOut(SafeFileHandle file, long from, long bytes)
    {
        if (OperatingSystem.IsLinux())
            _ = WriteOut(file, from, bytes, BeginToWrite);
    }

    /// <summary>Waits until a part of a file is on the disk, and nothing of it only in memory.</summary>
    /// <remarks>What describes the file, and what came after the part, is not waited for: its end is flushed as a whole.</remarks>
    public static void WriteOut(SafeFileHandle file, long from, long bytes)
    {
        if (!OperatingSystem.IsLinux() || WriteOut(file, from, bytes, WaitBefore | BeginToWrite | WaitAfter) != 0)
            RandomAccess.FlushToDisk(file);
    }

    /// <summary>Whether a file cannot be opened because another process or another part of this one has it locked.</summary>
    public static bool IsLocked(IOException e) => e.HResult is LockedOnLinux or LockedOnMac or LockedOnWindows;

    /// <summary>Whether a disk cannot give back what was written to it.</summary>
    public static bool IsUnreadable(IOException e) => e.HResult is UnreadableOnUnix;

    private static IOException Failure(string folder)
    {
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        return new($"{folder} cannot be flushed: {error.Message}", error.NativeErrorCode);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int WriteOut(SafeFileHandle file, long from, long bytes, uint flags);

    [DllImport("libc", EntryPoint = "posix_fadvise64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(SafeFileHandle file, long from, long bytes, int advice);
}
