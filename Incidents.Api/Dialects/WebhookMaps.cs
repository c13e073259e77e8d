using System.Collections.Frozen;
using Incidents.Api.CommandLine;
using Incidents.Api.Import;
using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>
/// Dialects <c>webhook.NAME</c>: JSON or CSV of any layout, read by the map NAME of an import. Maps come with the build, and from the
/// folder of the setting <c>Dialects:Maps</c>.
/// </summary>
internal sealed class WebhookMaps
{
    private const string Prefix = "webhook.";

    private readonly FrozenDictionary<string, DialectAdapter> adapters;

    /// <summary>Reads the maps.</summary>
    /// <param name="settings">Where they are.</param>
    /// <param name="cities">The known cities.</param>
    /// <exception cref="HostOptionsException">The folder or one of its maps cannot be read.</exception>
    public WebhookMaps(DialectSettings settings, Cities cities)
    {
        var maps = new Dictionary<string, DialectAdapter>(StringComparer.Ordinal);
        var shipped = Path.Combine(AppContext.BaseDirectory, "Data", "maps");
        foreach (var folder in (string?[])[shipped, settings.Maps])
        {
            if (string.IsNullOrWhiteSpace(folder))
                continue;
            if (!Directory.Exists(folder))
            {
                if (folder == shipped)
                    continue;
                throw new HostOptionsException($"Dialects:Maps names a folder that is not there: {folder}");
            }
            foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
                maps[Prefix + Path.GetFileNameWithoutExtension(file)] = new WebhookMap(Load(file), cities).Read;
        }
        adapters = maps.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The names of the dialects.</summary>
    public IEnumerable<string> Names => adapters.Keys;

    /// <summary>The adapter of a dialect, or null.</summary>
    public DialectAdapter? Find(string name) => adapters.GetValueOrDefault(name);

    private static ImportMap Load(string file)
    {
        try
        {
            return MapFile.Load(file, "");
        }
        catch (ImportException e)
        {
            throw new HostOptionsException(string.Join(' ', e.Problems));
        }
    }
}

/// <summary>Reads messages by one map.</summary>
/// <param name="map">The map. Its source and city give way to those of the message.</param>
/// <param name="cities">The known cities.</param>
internal sealed class WebhookMap(ImportMap map, Cities cities)
{
    private readonly string[] named = MapColumns.Of(map);
    private readonly Lock gate = new();
    private (IReadOnlyList<string> Columns, RowMapper Mapper)? last;

    /// <summary>Reads one message: an object, several, a list of them, or lines with a header.</summary>
    public void Read(DialectMessage message, DialectReading reading)
    {
        using var rows = Open(message);
        // One at a time: a mapper keeps what it has looked up.
        lock (gate)
        {
            var mapper = MapperOf(rows.Columns);
            while (rows.Read() is { } row && reading.Reports.Count < DialectReading.MostReports)
            {
                var mapped = mapper.Map(row);
                if (mapped.Refusal is { } refusal)
                    reading.Refuse(refusal);
                else if (mapped.Report is { } report)
                    reading.Add(report with
                    {
                        // The columns of an identity may hold the plate, which the id of a read does not.
                        Id = report is { Plate: not null, Id: { } id } ? DialectValues.Hash(id) : report.Id,
                        Source = message.Source,
                        City = message.City,
                        DeviceId = message.DeviceId ?? report.DeviceId,
                        KnownAt = null,
                    });
            }
            if (reading.Reports.Count == DialectReading.MostReports && rows.Read() is not null)
                reading.Refuse(ErrorCode.TooManyReports, $"A message leads to at most {DialectReading.MostReports} reports.");
        }
    }

    private RowReader Open(DialectMessage message)
    {
        var text = System.Text.Encoding.UTF8.GetString(message.Payload.Span).TrimStart('\uFEFF');
        var start = OnvifMessages.Starts(message.Payload.Span);
        try
        {
            return start switch
            {
                '[' => new JsonRows(new JsonValues(new StringReader(text)), named),
                '{' when HasLines(text) => new JsonRows(new LineReader(new StringReader(text)), named),
                '{' => new JsonRows(new JsonValues(new StringReader($"[{text}]")), named),
                _ => new DelimitedRows(new LineReader(new StringReader(text)), map.Layout.Delimiter, map.Layout.Columns),
            };
        }
        catch (ImportException e)
        {
            throw new InvalidDataException(string.Join(' ', e.Problems), e);
        }
    }

    private RowMapper MapperOf(IReadOnlyList<string> columns)
    {
        if (last is { } known && known.Columns.SequenceEqual(columns))
            return known.Mapper;
        try
        {
            var mapper = new RowMapper(map, columns, cities);
            last = ([.. columns], mapper);
            return mapper;
        }
        catch (ImportException e)
        {
            throw new InvalidDataException(string.Join(' ', e.Problems), e);
        }
    }

    // An object a line, as opposed to one object in several lines.
    private static bool HasLines(string text) =>
        text.IndexOf('\n') is > 0 and var end && text.AsSpan(0, end).TrimEnd() is [.., '}']
        && text.AsSpan(end).TrimStart() is ['{', ..];
}
