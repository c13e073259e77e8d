namespace Incidents.Api.Import;

/// <summary>A map or a file cannot be used at all; nothing was imported. Says everything that is wrong at once.</summary>
/// <param name="problems">One sentence each; at least one.</param>
internal sealed class ImportException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>One problem.</summary>
    public ImportException(string problem) : this([problem])
    {
    }

    /// <summary>What is wrong, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
