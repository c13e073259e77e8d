namespace Incidents.Api.Data;

/// <summary>
/// A catalogue file cannot be used. The message names the file, the entry and the reason, for the person at the terminal.
/// </summary>
internal sealed class CatalogueException(string message, Exception? inner = null) : Exception(message, inner);
