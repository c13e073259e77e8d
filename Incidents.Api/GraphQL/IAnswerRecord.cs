using GraphQL;
using GraphQL.Execution;
using GraphQL.Transport;
using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>Puts answers on record before they are sent.</summary>
internal interface IAnswerRecord
{
    /// <summary>Called before a valid request is executed: what it notes holds for everything that is read afterwards.</summary>
    /// <param name="context">The request.</param>
    /// <returns>What <see cref="Write"/> is given; null where nothing is noted.</returns>
    ValueTask<object?> Begin(IExecutionContext context);

    /// <summary>Called with the answer before it is sent; it is not sent where this throws.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellation">Cancelled when the client disconnects.</param>
    /// <exception cref="Incidents.Api.Access.AccessLogException">The answer cannot be put on record.</exception>
    ValueTask Write(RecordedAnswer answer, CancellationToken cancellation);
}

/// <summary>An answer that is about to be sent.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Result">The result of the execution.</param>
/// <param name="Context">The user context of the request.</param>
/// <param name="Rows">Number of objects by their type.</param>
/// <param name="Data">The JSON of <c>data</c>; empty where the request was not executed.</param>
/// <param name="Begun">What <see cref="IAnswerRecord.Begin"/> returned.</param>
internal sealed record RecordedAnswer(
    GraphQLRequest Request, ExecutionResult Result, IDictionary<string, object?> Context, IReadOnlyDictionary<string, int> Rows,
    ReadOnlyMemory<byte> Data, object? Begun);

/// <summary>Notes what precedes the execution.</summary>
internal sealed class AnswerRecordListener(IAnswerRecord record) : DocumentExecutionListenerBase
{
    /// <summary>What was noted.</summary>
    public object? Begun { get; private set; }

    /// <inheritdoc/>
    public override async Task BeforeExecutionAsync(IExecutionContext context) => Begun = await record.Begin(context);
}

/// <summary>The codes with which mutations of a request were refused: their payloads state them only where the client asks.</summary>
internal static class PayloadRefusals
{
    private const string Key = "Incidents.PayloadRefusals";

    /// <summary>Notes the code of a refusal; a request's mutations are carried out one after another.</summary>
    /// <param name="context">The user context of the request.</param>
    /// <param name="code">The code.</param>
    public static void Note(IDictionary<string, object?> context, ErrorCode code)
    {
        if (context.TryGetValue(Key, out var noted) && noted is List<string> codes)
            codes.Add(code.Text());
        else
            context[Key] = new List<string> { code.Text() };
    }

    /// <summary>The codes, in the order of the mutations.</summary>
    /// <param name="context">The user context of the request.</param>
    public static IReadOnlyList<string> Of(IDictionary<string, object?> context) =>
        context.TryGetValue(Key, out var noted) && noted is List<string> codes ? codes : [];
}
