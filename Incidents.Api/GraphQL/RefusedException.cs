using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>Thrown by a resolver to respond with a refusal.</summary>
/// <remarks>
/// The error has the message of the refusal, and in <c>extensions</c> its <c>code</c>, its <c>field</c> if it concerns one, and
/// <c>currentVersion</c> if it is given.
/// </remarks>
/// <param name="refusal">The broken rule.</param>
/// <param name="currentVersion">The current version of the stream, so that the client can read and try again.</param>
public sealed class RefusedException(Refusal refusal, long? currentVersion = null) : Exception(refusal.Message)
{
    /// <summary>The broken rule.</summary>
    public Refusal Refusal => refusal;

    /// <summary>The current version of the stream, or null.</summary>
    public long? CurrentVersion => currentVersion;

    /// <summary>Further entries of <c>extensions</c>; null where there are none.</summary>
    public IReadOnlyDictionary<string, object?>? Details { get; init; }

    /// <summary>The refusal of an argument that its type allows and the field does not: code <c>BAD_INPUT</c>.</summary>
    /// <param name="field">The argument.</param>
    /// <param name="message">A sentence that states what it must be.</param>
    public static RefusedException BadInput(string field, string message) => new(new(ErrorCode.BadInput, message, field));
}
