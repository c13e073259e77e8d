using NodaTime;
using Npgsql;

namespace Incidents.Api.Hearing;

/// <summary>The one clock by which it is kept when devices were heard: the database's, whichever host heard them.</summary>
/// <remarks>
/// Two hosts whose clocks differ would each take the other's moments for an interruption, so that no silence ever counted; and what a slow
/// one heard would be suspected at once.
/// </remarks>
/// <param name="clock">The host's clock.</param>
/// <param name="isOfDatabase">Whether the database has it; otherwise the host's own clock is that of all hosts.</param>
internal sealed class SharedClock(IClock clock, bool isOfDatabase)
{
    private static readonly Duration Alike = Duration.FromSeconds(1);

    /// <summary>The present moment, and by how much it is ahead of the host's clock; less than a second counts as nothing.</summary>
    public async Task<(Instant Now, Duration Ahead)> Read(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var before = clock.GetCurrentInstant();
        if (!isOfDatabase)
            return (before, Duration.Zero);
        await using var command = new NpgsqlCommand("select clock_timestamp()", connection);
        var now = Instant.FromDateTimeUtc((DateTime)(await command.ExecuteScalarAsync(cancellation))!);
        // It was some moment of the time that the question took.
        var after = clock.GetCurrentInstant();
        return (now, now < before - Alike ? now - before : now > after + Alike ? now - after : Duration.Zero);
    }
}
