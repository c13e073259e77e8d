namespace Incidents.Api.GraphQL;

/// <summary>Codes of errors that do not come from a rule of the domain: <c>extensions.code</c> of an error.</summary>
internal static class ErrorCodes
{
    /// <summary>A value that its type allows and its field does not, or a value that cannot be read.</summary>
    public const string BadInput = "BAD_INPUT";

    /// <summary>An unexpected error in the server; the log contains it with the trace id.</summary>
    public const string Internal = "INTERNAL";

    /// <summary>The request exceeded <see cref="GraphQLSettings.TimeLimit"/>.</summary>
    public const string TimeLimit = "TIME_LIMIT";

    /// <summary>The query nests deeper than <see cref="GraphQLSettings.MaxDepth"/>, or than the parser reads.</summary>
    public const string QueryTooDeep = "QUERY_TOO_DEEP";

    /// <summary>Too much is computed or executed already; the same request is taken later.</summary>
    public const string TooBusy = "TOO_BUSY";

    /// <summary>PostgreSQL cannot be reached.</summary>
    public const string StoreUnavailable = "STORE_AWAY";

    /// <summary>The read models do not hold yet what the request needs; the same request is answered later.</summary>
    public const string ReadModelsBehind = "READ_MODELS_BEHIND";

    /// <summary>A position after the last event that is committed.</summary>
    public const string PositionUnknown = "POSITION_UNKNOWN";
}
