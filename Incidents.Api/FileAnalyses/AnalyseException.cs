namespace Incidents.Api.FileAnalyses;

/// <summary>The analysis cannot be computed; the message says what to change.</summary>
/// <param name="message">A sentence for the user.</param>
internal sealed class AnalyseException(string message) : Exception(message);
