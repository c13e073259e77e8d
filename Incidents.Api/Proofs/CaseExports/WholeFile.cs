namespace Incidents.Api.Proofs.CaseExports;

/// <summary>Writes a file that is there complete, or not at all.</summary>
/// <remarks>
/// It is written aside and moved. What a program that was killed has left aside is removed by the next one that writes the same file; one
/// that is being written is locked by its program.
/// </remarks>
internal static class WholeFile
{
    private const string Ending = ".part";
    private const int BytesOfBuffer = 1 << 20;

    /// <summary>Writes a file.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="write">Writes its content.</param>
    public static async Task Write(string file, Func<FileStream, Task> write)
    {
        var (folder, name) = (Path.GetDirectoryName(file)!, Path.GetFileName(file));
        foreach (var left in Directory.EnumerateFiles(folder, $"{name}.*{Ending}"))
            RemoveUnlessWritten(left);
        var aside = Path.Combine(folder, $"{name}.{Guid.NewGuid():N}{Ending}");
        try
        {
            await using (var stream = new FileStream(
                aside, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BytesOfBuffer, FileOptions.Asynchronous))
            {
                await write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(aside, file, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }

    private static void RemoveUnlessWritten(string left)
    {
        try
        {
            using (new FileStream(left, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                File.Delete(left);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody writes it at present.
            return;
        }
    }
}
