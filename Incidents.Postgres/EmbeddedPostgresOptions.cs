namespace Incidents.Postgres;

/// <summary>How the private PostgreSQL is run.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>The folder that holds the server's data, port and password; made when missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// The TCP port on loopback; null for a free one, which is remembered and taken again by the next start when still free.
    /// </summary>
    public int? Port { get; init; }

    /// <summary>The folder of <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>; null to look in the usual places.</summary>
    public string? BinDirectory { get; init; }

    /// <summary>When another process of ours already runs the server of this folder: use that server instead of refusing.</summary>
    public bool JoinRunning { get; init; }

    /// <summary>False for throw-away data: what is committed outlives the server's end, even by kill -9, but not the machine's.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Connections that the server accepts.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>The folder that receives the write-ahead log all the time; null for no such copy.</summary>
    public string? BackupFolder { get; init; }

    /// <summary>How far a restored server recovers before it takes writes; null for a server that is not restored.</summary>
    internal RecoveryTarget? Recovery { get; init; }
}

/// <summary>The end of a recovery from a backup.</summary>
/// <param name="At">What was committed after this moment is left out; null for all that the backup holds.</param>
internal sealed record RecoveryTarget(DateTimeOffset? At);
