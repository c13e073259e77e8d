using System.Text.Json.Nodes;
using Incidents.Api.Import;
using Incidents.Domain;
using Incidents.Tests.Import;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Values;

/// <summary>Every target of a map, for every kind of report, with every hostile cell: a new one is tried by itself.</summary>
public sealed class ImportValueTests(PostgresFixture postgres)
{
    private const string Identity = "identity";

    // Each key that takes a column, besides the texts, with a sound cell.
    private static readonly Dictionary<string, string> Columns = new()
    {
        ["city"] = "karaganda",
        ["occurredAt"] = "2026-03-02T10:00:00",
        ["occurredUntil"] = "",
        ["x"] = "73.1",
        ["y"] = "49.8",
        ["reference"] = "",
        [Identity] = "",
    };

    private static readonly Dictionary<string, string> SoundTexts = new()
    {
        ["category"] = "theft",
        ["deviceId"] = "cam-1",
        ["article"] = "592",
        ["plate"] = "123ABC09",
        ["by"] = "op",
        ["to"] = "103",
        ["deviceKind"] = "camera",
        ["outcome"] = "cleared",
    };

    private static readonly string[] Cells =
    [
        "", " ", new('x', 4_001), new('x', 100_000), "a\0b", "a\uD83D", "\uDE80a", "a\u0001\u001F\u007Fb", "a\u2028b", "a\u0085b", "\uFFFF",
        "1e308", "-1e308", "1e999", "NaN", "Infinity", "-0", "0", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59.999999999Z",
        "9999-12-31T23:59:59-18:00", "26-03-02", "02.03.26", "2026-02-30", "2026-13-01T25:61:61", "-2026-01-01", "'; drop table x; --",
        "javascript:alert(1)", "../../etc/passwd", "a\"b", "a,b", "a\nb", "ﷺ", "\u202Eabc", "９９", "true", "null", "{}", "[]",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_cell_is_refused_or_kept_within_bounds_and_the_import_goes_on()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        string[] columns = [.. Columns.Keys, .. MapFile.TextKeys];
        var tried = 0L;
        foreach (var (kind, phase) in Api.SliceReports.Kinds.All.SelectMany(k => k.Phases.Select(p => (k.Name, p.Name))))
        {
            // Only a device has the texts of a device.
            string[] tested = kind == DeviceColumns.Kind ? columns : [.. columns.Except(DeviceColumns.Keys)];
            foreach (var format in (string[])["csv", "ndjson"])
            {
                var rows = tested.SelectMany(column => Cells.Select(cell => Row(columns, kind, phase, column, cell))).ToList();
                var summary = await Import(host, kind, format, columns, rows);
                Assert.Equal(rows.Count, summary.WithResult);
                Assert.Empty(summary.Refused.Keys.Intersect(["INTERNAL", "STORE_REFUSED"]));
                Assert.True(summary.Accepted + summary.Withdrawn + summary.WithdrawnUnmatched > tested.Length, $"{kind}/{phase}");
                Assert.True(summary.RefusedRows > tested.Length, $"{kind}/{phase}");
                tried += rows.Count;
            }
        }

        Assert.True(tried > 5_000, $"{tried} tried");
        await ReadModelsAfter.AreRunningAndEqualTheirRebuild(host);
    }

    private static string[] Row(string[] columns, string kind, string phase, string hostile, string cell) =>
    [
        .. columns.Select(column =>
            column == hostile ? cell
            : column is Identity or "reference" ? Guid.NewGuid().ToString("N")
            : column == "phase" ? phase
            // A device that is listed again, or whose fault is open, is nothing new.
            : kind == DeviceColumns.Kind && column == "deviceId" ? Guid.NewGuid().ToString("N")
            : kind == DeviceColumns.Kind && column == "reason" ? "power"
            : kind == "upkeep" && column == "category" ? "snow-uncleared"
            : Columns.GetValueOrDefault(column) ?? SoundTexts.GetValueOrDefault(column) ?? ""),
    ];

    private static async Task<ImportSummary> Import(
        RunningHost host, string kind, string format, string[] columns, IReadOnlyList<string[]> rows)
    {
        var map = new JsonObject
        {
            ["source"] = $"values.{format}",
            ["kind"] = kind,
            ["format"] = format,
            ["city"] = new JsonObject { ["column"] = "city" },
            ["occurredAt"] = new JsonObject { ["column"] = "occurredAt", ["patterns"] = new JsonArray("iso", "dd.MM.uu", "uu-MM-dd") },
            ["occurredUntil"] = "occurredUntil",
            ["place"] = new JsonObject { ["longitude"] = "x", ["latitude"] = "y" },
            ["reference"] = "reference",
            ["identity"] = new JsonObject { ["columns"] = new JsonArray(Identity) },
        };
        foreach (var key in MapFile.TextKeys)
            map[key] = key;
        using var folder = new TemporaryFolder();
        var rules = MapFile.Parse(map.ToJsonString());
        using var rejects = new RejectsFile(Path.Combine(folder.Path, "rejects.csv"));
        var text = format == "csv" ? Csv(columns, rows) : Json(columns, rows);
        using var reader = ImportOf.Rows(text, rules);
        var importer = new Importer(host.Services.GetRequiredService<ImportSink>(), rejects, new());
        return await importer.Run(reader, rules, host.Services.GetRequiredService<Cities>(), Cancellation);
    }

    private static string Csv(string[] columns, IReadOnlyList<string[]> rows) => string.Join(
        '\n', rows.Prepend(columns).Select(row => string.Join(',', row.Select(cell => $"\"{cell.Replace("\"", "\"\"")}\""))));

    // As a careless program writes it: a surrogate alone as an escape.
    private static string Json(string[] columns, IReadOnlyList<string[]> rows) => string.Join(
        '\n', rows.Select(row => "{" + string.Join(',', row.Zip(columns, (cell, column) => $"\"{column}\":\"{Escaped(cell)}\"")) + "}"));

    private static string Escaped(string cell) => string.Concat(
        cell.Select(c => c is >= ' ' and < '\u007F' and not ('"' or '\\') ? c.ToString() : $"\\u{(int)c:x4}"));
}
