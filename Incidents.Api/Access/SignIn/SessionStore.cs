using System.Security.Cryptography;
using System.Text;
using Incidents.Api.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace Incidents.Api.Access.SignIn;

/// <summary>Keeps the sessions of the pages in PostgreSQL.</summary>
/// <remarks>
/// The cookie holds a random id of 256 bits, the table its hash. A session that was read is used for a few seconds without asking again, so
/// a sign-out at one host ends it at the others after that time; while the store is away, it is used for a minute.
/// </remarks>
internal sealed class SessionStore : ITicketStore, IDisposable
{
    private const int BytesOfId = 32;
    private const int MostInMemory = 20_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan UsableWhileAway = TimeSpan.FromMinutes(1);

    private readonly StorePools pools;
    private readonly IDataProtector protector;
    private readonly TimeProvider time;
    private readonly AccessSettings settings;
    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = MostInMemory });

    /// <summary>Makes the store; its table is in <see cref="SignInTables"/>.</summary>
    public SessionStore(StorePools pools, IDataProtectionProvider protection, TimeProvider time, AccessSettings settings)
    {
        (this.pools, this.time, this.settings) = (pools, time, settings);
        protector = protection.CreateProtector("Incidents.SessionTicket");
    }

    /// <inheritdoc/>
    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var id = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(BytesOfId));
        var now = time.GetUtcNow();
        var end = now + settings.SessionLife;
        ticket.Properties.ExpiresUtc = Earlier(now + settings.SessionIdle, end);
        await using var command = pools.Upkeep.CreateCommand(
            $"""
             with over as (delete from {SignInTables.Schema}.session where expires_at < $4)
             insert into {SignInTables.Schema}.session (id_sha256, subject, ticket, began_at, expires_at, ends_at)
             values ($1, $2, $3, $4, $5, $6)
             """);
        Add(command, HashOf(id), ticket.Principal.FindFirst("sub")?.Value ?? "", Protect(ticket), now, ticket.Properties.ExpiresUtc, end);
        await command.ExecuteNonQueryAsync();
        return id;
    }

    /// <inheritdoc/>
    public Task RenewAsync(string key, AuthenticationTicket ticket) => Renew(key);

    /// <summary>Prolongs a session that is not over.</summary>
    /// <param name="key">Its id.</param>
    public async Task Renew(string key)
    {
        var now = time.GetUtcNow();
        await using var command = pools.Upkeep.CreateCommand(
            $"""
             update {SignInTables.Schema}.session set expires_at = least($2, ends_at) where id_sha256 = $1 and expires_at >= $3
             """);
        Add(command, HashOf(key), now + settings.SessionIdle, now);
        await command.ExecuteNonQueryAsync();
        known.Remove(key);
    }

    /// <inheritdoc/>
    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        var now = time.GetUtcNow();
        var read = known.Get<Read>(key);
        if (read is null || now - read.At >= Fresh)
        {
            try
            {
                read = new(await Find(key, now), now);
            }
            catch (Exception e) when (StoreFault.IsAway(e) && read is not null)
            {
                // What was read a moment ago still holds.
            }
            known.Set(key, read, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = UsableWhileAway });
        }
        return read.Ticket;
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(string key)
    {
        await using var command = pools.Upkeep.CreateCommand($"delete from {SignInTables.Schema}.session where id_sha256 = $1");
        Add(command, HashOf(key));
        await command.ExecuteNonQueryAsync();
        known.Remove(key);
    }

    /// <summary>Those of some sessions that are over: they have expired, or were ended at whichever host.</summary>
    /// <param name="ids">Their ids.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<IReadOnlySet<string>> Over(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        var byHash = ids.ToDictionary(id => Convert.ToHexString(HashOf(id)));
        if (byHash.Count == 0)
            return new HashSet<string>();
        await using var command = pools.Upkeep.CreateCommand(
            $"select id_sha256 from {SignInTables.Schema}.session where id_sha256 = any($1) and expires_at >= $2");
        Add(command, ids.Select(HashOf).ToArray(), time.GetUtcNow());
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            byHash.Remove(Convert.ToHexString(rows.GetFieldValue<byte[]>(0)));
        return byHash.Values.ToHashSet();
    }

    /// <inheritdoc/>
    public void Dispose() => known.Dispose();

    private async Task<AuthenticationTicket?> Find(string key, DateTimeOffset now)
    {
        await using var command = pools.Upkeep.CreateCommand(
            $"select ticket, expires_at, ends_at from {SignInTables.Schema}.session where id_sha256 = $1 and expires_at >= $2");
        Add(command, HashOf(key), now);
        await using var rows = await command.ExecuteReaderAsync();
        if (!await rows.ReadAsync() || Unprotect(rows.GetFieldValue<byte[]>(0)) is not { } ticket)
            return null;
        var (expires, end) = (rows.GetFieldValue<DateTimeOffset>(1), rows.GetFieldValue<DateTimeOffset>(2));
        ticket.Properties.ExpiresUtc = expires;
        // The handler prolongs a session that has spent half of the time between these two moments.
        ticket.Properties.IssuedUtc = expires - settings.SessionIdle;
        ticket.Properties.AllowRefresh = expires < end;
        SessionSignIn.Mark(ticket.Properties, key);
        return ticket;
    }

    private byte[] Protect(AuthenticationTicket ticket) => protector.Protect(TicketSerializer.Default.Serialize(ticket));

    private AuthenticationTicket? Unprotect(byte[] content)
    {
        try
        {
            return TicketSerializer.Default.Deserialize(protector.Unprotect(content));
        }
        catch (CryptographicException)
        {
            // The keys that protected it are gone.
            return null;
        }
    }

    private static byte[] HashOf(string id) => SHA256.HashData(Encoding.ASCII.GetBytes(id));

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static void Add(NpgsqlCommand command, params object?[] values)
    {
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value is DateTimeOffset moment ? moment.UtcDateTime : value });
    }

    /// <summary>What the table had for an id, and when; no ticket where there is no such session.</summary>
    private sealed record Read(AuthenticationTicket? Ticket, DateTimeOffset At);
}
