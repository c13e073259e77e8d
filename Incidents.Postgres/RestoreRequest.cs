namespace Incidents.Postgres;

/// <summary>What is to be restored, and where.</summary>
/// <param name="From">The folder of backups, or the folder of one base backup in it.</param>
/// <param name="At">What was committed after this moment is left out; null for all that there is.</param>
/// <param name="Folder">The data folder, which must be empty or missing.</param>
/// <param name="BinDirectory">The folder of PostgreSQL's programs; null to look in the usual places.</param>
/// <param name="Durable">False for throw-away data.</param>
public sealed record RestoreRequest(string From, DateTimeOffset? At, string Folder, string? BinDirectory = null, bool Durable = true);

/// <summary>What was restored.</summary>
/// <param name="Backup">The base backup that it began with.</param>
/// <param name="LastCommitAt">When the last transaction of it was committed; null where the base backup has none after it.</param>
/// <param name="Position">Position of the write-ahead log that it holds.</param>
public sealed record RestoreResult(BaseBackup Backup, DateTimeOffset? LastCommitAt, string Position);
