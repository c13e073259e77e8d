using System.Globalization;
using System.Text;

namespace Incidents.Postgres;

/// <summary>
/// The server's settings for a small machine that the host shares, each with its reason. They are written again at each start; what an
/// operator sets with ALTER SYSTEM is in a separate file of the server and takes precedence.
/// </summary>
internal static class PostgresSettings
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>The text of <c>postgresql.conf</c>.</summary>
    /// <param name="options">What the caller chose.</param>
    /// <param name="port">The TCP port.</param>
    /// <param name="clusterName">Shown in the titles of the server's processes, by which they are found again.</param>
    /// <param name="lz4">Whether the server can compress with LZ4.</param>
    /// <param name="memory">Bytes of memory that this machine, or this container, has.</param>
    public static string Text(EmbeddedPostgresOptions options, int port, string clusterName, bool lz4, long memory)
    {
        var text = new StringBuilder("# Written by Incidents at each start. Your own settings: ALTER SYSTEM SET ...\n");

        // Reachable from this machine only, with the password. No socket file: its path could be too long, its folder another user's.
        Set("listen_addresses", "127.0.0.1");
        Set("port", port);
        Set("unix_socket_directories", "");
        Set("max_connections", options.MaxConnections);
        Set("cluster_name", clusterName);

        // An eighth of the memory: the host and the file cache need the rest.
        Set("shared_buffers", Size(memory / 8, 64, 1024));
        Set("effective_cache_size", Size(memory / 2, 256, 64 * 1024));
        Set("work_mem", "16MB");
        Set("maintenance_work_mem", Size(memory / 16, 64, 512));
        // A container's /dev/shm is often 64 MB, too small for the hash tables of parallel queries.
        if (OperatingSystem.IsLinux() && SharedMemoryIsSmall())
            Set("dynamic_shared_memory_type", "sysv");

        // Acknowledged means committed, and committed means on the disk.
        Set("synchronous_commit", "on");
        var durable = options.Durable ? "on" : "off";
        Set("fsync", durable);
        Set("full_page_writes", durable);
        Set("restart_after_crash", "on");

        // Ingest writes in bursts: rare checkpoints, spread out, with small page images.
        Set("max_wal_size", "2GB");
        Set("min_wal_size", "256MB");
        Set("wal_compression", lz4 ? "lz4" : "on");
        Set("checkpoint_timeout", "15min");
        Set("checkpoint_completion_target", "0.9");

        // A copy of the log is streamed into the backup folder from a slot. Where that folder is away for long, the log must not fill this
        // disk: the copy then begins anew, and the next base backup with it.
        Set("max_slot_wal_keep_size", "4GB");
        if (options.Recovery is { } recovery)
        {
            // The log lies in the data already, so nothing is to be fetched; but recovery from a backup demands a command.
            Set("restore_command", "false");
            Set("recovery_target_timeline", "current");
            Set("recovery_target_action", "promote");
            if (recovery.At is { } at)
                Set("recovery_target_time", at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff+00", CultureInfo.InvariantCulture));
        }

        // Short queries on solid-state disks: JIT compilation of a plan costs more than it saves, and a random page costs about as much as
        // the next one.
        Set("jit", "off");
        Set("random_page_cost", "1.1");
        // Events are JSON: LZ4 unpacks it several times faster than PostgreSQL's own method.
        if (lz4)
            Set("default_toast_compression", "lz4");

        // Events are only appended, which by default would leave them unfrozen and without visibility map for long; ledgers are upserted,
        // which leaves dead rows that slow every later page. So autovacuum checks often, starts early, and pauses little.
        Set("autovacuum_naptime", "20s");
        Set("autovacuum_max_workers", 2);
        Set("autovacuum_vacuum_scale_factor", "0.05");
        Set("autovacuum_vacuum_insert_scale_factor", "0.05");
        Set("autovacuum_analyze_scale_factor", "0.02");
        Set("autovacuum_vacuum_cost_limit", 1000);

        // A forgotten open transaction would block vacuum and hold locks; a query whose client has gone would run on.
        Set("idle_in_transaction_session_timeout", "60s");
        if (OperatingSystem.IsLinux())
            Set("client_connection_check_interval", "10s");

        Set("timezone", "UTC");
        Set("datestyle", "iso, ymd");
        Set("lc_messages", "C");
        Set("default_text_search_config", "pg_catalog.simple");

        // A week of files, each day's overwriting the same day's of the week before. Parameters hold personal data and stay out.
        Set("logging_collector", "on");
        Set("log_directory", PostgresCluster.LogFolder);
        Set("log_filename", "postgresql-%a.log");
        Set("log_rotation_age", "1d");
        Set("log_rotation_size", 0);
        Set("log_truncate_on_rotation", "on");
        Set("log_timezone", "UTC");
        Set("log_line_prefix", "%m [%p] %q%u@%d ");
        Set("log_min_duration_statement", "2s");
        Set("log_parameter_max_length", 0);
        Set("log_parameter_max_length_on_error", 0);
        // A detail may contain a whole row.
        Set("log_error_verbosity", "terse");
        return text.ToString();

        void Set(string name, object value) => text.Append(name).Append(" = '").Append(value).Append("'\n");
    }

    private static string Size(long bytes, long least, long most) => $"{Math.Clamp(bytes / Mebibyte, least, most)}MB";

    private static bool SharedMemoryIsSmall() =>
        !Directory.Exists("/dev/shm") || new DriveInfo("/dev/shm").TotalSize < 256 * Mebibyte;
}
