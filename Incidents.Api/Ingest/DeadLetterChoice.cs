namespace Incidents.Api.Ingest;

/// <summary>Which dead letters a replay takes.</summary>
/// <param name="Condition">SQL for it, with its value as <c>$3</c>.</param>
/// <param name="Value">The value.</param>
internal sealed record DeadLetterChoice(string Condition, object Value)
{
    /// <summary>Those with these ids.</summary>
    public static DeadLetterChoice Ids(Guid[] ids) => new("id = any($3)", ids);

    /// <summary>Those that were refused with a code.</summary>
    public static DeadLetterChoice Code(string code) => new("code = $3", code);
}
