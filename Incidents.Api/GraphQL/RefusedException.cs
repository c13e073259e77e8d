using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>
/// Thrown by a resolver to answer with a refusal: an error with the refusal's message, and <c>extensions</c> of <c>code</c>,
/// <c>field</c> (where the rule concerns one) and <c>currentVersion</c> (where one is told).
/// </summary>
/// <param name="refusal">The rule broken.</param>
/// <param name="currentVersion">The version that the stream has now, for who wants to read and try again.</param>
public sealed class RefusedException(Refusal refusal, long? currentVersion = null) : Exception(refusal.Message)
{
    /// <summary>The rule broken.</summary>
    public Refusal Refusal => refusal;

    /// <summary>The version that the stream has now, or null.</summary>
    public long? CurrentVersion => currentVersion;

    /// <summary>An argument that the types allow and the field does not: code <c>BAD_INPUT</c>.</summary>
    /// <param name="field">The argument at fault.</param>
    /// <param name="message">What it must be, as a sentence in English.</param>
    public static RefusedException BadInput(string field, string message) => new(new(AnswerErrors.BadInput, message, field));
}
