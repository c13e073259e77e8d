namespace Incidents.Api.CommandLine;

/// <summary>The command line or a setting is invalid (exit code 2). The message is for the person at the terminal.</summary>
internal sealed class HostOptionsException(string message) : Exception(message);
