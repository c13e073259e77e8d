using Incidents.Api.Import;
using Incidents.Api.Ingest;
using Incidents.Domain;

namespace Incidents.Tests.Import;

/// <summary>
/// Keeps reports in memory and answers as the intake promises to: a known identity is a duplicate, a withdrawal takes back the latest
/// that stands.
/// </summary>
internal sealed class RecordingSink
{
    private readonly HashSet<(string?, string?, string?, string?)> known = [];
    private readonly Dictionary<string, Stack<Report>> standing = [];

    public List<Report> Reports { get; } = [];

    public List<City> Cities { get; } = [];

    /// <summary>Decides which reports of a call cannot be taken now.</summary>
    public Func<Report, bool> IsDown { get; set; } = _ => false;

    public ImportSink AsSink() => new((reports, _) => Task.FromResult(Accept(reports)), (city, _) =>
    {
        Cities.Add(city);
        return Task.CompletedTask;
    });

    public ReportAnswer[] Accept(IReadOnlyList<Report> reports)
    {
        lock (known)
            return [.. reports.Select(Accept)];
    }

    private ReportAnswer Accept(Report report)
    {
        if (IsDown(report))
            return new(ReportStatus.Unavailable);
        if (!known.Add((report.Source, report.Kind, report.Id, report.Phase)))
            return new(ReportStatus.Duplicate);
        Reports.Add(report);
        if (report.Reference is null)
            return new(ReportStatus.Accepted);
        if (!standing.TryGetValue(report.Reference, out var stack))
            standing.Add(report.Reference, stack = []);
        if (report.Phase != "withdrawn")
            stack.Push(report);
        else if (!stack.TryPop(out _))
            return new(ReportStatus.Accepted, Unmatched: true);
        return new(ReportStatus.Accepted);
    }
}
