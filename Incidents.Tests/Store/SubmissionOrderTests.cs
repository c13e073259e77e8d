using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>The order of one sender's submissions when the store goes away and comes back in the middle.</summary>
public sealed class SubmissionOrderTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_after_a_submission_that_could_not_be_taken_is_not_taken_either()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o =>
        {
            o.RunsDaemon = false;
            o.Appender = new() { Patience = TimeSpan.Zero };
        });
        var appender = host.Services.GetRequiredService<StreamAppender>();
        var order = new SubmissionOrder();
        await Writable(host, false);
        var away = await (await appender.Enqueue([Raise("1"), Raise("2")], Cancellation, order)).Results;
        Assert.All(away, r => Assert.Equal(SubmissionStatus.Unavailable, r.Status));
        await Writable(host, true);

        // The store is back. The same sender's next steps must not overtake what it was told to send again.
        var next = await (await appender.Enqueue([End("1"), Raise("3")], Cancellation, order)).Results;
        Assert.All(next, r => Assert.Equal(SubmissionStatus.Unavailable, r.Status));
        Assert.Equal(0L, (await host.Query("select count(*) from store.mt_events"))[0][0]);

        var again = await appender.Submit([Raise("1"), Raise("2"), End("1"), Raise("3")], Cancellation);
        Assert.All(again, r => Assert.Equal(SubmissionStatus.Committed, r.Status));
    }

    private static async Task Writable(RunningHost host, bool writable)
    {
        await host.Query(
            $"""
             set transaction read write;
             do $$ begin execute format(
                 'alter database %I set default_transaction_read_only = {(writable ? "off" : "on")}', current_database()); end $$
             """);
        host.ClearConnections();
        await RunningHost.Until(
            async () => (string)(await host.Query("show default_transaction_read_only"))[0][0] == (writable ? "off" : "on"),
            "the setting");
    }

    private static RaiseAlert Alert(string id) =>
        new(new("s", id), "fight", null, null, Some.Place, null, null, null, Some.Began.Plus(-Duration.FromDays(300)));

    private static Submission<Alert> Raise(string id) => Of(Alert(id), "raised");

    private static Submission<Alert> End(string id) =>
        Of(new EndAlert(Alert(id).StreamId, Some.Began.Plus(-Duration.FromDays(299))), "ended");

    private static Submission<Alert> Of(ICommand<Alert> command, string phase) =>
        new(command) { EventId = Identity.Event(command.StreamId, phase) };
}
