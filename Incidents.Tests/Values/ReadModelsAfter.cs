using Incidents.Api.Store;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Values;

/// <summary>What must hold after whatever was sent: the read models run, hold every event, and equal their rebuild.</summary>
internal static class ReadModelsAfter
{
    public static async Task AreRunningAndEqualTheirRebuild(RunningHost host)
    {
        await host.CaughtUp();
        Assert.Empty(host.Services.GetRequiredService<ReadModelStatus>().Failures);
        Assert.Empty(host.Services.GetRequiredService<ProjectionShards>().Paused());
        Assert.Empty(await host.Query("select read_model, type, reason from store.quarantine"));
        Assert.Empty(await host.Query(StoredValues.OutOfBounds));
        Assert.True((long)(await host.Query("select count(*) from store.mt_events"))[0][0] > 0, "nothing was accepted");
        await RebuildTests.EqualsItsRebuild(host);
    }
}
