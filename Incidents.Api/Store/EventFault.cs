using System.Net.Sockets;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Whose fault it is that an event could not be applied.</summary>
internal static class EventFault
{
    // SQLSTATE classes of what a statement holds: data exception, integrity constraint violation, program limit exceeded, and a check that
    // was raised by hand.
    private static readonly string[] ContentClasses = ["22", "23", "54", "P0"];

    /// <summary>Whether the content of an event is at fault: it would fail again, whenever it is tried.</summary>
    /// <remarks>
    /// Else the store is away, busy, or not as it should be (a table is missing): then every event would fail, so none is to blame.
    /// </remarks>
    public static bool IsOfContent(Exception e) => e switch
    {
        PostgresException postgres => ContentClasses.Contains(postgres.SqlState[..2]),
        NpgsqlException => false,
        OperationCanceledException or TimeoutException or IOException or SocketException or ObjectDisposedException => false,
        OutOfMemoryException => false,
        _ => true,
    };

    /// <summary>The reason in a sentence, without our code.</summary>
    public static string Reason(Exception e) => e is PostgresException postgres
        ? $"{postgres.SqlState}: {postgres.MessageText}"
        : $"{e.GetType().Name}: {e.Message}";
}
