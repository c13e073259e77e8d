using System.IO.Compression;
using System.Text;
using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>What was found out about a data file.</summary>
/// <param name="Format">One of <see cref="FileFormat.All"/>.</param>
/// <param name="Delimiter">The delimiter of fields, or null for JSON.</param>
/// <param name="Encoding">The name of the character encoding.</param>
/// <param name="Entry">The name of the data file in its zip archive, or null.</param>
/// <param name="HasUndecodable">Whether its beginning has bytes that are invalid in the encoding.</param>
internal sealed record FileFacts(string Format, char? Delimiter, string Encoding, string? Entry, bool HasUndecodable);

/// <summary>An open data file: CSV, TSV or JSON, plain or compressed with gzip or zip (detected by its first bytes).</summary>
internal sealed class DataFile : IDisposable
{
    /// <summary>Replaces bytes that are invalid in the encoding: a code point that no text contains (Unicode 16, section 23.7).</summary>
    public const char Undecodable = '\uFFFF';

    // What operating systems add to folders and archives by themselves.
    private static readonly string[] Debris = [".DS_Store", "Thumbs.db", "desktop.ini"];

    private readonly FileStream file;
    private readonly IDisposable? archive;

    private DataFile(FileStream file, IDisposable? archive, RowReader rows, FileFacts facts) =>
        (this.file, this.archive, Rows, Facts) = (file, archive, rows, facts);

    /// <summary>The rows.</summary>
    public RowReader Rows { get; }

    /// <summary>What was found out about it.</summary>
    public FileFacts Facts { get; }

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
            string? entryName = null;
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
                (data, name, entryName) = (entry.Open(), entry.FullName, entry.FullName);
            }
            var reader = new StreamReader(data, Encoding(layout.Encoding), detectEncodingFromByteOrderMarks: true, 1 << 16);
            var text = new LeadingText(reader);
            var format = layout.Format ?? FileFormat.Detect(name, text);
            var facts = new FileFacts(format, null, reader.CurrentEncoding.WebName, entryName, text.Start.Contains(Undecodable));
            var rows = Reader(text, format, layout, Path.GetFileName(name));
            return new(file, archive, rows, facts with { Delimiter = (rows as DelimitedRows)?.Delimiter });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or ImportException)
        {
            archive?.Dispose();
            file?.Dispose();
            throw e as ImportException ?? new ImportException(ErrorCode.FileUnreadable, $"{path} cannot be read: {e.Message}");
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
        var files = zip.Entries.Where(e => e.Name.Length > 0 && !IsDebris(e)).ToList();
        if (files.Count == 0)
            throw new ImportException(ErrorCode.FileUnreadable, "The archive has no data file.");
        var found = files.Where(e => wanted is null || e.FullName == wanted || e.Name == wanted).ToList();
        if (found.Count == 1)
            return found[0];
        var what = found.Count == 0 ? "no such data file" : "several data files";
        throw new ImportException(
            ErrorCode.FileUnreadable,
            $"The archive has {what}; name one of them in the map (\"entry\"): {string.Join(", ", files.Select(e => e.FullName))}.");
    }

    private static bool IsDebris(ZipArchiveEntry entry) =>
        entry.Name.StartsWith("._", StringComparison.Ordinal) || Debris.Contains(entry.Name, StringComparer.OrdinalIgnoreCase)
        || entry.FullName.Split('/', '\\').Contains("__MACOSX");

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

    private static RowReader Reader(LeadingText text, string format, FileLayout layout, string file) => format switch
    {
        FileFormat.Json => new JsonRows(new JsonValues(text), layout.Columns) { File = file },
        FileFormat.Ndjson => new JsonRows(new LineReader(text), layout.Columns) { File = file },
        FileFormat.Tsv => new DelimitedRows(new(text), layout.Delimiter ?? '\t', layout.Columns) { File = file },
        _ => new DelimitedRows(new(text), layout.Delimiter, layout.Columns) { File = file },
    };
}
