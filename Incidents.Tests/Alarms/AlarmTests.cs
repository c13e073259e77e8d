using System.Security.Cryptography;
using System.Text;
using Incidents.Api.Backups;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Alarms;

public sealed class AlarmTests(AlarmHost alarms, PostgresFixture postgres) : IClassFixture<AlarmHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_is_raised_once_and_cleared_when_there_is_clearly_more_space()
    {
        alarms.Free = 5;
        await RoundsGive("DISK_NEARLY_FULL", "raised");
        alarms.Free = 11;
        await RoundsGive("DISK_NEARLY_FULL", "raised");
        alarms.Free = 80;
        await RoundsGive("DISK_NEARLY_FULL", "raised", "cleared");

        var text = alarms.Receiver.Of("DISK_NEARLY_FULL").First().Json.GetProperty("text").GetString()!;
        Assert.Contains(": data has 5 % free; the limit is 10 %.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_letters_that_grow_are_raised_once_and_cleared_after_an_hour_with_few()
    {
        await alarms.Host.PostLines(Enumerable.Range(0, 3).Select(Report));
        await RoundsGive("DEAD_LETTERS_GROWING", "raised");
        alarms.Clock.AdvanceHours(2);
        await RoundsGive("DEAD_LETTERS_GROWING", "raised", "cleared");

        object Report(int n) => new
        {
            source = "letters",
            id = $"{n}",
            kind = "alert",
            category = "fight",
            city = "nowhere",
            occurredAt = alarms.Clock.GetCurrentInstant().ToString(),
        };
    }

    [Fact]
    public async Task Late_and_failed_backups_are_raised_once_each_and_cleared_by_the_next()
    {
        var table = alarms.Host.Services.GetRequiredService<BackupStatusTable>();
        var now = alarms.Clock.GetCurrentInstant();
        await table.Write(
            new(now - Duration.FromDays(9), now - Duration.FromHours(27), now - Duration.FromMinutes(16), "no space"), Cancel);
        await RoundsGive("BACKUP_LATE", "raised");
        await RoundsGive("BACKUP_LOG_BEHIND", "raised");
        await RoundsGive("BACKUP_FAILED", "raised");

        await table.Write(new(now, now, now, null), Cancel);
        await RoundsGive("BACKUP_LATE", "raised", "cleared");
        await RoundsGive("BACKUP_LOG_BEHIND", "raised", "cleared");
        await RoundsGive("BACKUP_FAILED", "raised", "cleared");
        await table.Clear(Cancel);
    }

    [Fact]
    public async Task A_certificate_that_expires_or_is_gone_is_raised_once_and_cleared_by_a_new_one()
    {
        alarms.CertificateOf(TimeSpan.FromDays(10));
        await RoundsGive("CERTIFICATE_EXPIRES", "raised");
        File.Delete(alarms.Certificate);
        await RoundsGive("CERTIFICATE_EXPIRES", "raised");
        alarms.CertificateOf(TimeSpan.FromDays(365));
        await RoundsGive("CERTIFICATE_EXPIRES", "raised", "cleared");
    }

    [Fact]
    public async Task A_source_that_is_silent_for_longer_than_usual_is_raised_once_and_cleared_when_it_reports_again()
    {
        for (var report = 0; report < 4; report++)
        {
            await Reports(report);
            await alarms.Round();
            alarms.Clock.AdvanceHours(9);
        }
        // So far it was silent for as long as usual.
        await RoundsGive("SOURCE_SILENT");
        alarms.Clock.AdvanceHours(8);
        await RoundsGive("SOURCE_SILENT");
        alarms.Clock.AdvanceHours(2);
        await RoundsGive("SOURCE_SILENT", "raised");
        await Reports(4);
        await RoundsGive("SOURCE_SILENT", "raised", "cleared");
        Assert.Equal("quiet-one", alarms.Receiver.Of("SOURCE_SILENT").First().Json.GetProperty("subject").GetString());

        async Task Reports(int n)
        {
            var report = new
            {
                source = "quiet-one",
                id = $"{n}",
                kind = "alert",
                category = "fight",
                city = "karaganda",
                occurredAt = alarms.Clock.GetCurrentInstant().ToString(),
            };
            Assert.Equal(["accepted"], (await alarms.Host.PostLines(report)).Statuses);
            await alarms.Host.CaughtUp();
        }
    }

    [Fact]
    public async Task A_message_is_signed_and_mail_goes_to_every_receiver_once()
    {
        await Quarantine(alarms.Host);
        alarms.Mail.ClearReceivedEmail();
        await RoundsGive("QUARANTINE_NOT_EMPTY", "raised");

        var post = alarms.Receiver.Of("QUARANTINE_NOT_EMPTY").First();
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(AlarmHost.Secret), post.Body);
        Assert.Equal("sha256=" + Convert.ToHexStringLower(expected), post.Signature);
        Assert.Equal(post.MessageId, post.Json.GetProperty("id").GetRawText());
        var mail = Assert.Single(alarms.Mail.ReceivedEmail, m => m.Subject.Contains("Quarantined events", StringComparison.Ordinal));
        Assert.Equal("incidents@example.kz", mail.FromAddress.Address);
        Assert.Equal(["duty@example.kz", "second@example.kz"], mail.ToAddresses.Select(a => a.Address).Order());

        await Release(alarms.Host);
        await RoundsGive("QUARANTINE_NOT_EMPTY", "raised", "cleared");
    }

    [Fact]
    public async Task What_a_receiver_does_not_take_is_visible_and_delivered_later_once_and_in_order()
    {
        await using var receiver = await AlarmReceiver.Start();
        var settings = alarms.Settings;
        settings["Alarms:Webhooks"] = receiver.Address;
        settings["Alarms:MailHost"] = null;
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: alarms.Clock, settings: settings);
        receiver.IsDown = true;
        await Quarantine(host);
        await AlarmHost.Round(host);
        await Release(host);
        await AlarmHost.Round(host);

        var alarm = (await host.Ask(
            """
            { alarms(isOpen: false) {
                totalCount nodes { kind clearedAt deliveries { channel isAllClear attempts deliveredAt failure } } } }
            """))
            .GetProperty("alarms").GetProperty("nodes")[0];
        Assert.Equal("QUARANTINE_NOT_EMPTY", alarm.GetProperty("kind").GetString());
        Assert.Equal(
            """
            [{"channel":"webhook 127.0.0.1","isAllClear":false,"attempts":1,"deliveredAt":null,
            "failure":"The receiver answered with status 503."},
            {"channel":"webhook 127.0.0.1","isAllClear":true,"attempts":0,"deliveredAt":null,"failure":null}]
            """.ReplaceLineEndings(""),
            alarm.GetProperty("deliveries").GetRawText());

        receiver.IsDown = false;
        await AlarmHost.Round(host);
        Assert.Empty(receiver.States("QUARANTINE_NOT_EMPTY"));
        alarms.Clock.AdvanceMinutes(2);
        await AlarmHost.Round(host);
        await AlarmHost.Round(host);
        Assert.Equal(["raised", "cleared"], receiver.States("QUARANTINE_NOT_EMPTY"));
    }

    [Fact]
    public async Task Two_hosts_raise_a_lag_once_and_clear_it_once_the_read_models_have_caught_up()
    {
        await using var receiver = await AlarmReceiver.Start();
        var settings = alarms.Settings;
        settings["Alarms:Webhooks"] = receiver.Address;
        settings["Alarms:MailHost"] = null;
        settings["Alarms:Lag"] = "00:00:00.02";
        var database = await postgres.CreateDatabase();
        await using var first = await RunningHost.Start(database, o => o.RunsDaemon = false, settings: settings);
        await using var second = await RunningHost.Start(database, o => o.RunsDaemon = false, settings: settings);
        await first.PostLines(new
        {
            source = "lag",
            id = "1",
            kind = "alert",
            category = "fight",
            city = "karaganda",
            occurredAt = SystemClock.Instance.GetCurrentInstant().ToString(),
        });
        await RunningHost.Until(
            async () =>
            {
                await Task.WhenAll(AlarmHost.Round(first), AlarmHost.Round(second));
                return receiver.States("READ_MODELS_BEHIND").Length > 0;
            },
            "the alarm");
        await Task.WhenAll(AlarmHost.Round(first), AlarmHost.Round(second));
        Assert.Equal(["raised"], receiver.States("READ_MODELS_BEHIND"));

        // A host that starts on what is open raises nothing again.
        await using var third = await RunningHost.Start(database, settings: settings);
        await third.CaughtUp();
        await Task.WhenAll(AlarmHost.Round(first), AlarmHost.Round(second), AlarmHost.Round(third));

        Assert.Equal(["raised", "cleared"], receiver.States("READ_MODELS_BEHIND"));
    }

    private static Task Quarantine(RunningHost host) => host.Query(
        "insert into store.quarantine (read_model, seq_id, stream_id, version, type, reason) "
        + "values ('ledger', 1, gen_random_uuid(), 1, 'alert_raised', 'made by a test')");

    private static Task Release(RunningHost host) => host.Query("delete from store.quarantine");

    // A second round changes nothing.
    private async Task RoundsGive(string kind, params string[] states)
    {
        await alarms.Round();
        Assert.Equal(states, alarms.Receiver.States(kind));
        await alarms.Round();
        Assert.Equal(states, alarms.Receiver.States(kind));
    }
}
