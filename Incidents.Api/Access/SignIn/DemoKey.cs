using System.Security.Cryptography;
using Incidents.Api.Store;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace Incidents.Api.Access.SignIn;

/// <summary>The key that signs the tokens of demo users.</summary>
/// <remarks>It is kept in PostgreSQL, protected, so that every host of a database accepts a token, also after a restart.</remarks>
internal sealed class DemoKey(StorePools pools, IDataProtectionProvider protection) : IDisposable
{
    // Hosts of one process may have the same key; what one of them disposes must not be in use by another.
    private readonly CryptoProviderFactory uses = new() { CacheSignatureProviders = false };
    private ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The key.</summary>
    public SecurityKey Key => new ECDsaSecurityKey(key) { KeyId = DemoIssuer.Name, CryptoProviderFactory = uses };

    /// <summary>Reads the key, or keeps that of this host where there is none yet. Only one host at a time may do this.</summary>
    /// <param name="cancellation">Cancels it.</param>
    public async Task Load(CancellationToken cancellation)
    {
        var protector = protection.CreateProtector("Incidents.DemoKey");
        if (await Read(cancellation) is { } kept && TryUnprotect(protector, kept) is { } known)
        {
            var read = ECDsa.Create();
            read.ImportPkcs8PrivateKey(known, out _);
            (key, var made) = (read, key);
            made.Dispose();
            return;
        }
        await using var command = pools.Upkeep.CreateCommand(
            $"""
             insert into {SignInTables.Schema}.demo_key (id, content) values (1, $1)
             on conflict (id) do update set content = excluded.content
             """);
        command.Parameters.Add(new NpgsqlParameter { Value = protector.Protect(key.ExportPkcs8PrivateKey()) });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    private async Task<byte[]?> Read(CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand($"select content from {SignInTables.Schema}.demo_key");
        return (byte[]?)await command.ExecuteScalarAsync(cancellation);
    }

    private static byte[]? TryUnprotect(IDataProtector protector, byte[] content)
    {
        try
        {
            return protector.Unprotect(content);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
