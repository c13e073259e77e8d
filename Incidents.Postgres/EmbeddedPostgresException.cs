namespace Incidents.Postgres;

/// <summary>The private PostgreSQL cannot run. The message is for the person at the terminal: what is wrong and what to do.</summary>
public sealed class EmbeddedPostgresException(string message, Exception? inner = null) : Exception(message, inner);
