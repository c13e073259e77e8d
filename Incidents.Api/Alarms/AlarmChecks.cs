using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Incidents.Api.Backups;
using Incidents.Api.Store;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Alarms;

/// <summary>Bytes that are free, and all bytes, of the disk that holds a folder.</summary>
/// <param name="folder">The folder.</param>
internal delegate (long Free, long Total) DiskReader(string folder);

/// <summary>The disks of the data folder and of the folder of backups.</summary>
internal sealed class DiskCheck(DiskReader disk, AlarmSettings settings, IConfiguration configuration, HostFolder data) : IAlarmCheck
{
    private const double ClearAt = 1.2;

    /// <inheritdoc/>
    public Task<IReadOnlyList<AlarmReading>> Read(Instant now, CancellationToken cancellation)
    {
        var readings = new List<AlarmReading>();
        foreach (var (name, folder) in ((string, string?)[])[("data", data.Path), ("backups", BackupSettings.FolderOf(configuration))])
        {
            if (folder is null)
                continue;
            var (free, total) = disk(folder);
            var share = total == 0 ? 0 : (double)free / total;
            var level = share >= settings.FreeDiskShare * ClearAt ? AlarmLevel.Good
                : share < settings.FreeDiskShare ? AlarmLevel.Bad
                : AlarmLevel.Between;
            readings.Add(new(AlarmKind.DiskNearlyFull, $"{Environment.MachineName}: {name}", level, share, settings.FreeDiskShare));
        }
        return Task.FromResult<IReadOnlyList<AlarmReading>>(readings);
    }
}

/// <summary>The folder that this host keeps its data in; null where they are all in another PostgreSQL.</summary>
/// <param name="Path">The folder.</param>
internal sealed record HostFolder(string? Path);

/// <summary>How far the read models are behind.</summary>
internal sealed class LagCheck(Freshness freshness, AlarmSettings settings) : IAlarmCheck
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<AlarmReading>> Read(Instant now, CancellationToken cancellation) =>
        [AlarmReading.High(
            AlarmKind.ReadModelsBehind, "", (await freshness.ReadNow(cancellation)).LagSeconds, settings.Lag.TotalSeconds)];
}

/// <summary>The dead letters of the last hour.</summary>
internal sealed class DeadLetterCheck(NpgsqlDataSource source, AlarmSettings settings) : IAlarmCheck
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<AlarmReading>> Read(Instant now, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "select count(*) from ingest.dead_letter where replayed_at is null and last_received_at > $1");
        command.Parameters.Add(new() { Value = (now - Duration.FromHours(1)).ToDateTimeUtc() });
        var count = (long)(await command.ExecuteScalarAsync(cancellation))!;
        return [AlarmReading.High(AlarmKind.DeadLettersGrowing, "", count, settings.DeadLettersPerHour)];
    }
}

/// <summary>The quarantined events.</summary>
internal sealed class QuarantineCheck(QuarantineTable quarantine) : IAlarmCheck
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<AlarmReading>> Read(Instant now, CancellationToken cancellation) =>
        [AlarmReading.High(AlarmKind.QuarantineNotEmpty, "", await quarantine.Count(null, cancellation), 1)];
}

/// <summary>The backups of the private PostgreSQL.</summary>
internal sealed class BackupCheck(BackupStatusTable table, AlarmSettings settings) : IAlarmCheck
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<AlarmReading>> Read(Instant now, CancellationToken cancellation)
    {
        var status = await table.Read(cancellation);
        return
        [
            Age(AlarmKind.BackupLate, status is null ? null : status.FinishedAt ?? status.Since, settings.OldestBackup),
            Age(AlarmKind.BackupLogBehind, status is null ? null : status.CompleteAt ?? status.Since, settings.BackupLogLag),
            AlarmReading.High(AlarmKind.BackupFailed, "", status?.Failure is null ? 0 : 1, 1),
        ];

        AlarmReading Age(AlarmKind kind, Instant? at, TimeSpan most)
        {
            var seconds = at is { } moment ? Math.Max(0, (now - moment).TotalSeconds) : 0;
            // There is no value between: a new backup is young at once.
            var level = most > TimeSpan.Zero && seconds > most.TotalSeconds ? AlarmLevel.Bad : AlarmLevel.Good;
            return new(kind, "", level, seconds, most.TotalSeconds);
        }
    }
}

/// <summary>The certificate of the web server, <c>Incidents:Certificate</c>, where there is one.</summary>
internal sealed class CertificateCheck(IConfiguration configuration, AlarmSettings settings) : IAlarmCheck
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<AlarmReading>> Read(Instant now, CancellationToken cancellation)
    {
        var days = configuration["Incidents:Certificate"] is { Length: > 0 } file
            ? await DaysLeft(file, now, cancellation)
            : double.MaxValue;
        // A renewed certificate is good for weeks, so there is no value between.
        var level = settings.CertificateDays > 0 && days <= settings.CertificateDays ? AlarmLevel.Bad : AlarmLevel.Good;
        return [new(AlarmKind.CertificateExpires, Environment.MachineName, level, days, settings.CertificateDays)];
    }

    // One that cannot be read is of no more use than one that has expired.
    private async Task<double> DaysLeft(string file, Instant now, CancellationToken cancellation)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(file, cancellation);
            var text = System.Text.Encoding.ASCII.GetString(bytes);
            using var certificate = text.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal)
                ? X509Certificate2.CreateFromPem(text)
                : X509CertificateLoader.LoadPkcs12(bytes, configuration["Incidents:CertificatePassword"]);
            return (Instant.FromDateTimeUtc(certificate.NotAfter.ToUniversalTime()) - now).TotalDays;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return 0;
        }
    }
}
