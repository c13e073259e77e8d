namespace Incidents.Api.FileAnalyses;

/// <summary>What was asked cannot be computed; says what to change.</summary>
/// <param name="message">A sentence for whoever typed the command.</param>
internal sealed class AnalyseException(string message) : Exception(message);
