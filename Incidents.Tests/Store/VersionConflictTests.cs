using Incidents.Api.Store;
using Incidents.Domain.Dispatch;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>A change by another host in between leaves no gap in the numbers of the events: a gap would hold the daemon up.</summary>
[Collection(OnSharedHost.Name)]
public sealed class VersionConflictTests(SharedHost shared)
{
    private static readonly Instant Now = Instant.FromUtc(2030, 1, 1, 0, 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_version_conflict_takes_no_number(bool changesDependedOn)
    {
        var host = shared.Host;
        var city = await host.NewCity();
        var (one, other) = (await Open(host, city, "1"), await Open(host, city, "2"));
        var submission = new Submission<Incident>(new MergeIncident(one, other, null, "op")) { EventId = Guid.CreateVersion7() };
        var streams = host.Services.GetRequiredService<StreamStore>();
        await using var connection = await host.Database.OpenConnectionAsync(Cancellation);
        var page = await streams.Load(connection, [new(submission, new SubmissionBatch(1), 0)]);
        Assert.Equal(
            SubmissionStatus.Committed, host.Services.GetRequiredService<SubmissionDecider>().Decide(submission, page, Now, false).Status);

        await Assign(host, changesDependedOn ? other : one);
        var before = await LastNumber(host);
        await Assert.ThrowsAsync<StreamChangedException>(() => streams.Append(connection, page, Now));

        Assert.Equal(before, await LastNumber(host));
        // The same connection appends what is decided anew.
        var again = await streams.Load(connection, [new(submission, new SubmissionBatch(1), 0)]);
        host.Services.GetRequiredService<SubmissionDecider>().Decide(submission, again, Now, false);
        await streams.Append(connection, again, Now);
        // One event on the incident that goes, one on the one that stays.
        Assert.Equal(before + 2, await LastNumber(host));
    }

    private static async Task<Guid> Open(RunningHost host, string city, string key) =>
        (await host.Services.GetRequiredService<CommandStore>().Decide(new OpenIncident(new(city, key), "theft", new(city)), Cancellation))
        .StreamId;

    private static Task Assign(RunningHost host, Guid incident) =>
        host.Services.GetRequiredService<CommandStore>().Decide(new AssignUnit(incident, "P-1"), Cancellation);

    private static async Task<long> LastNumber(RunningHost host) =>
        (long)(await host.Query("select last_value from store.mt_events_sequence"))[0][0];
}
