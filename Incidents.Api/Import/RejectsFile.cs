using System.Text;
using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>Keeps the rows that were refused, with the reason, as CSV. There is a file only when there are such rows.</summary>
internal sealed class RejectsFile : IDisposable
{
    private const string Header = "line,code,field,reason,row";
    private readonly string path;
    private StreamWriter? writer;

    /// <summary>At this path; what an earlier import left there is removed.</summary>
    /// <exception cref="ImportException">Something else lies there.</exception>
    public RejectsFile(string path)
    {
        this.path = path;
        if (!File.Exists(path))
            return;
        using (var reader = new StreamReader(path))
        {
            if (reader.ReadLine() != Header)
                throw new ImportException($"{path} exists and is no rejects file; name another with --rejects.");
        }
        File.Delete(path);
    }

    /// <summary>Where it is, once a row was refused.</summary>
    public string? Written => writer is null ? null : path;

    /// <summary>Keeps a row.</summary>
    public void Add(Row row, Refusal refusal)
    {
        if (writer is null)
        {
            writer = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
            writer.WriteLine(Header);
        }
        writer.WriteLine($"{row.Line},{Quote(refusal.Code)},{Quote(refusal.Field ?? "")},{Quote(refusal.Message)},{Quote(row.Raw)}");
    }

    /// <inheritdoc/>
    public void Dispose() => writer?.Dispose();

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}
