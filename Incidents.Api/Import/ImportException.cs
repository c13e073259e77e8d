using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>A map or a file is not usable.</summary>
/// <param name="code">The kind of the problem.</param>
/// <param name="problems">All problems, one sentence each; at least one.</param>
internal sealed class ImportException(ErrorCode code, IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>With a single problem.</summary>
    public ImportException(ErrorCode code, string problem) : this(code, [problem])
    {
    }

    /// <summary>With problems of the map.</summary>
    public ImportException(IReadOnlyList<string> problems) : this(ErrorCode.MapInvalid, problems)
    {
    }

    /// <summary>With a single problem of the map.</summary>
    public ImportException(string problem) : this([problem])
    {
    }

    /// <summary>The kind of the problem.</summary>
    public ErrorCode Code => code;

    /// <summary>All problems, one sentence each.</summary>
    public IReadOnlyList<string> Problems => problems;
}
