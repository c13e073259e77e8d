using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>Why an import failed, in its summary as JSON.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">A sentence; with several problems, the first one.</param>
/// <param name="Problems">All problems, one sentence each.</param>
internal sealed record ImportFault(string Code, string Message, IReadOnlyList<string> Problems)
{
    /// <summary>The fault of an exception.</summary>
    public static ImportFault Of(ImportException exception) => new(exception.Code.Text(), exception.Problems[0], exception.Problems);
}
