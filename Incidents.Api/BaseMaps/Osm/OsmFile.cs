using System.IO.Compression;
using System.Xml;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.BaseMaps.Osm;

/// <summary>An OpenStreetMap extract: PBF, XML, or XML compressed with gzip. The content decides, not the name.</summary>
internal static class OsmFile
{
    // The first bytes of formats that are often mistaken for an extract.
    private static readonly (byte[] Magic, string Name)[] Others =
    [
        ("BZh"u8.ToArray(), "bzip2"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz"), ("PK"u8.ToArray(), "zip"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
        ([0xFF, 0xE0, 0x04, 0x6F, 0x35, 0x6D], "o5m"), ("7z"u8.ToArray(), "7z"),
    ];

    /// <summary>Reads a file once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="objects">Receives its objects.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The moment of its data, or null where the file has none.</returns>
    /// <exception cref="OsmException">It cannot be read.</exception>
    public static Instant? Read(string path, IOsmObjects objects, CancellationToken cancellation)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            Span<byte> start = stackalloc byte[8];
            start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            file.Position = 0;
            if (start.IsEmpty)
                throw new OsmException(ErrorCode.ExtractUnreadable, $"{path} is empty.");
            foreach (var (magic, name) in Others)
            {
                if (start.StartsWith(magic))
                    throw new OsmException(
                        ErrorCode.ExtractUnsupported, $"{path} is compressed as or has the format {name}; use .osm.pbf, .osm or .osm.gz.");
            }
            if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            {
                using var gzip = new GZipStream(file, CompressionMode.Decompress);
                return OsmXml.Read(path, gzip, objects, cancellation);
            }
            return start.TrimStart("\uFEFF \t\r\n"u8).StartsWith("<"u8)
                ? OsmXml.Read(path, file, objects, cancellation)
                : new PbfReader(path, file, objects).Read(cancellation);
        }
        catch (XmlException e)
        {
            throw new OsmException(ErrorCode.ExtractUnreadable, $"{path} is not OpenStreetMap XML: {e.Message}");
        }
        catch (InvalidDataException e)
        {
            throw new OsmException(ErrorCode.FileBrokenOff, $"{path} cannot be decompressed: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new OsmException(ErrorCode.FileUnreadable, $"{path} cannot be read: {e.Message}");
        }
    }
}
