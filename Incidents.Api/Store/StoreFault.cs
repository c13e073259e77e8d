using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>What an exception says about the store: the one place that knows Npgsql's exceptions and PostgreSQL's codes.</summary>
/// <remarks>
/// The store is away where the same work can succeed later without any change: the name does not resolve; the connection is refused, reset
/// or silent; the server starts, stops, may only be read, is full, or has no connection left. No report and no event is at fault then.
/// </remarks>
internal static class StoreFault
{
    // SQLSTATE classes: connection exception, invalid authorization, invalid catalog name, insufficient resources, operator intervention,
    // system error.
    private static readonly string[] AwayClasses = ["08", "28", "3D", "53", "57", "58"];

    // The last two: a session that was idle, or a transaction that took, longer than the server allows.
    private static readonly string[] AwayCodes =
        [PostgresErrorCodes.ReadOnlySqlTransaction, PostgresErrorCodes.LockNotAvailable, "25P03", "25P04"];

    // Data exception, integrity constraint violation, program limit exceeded, and a check that was raised by hand.
    private static readonly string[] ContentClasses = ["22", "23", "54", "P0"];

    /// <summary>Whether the store is away, or busy: to be tried again later.</summary>
    public static bool IsAway(Exception e) => e switch
    {
        OperationCanceledException => false,
        StoreUnavailableException => true,
        PostgresException postgres => AwayClasses.Contains(postgres.SqlState[..2]) || AwayCodes.Contains(postgres.SqlState),
        // A name that does not resolve is a socket's exception as it is.
        NpgsqlException or SocketException or AuthenticationException => true,
        IOException or TimeoutException or ObjectDisposedException when PassedThroughNpgsql(e) => true,
        _ => e.InnerException is { } inner && IsAway(inner),
    };

    /// <summary>Whether it comes from the store: it is away, or PostgreSQL refused a statement.</summary>
    public static bool IsOfStore(Exception e) => IsAway(e) || Refusal(e) is not null;

    /// <summary>Whether the content of a report or an event is at fault: it would fail again, whenever it is tried.</summary>
    /// <remarks>
    /// Otherwise the store is away, or not as it should be (a table is missing): then everything would fail, so nothing of it is to blame.
    /// </remarks>
    public static bool IsOfContent(Exception e) => Refusal(e) is { } refusal
        ? ContentClasses.Contains(refusal.SqlState[..2])
        : !IsAway(e) && e is not (
            OperationCanceledException or TimeoutException or IOException or ObjectDisposedException or OutOfMemoryException);

    /// <summary>Whether another transaction was first: to be decided again on what it left.</summary>
    public static bool IsCollision(Exception e) => Refusal(e) is
    {
        SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
    };

    /// <summary>Whether a day was closed since the append was decided.</summary>
    public static bool IsTooLate(Exception e) => Refusal(e)?.SqlState == ClosedMoments.TooLateCode;

    /// <summary>Whether a lock was not free in time.</summary>
    public static bool IsLocked(Exception e) =>
        Refusal(e) is { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected };

    /// <summary>The reason in a sentence, without our code.</summary>
    public static string Reason(Exception e) => e is PostgresException refusal
        ? $"{refusal.SqlState}: {refusal.MessageText}"
        : $"{e.GetType().Name}: {e.Message}";

    // Libraries wrap what PostgreSQL says.
    private static PostgresException? Refusal(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is PostgresException refusal)
                return refusal;
        }
        return null;
    }

    // These also come from files and from streams that have nothing to do with the store.
    private static bool PassedThroughNpgsql(Exception e) => e.StackTrace?.Contains(" Npgsql.", StringComparison.Ordinal) == true;
}
