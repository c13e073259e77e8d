namespace Incidents.Api;

/// <summary>The command line or a setting cannot be followed. The message is for the person at the terminal.</summary>
internal sealed class HostOptionsException(string message) : Exception(message);
