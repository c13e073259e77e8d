using System.Text;
using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>The CSV file of refused rows with their reasons; it is created with the first row.</summary>
internal sealed class RejectsFile : IDisposable
{
    private const string Header = "line,code,field,reason,row";
    private readonly string? path;
    private StreamWriter? writer;

    private RejectsFile()
    {
    }

    /// <summary>Keeps nothing, for a dry run.</summary>
    public static RejectsFile None => new();

    /// <summary>Deletes the file of an earlier import at the path.</summary>
    /// <exception cref="ImportException">Another file exists at the path.</exception>
    public RejectsFile(string path)
    {
        this.path = path;
        if (!File.Exists(path))
            return;
        using (var reader = new StreamReader(path))
        {
            if (reader.ReadLine() != Header)
                throw new ImportException(
                    ErrorCode.BadInput, $"{path} exists and is not a file of refused rows; choose another path with --rejects.");
        }
        File.Delete(path);
    }

    /// <summary>The path of the file, or null while no row is refused.</summary>
    public string? Written => writer is null ? null : path;

    /// <summary>Adds a refused row.</summary>
    public void Add(Row row, Refusal refusal)
    {
        if (path is null)
            return;
        if (writer is null)
        {
            writer = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
            writer.WriteLine(Header);
        }
        writer.WriteLine($"{row.Line},{Quote(refusal.Code.Text())},{Quote(refusal.Field ?? "")},{Quote(refusal.Message)},{Quote(row.Raw)}");
    }

    /// <inheritdoc/>
    public void Dispose() => writer?.Dispose();

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}
