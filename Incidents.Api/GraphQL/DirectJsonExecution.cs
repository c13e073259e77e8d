using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser.AST;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Incidents.Api.GraphQL;

/// <summary>Executes queries in parallel, and writes lists of objects directly as JSON where every selected field is a property.</summary>
/// <remarks>
/// GraphQL.NET makes an execution node for each field of each item, which takes most of the response time of a long list
/// (docs/decisions/0010). Everything else is executed by the library, a list with an error included: the attempt is given up and the
/// library executes the list from the start, so that the response is the same.
/// </remarks>
internal sealed class DirectJsonExecution : ParallelExecutionStrategy
{
    // The writers of a field live as long as its document, which the document cache keeps.
    private readonly ConditionalWeakTable<GraphQLField, ListSelection> selections = [];

    protected override Task SetArrayItemNodesAsync(ExecutionContext context, ArrayExecutionNode parent) =>
        TryWrite(context, parent) ? Task.CompletedTask : base.SetArrayItemNodesAsync(context, parent);

    private bool TryWrite(ExecutionContext context, ArrayExecutionNode parent)
    {
        // The library must be able to read the list again after an attempt.
        if (parent.Result is not ICollection items || parent.Field is not { } field)
            return false;
        if (SelectionOf(context, parent, field).Item is not { } item)
            return false;
        var buffer = PooledBuffer.Pool.Get();
        if (TryWrite(context, buffer.Writer, items, item))
        {
            parent.SerializedResult = new SerializedList(buffer, items.Count);
            return true;
        }
        PooledBuffer.Pool.Return(buffer);
        return false;
    }

    private static bool TryWrite(ExecutionContext context, Utf8JsonWriter json, ICollection items, SelectionWriter writer)
    {
        try
        {
            json.WriteStartArray();
            foreach (var item in items)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                if (item is null || !writer.TryWrite(json, item))
                    return false;
            }
            json.WriteEndArray();
            json.Flush();
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A getter threw; the library meets the exception again and reports the item and the field.
            return false;
        }
    }

    private ListSelection SelectionOf(ExecutionContext context, ArrayExecutionNode parent, GraphQLField field)
    {
        if (selections.TryGetValue(field, out var known) && ReferenceEquals(known.List, parent.GraphType))
            return known;
        var itemType = ((ListGraphType)parent.GraphType).ResolvedType;
        var writer = (itemType is NonNullGraphType required ? required.ResolvedType : itemType) is IObjectGraphType type
            && field.SelectionSet is { } selection && !HasDirectives(context.Document, selection)
                ? WriterOf(context, type, selection)
                : null;
        known = new(parent.GraphType, writer);
        selections.AddOrUpdate(field, known);
        return known;
    }

    private SelectionWriter? WriterOf(ExecutionContext context, IObjectGraphType type, GraphQLSelectionSet selection)
    {
        var fields = new List<FieldWriter>();
        foreach (var (name, (field, definition)) in CollectFieldsFrom(context, type, selection, null))
        {
            var encoded = JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
            if (ReferenceEquals(definition, context.Schema.TypeNameMetaFieldType))
            {
                fields.Add(new TypeNameWriter(encoded, JsonEncodedText.Encode(type.Name)));
                continue;
            }
            if (PropertyGetter.Of(definition) is not { } getter)
                return null;
            var value = ValueWriter.For(getter.ValueType, definition.ResolvedType!, Nested);
            if (value is null)
                return null;
            fields.Add(getter.Writer(encoded, value));

            SelectionWriter? Nested(IObjectGraphType nested) => field.SelectionSet is { } inner ? WriterOf(context, nested, inner) : null;
        }
        return new(fields);
    }

    // A directive may include a field in one request and exclude it in the next, so its document has no constant selection.
    private static bool HasDirectives(GraphQLDocument document, GraphQLSelectionSet selection) =>
        selection.Selections.Any(node => node switch
        {
            GraphQLField field => field.Directives is not null || (field.SelectionSet is { } inner && HasDirectives(document, inner)),
            GraphQLInlineFragment fragment => fragment.Directives is not null || HasDirectives(document, fragment.SelectionSet),
            GraphQLFragmentSpread spread => spread.Directives is not null
                || document.Definitions.OfType<GraphQLFragmentDefinition>().Any(fragment =>
                    fragment.FragmentName.Name == spread.FragmentName.Name && HasDirectives(document, fragment.SelectionSet)),
            _ => true,
        });

    /// <param name="List">The type of the list: a field of a fragment may have another one on another type.</param>
    /// <param name="Item">Writes an item; null where only the library can execute the list.</param>
    private sealed record ListSelection(IGraphType List, SelectionWriter? Item);
}

/// <summary>The JSON of a list.</summary>
internal sealed class SerializedList(PooledBuffer buffer, int count) : IEnumerable
{
    /// <summary>Number of its items.</summary>
    public int Count => count;

    /// <summary>Copies the list into the response and returns the buffer to its pool; may be called once.</summary>
    public void MoveTo(Utf8JsonWriter json)
    {
        json.WriteRawValue(buffer.Written.Span, skipInputValidation: true);
        PooledBuffer.Pool.Return(buffer);
    }

    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException("The list exists as JSON only.");
}
