using System.IO.Compression;
using System.Text;

namespace Incidents.Api.Import;

/// <summary>An open data file: CSV, TSV or NDJSON, plain or compressed with gzip or zip (detected by its first bytes).</summary>
internal sealed class DataFile : IDisposable
{
    /// <summary>Replaces bytes that are invalid in the encoding: a code point that no text contains (Unicode 16, section 23.7).</summary>
    public const char Undecodable = '\uFFFF';

    private readonly FileStream file;
    private readonly IDisposable? archive;

    private DataFile(FileStream file, IDisposable? archive, RowReader rows) => (this.file, this.archive, Rows) = (file, archive, rows);

    /// <summary>The rows.</summary>
    public RowReader Rows { get; }

    /// <summary>The share of the file that has been read, from 0 to 1. Thread-safe.</summary>
    public double Progress => file.Length == 0 ? 1 : (double)file.Position / file.Length;

    /// <summary>Opens the file and reads its columns.</summary>
    /// <exception cref="ImportException">It cannot be opened, or does not match the map.</exception>
    public static DataFile Open(string path, FileLayout layout)
    {
        FileStream? file = null;
        IDisposable? archive = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            Span<byte> magic = stackalloc byte[2];
            var read = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
            file.Position = 0;

            Stream data = file;
            var name = path;
            if (read == 2 && magic is [0x1F, 0x8B])
            {
                data = new GZipStream(file, CompressionMode.Decompress);
                name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
            }
            else if (read == 2 && magic is [(byte)'P', (byte)'K'])
            {
                var zip = new ZipArchive(file, ZipArchiveMode.Read);
                archive = zip;
                var entry = Entry(zip, layout.Entry);
                (data, name) = (entry.Open(), entry.FullName);
            }
            var text = new StreamReader(data, Encoding(layout.Encoding), detectEncodingFromByteOrderMarks: true, 1 << 16);
            return new(file, archive, Reader(new LineReader(text), name, layout));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or ImportException)
        {
            archive?.Dispose();
            file?.Dispose();
            throw e as ImportException ?? new ImportException($"{path} cannot be read: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rows.Dispose();
        archive?.Dispose();
        file.Dispose();
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string? wanted)
    {
        var files = zip.Entries.Where(e => e.Name.Length > 0 && !e.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)).ToList();
        var found = files.Where(e => wanted is null || e.FullName == wanted || e.Name == wanted).ToList();
        if (found.Count == 1)
            return found[0];
        var what = found.Count == 0 ? "no such data file" : "several data files";
        throw new ImportException(
            $"The archive has {what}; name one of them in the map (\"entry\"): {string.Join(", ", files.Select(e => e.FullName))}.");
    }

    private static Encoding Encoding(string? name)
    {
        var wanted = name ?? "utf-8";
        try
        {
            var known = CodePagesEncodingProvider.Instance.GetEncoding(wanted) ?? System.Text.Encoding.GetEncoding(wanted);
            var encoding = (Encoding)known.Clone();
            encoding.DecoderFallback = new DecoderReplacementFallback(Undecodable.ToString());
            return encoding;
        }
        catch (ArgumentException)
        {
            throw new ImportException(
                $"\"encoding\": '{name}' is not a known encoding; examples: utf-8, windows-1251, iso-8859-1, koi8-r.");
        }
    }

    private static RowReader Reader(LineReader lines, string name, FileLayout layout) => Format(lines, name, layout) switch
    {
        "ndjson" => new JsonRows(lines, layout.Columns),
        "tsv" => new DelimitedRows(lines, layout.Delimiter ?? '\t', layout.Columns),
        _ => new DelimitedRows(lines, layout.Delimiter, layout.Columns),
    };

    private static string Format(LineReader lines, string name, FileLayout layout)
    {
        if (layout.Format is not null)
            return layout.Format;
        switch (Path.GetExtension(name).ToLowerInvariant())
        {
            case ".csv":
                return "csv";
            case ".tsv":
                return "tsv";
            case ".ndjson" or ".jsonl":
                return "ndjson";
        }
        if (lines.Read() is not { } first)
            return "csv";
        lines.Return([first]);
        return first.Text.AsSpan().TrimStart() is ['{', ..] ? "ndjson" : "csv";
    }
}
