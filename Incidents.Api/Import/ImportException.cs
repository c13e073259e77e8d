namespace Incidents.Api.Import;

/// <summary>A map or a file is not usable.</summary>
/// <param name="problems">All problems, one sentence each; at least one.</param>
internal sealed class ImportException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>With a single problem.</summary>
    public ImportException(string problem) : this([problem])
    {
    }

    /// <summary>All problems, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
