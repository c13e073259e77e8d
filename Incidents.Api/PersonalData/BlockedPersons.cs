using System.Collections.Frozen;
using Incidents.Api.Access;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.PersonalData;

namespace Incidents.Api.PersonalData;

/// <summary>The plates whose data are shown to nobody, as this host knows them.</summary>
internal sealed class BlockedPlates : IBlockedPersons
{
    private volatile Known known = new([], []);

    /// <inheritdoc/>
    public bool Any => known.Hashes.Count > 0;

    /// <inheritdoc/>
    public bool IsBlocked(string? plate) => plate is not null && known is { Hashes.Count: > 0 } now
        && PersonMatcher.Of(plate, null, out _) is { } person && now.Hashes.Contains(PersonKey.Of(now.Key, person));

    /// <summary>Replaces what is known.</summary>
    /// <param name="key">The key of the hashes.</param>
    /// <param name="hashes">The hashes of the plates.</param>
    public void Set(byte[] key, IEnumerable<string> hashes) => known = new(key, hashes.ToFrozenSet(StringComparer.Ordinal));

    private sealed record Known(byte[] Key, FrozenSet<string> Hashes);
}

/// <summary>Blocks plates: their data are kept, and shown to nobody.</summary>
/// <remarks>
/// Only keyed hashes are kept. This host knows a blocking of its own at once, and one of another host within <see cref="Pause"/>.
/// </remarks>
internal sealed partial class BlockedPersons(
    EventStreams streams, EventReader events, PersonKey key, BlockedPlates plates, CommandStore commands, Cities cities,
    ILogger<BlockedPersons> log) : BackgroundService
{
    private const string StreamTypeName = "personal_data";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ILogger<BlockedPersons> log = log;

    /// <summary>Whether the data of a person are blocked, by what is committed now.</summary>
    public async Task<bool> IsBlocked(PersonMatcher person, CancellationToken cancellation) =>
        (await events.Open<PersonalDataRecord>(
            Domain.PersonalData.BlockPerson.Stream(await key.Of(person, [], cancellation)), null, cancellation))?.State.IsBlocked is true;

    /// <summary>Blocks or unblocks a person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="isBlocked">Which of the two.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="reference">What the request refers to.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellation">Stops queueing.</param>
    /// <returns>Why it is refused, or null.</returns>
    public async Task<Refusal?> Block(
        PersonMatcher person, bool isBlocked, string reasonCode, string reference, string by, CancellationToken cancellation)
    {
        var hash = await key.Of(person, [], cancellation);
        ICommand<PersonalDataRecord> command = isBlocked
            ? new BlockPerson(hash, reasonCode, reference, by, cities.All.First().Code)
            : new UnblockPerson(hash, reasonCode, reference, by);
        var result = await commands.Decide(command, cancellation, new(By: by));
        await Read(cancellation);
        return result.Refusal;
    }

    /// <summary>Reads who is blocked.</summary>
    public async Task Read(CancellationToken cancellation)
    {
        var records = await streams.OfType(StreamTypeName, cancellation);
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, record) in await events.Open<PersonalDataRecord>(records, null, cancellation))
        {
            if (record.State.IsBlocked && record.Events.Select(e => e.Event).OfType<PersonBlocked>().LastOrDefault() is { } last)
                found.Add(last.Person);
        }
        plates.Set(await key.Bytes(cancellation), found);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        do
        {
            try
            {
                await Read(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotRead(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "Who is blocked could not be read; what was read last counts.")]
    private partial void LogNotRead(Exception e);
}
