using System.Text.Json;
using Wolverine;

namespace Incidents.Api.Store;

/// <summary>What a client says of a command, besides the command.</summary>
/// <param name="ClientId">The client's own id of it, or null: the same id again is the same command again.</param>
/// <param name="Cause">What led to it; null for the command itself.</param>
/// <param name="By">Who acts, or null.</param>
internal sealed record CommandRequest(string? ClientId = null, string? Cause = null, string? By = null)
{
    /// <summary>The command's own id, which no other one has, also of another thing; or null.</summary>
    public Guid? CommandId { get; init; }

    /// <summary>Digest of everything that the client sent with it, where it has an id of its own.</summary>
    public string? Digest { get; init; }

    /// <summary>Nothing is said.</summary>
    public static readonly CommandRequest None = new();

    private const string Header = "command-request";

    /// <summary>Sends it along with a message.</summary>
    public DeliveryOptions Deliver() => new DeliveryOptions().WithHeader(Header, JsonSerializer.Serialize(this));

    /// <summary>What was sent along with a message.</summary>
    public static CommandRequest Of(Envelope? envelope) =>
        envelope?.TryGetHeader(Header, out var json) is true ? JsonSerializer.Deserialize<CommandRequest>(json!)! : None;
}
