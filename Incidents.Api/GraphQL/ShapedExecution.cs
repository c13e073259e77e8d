using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser.AST;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Incidents.Api.GraphQL;

/// <summary>
/// Execution in parallel that writes lists of plain objects straight as JSON: where all that is selected of a list's items are
/// properties, no node is made for each field of each item. Anything else, an error included, takes the ordinary way from the start,
/// so that the answer is the same either way.
/// </summary>
internal sealed class ShapedExecution : ParallelExecutionStrategy
{
    /// <summary>Shapes live as long as the document that selects them, which the document cache keeps.</summary>
    private readonly ConditionalWeakTable<GraphQLField, Known> shapes = [];

    protected override Task SetArrayItemNodesAsync(ExecutionContext context, ArrayExecutionNode parent) =>
        TryWrite(context, parent) ? Task.CompletedTask : base.SetArrayItemNodesAsync(context, parent);

    private bool TryWrite(ExecutionContext context, ArrayExecutionNode parent)
    {
        // Only a list that can be read again may be given up half way.
        if (parent.Result is not ICollection items || parent.Field is not { } field)
            return false;
        var known = KnownOf(context, parent, field, items);
        if (known is { Shape: null, Values: null })
            return false;
        var buffer = PooledBuffer.Pool.Get();
        if (Write(context, buffer.Writer, items, known))
        {
            parent.SerializedResult = new WrittenList(buffer);
            return true;
        }
        PooledBuffer.Pool.Return(buffer);
        return false;
    }

    private static bool Write(ExecutionContext context, Utf8JsonWriter json, ICollection items, Known known)
    {
        try
        {
            if (known.Values is { } values)
            {
                var isWritten = values.WriteAny(json, items);
                json.Flush();
                return isWritten;
            }
            json.WriteStartArray();
            foreach (var item in items)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                if (item is null || !known.Shape!.Write(json, item))
                    return false;
            }
            json.WriteEndArray();
            json.Flush();
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A getter threw: ordinary execution meets it again and says at which item and field.
            return false;
        }
    }

    private Known KnownOf(ExecutionContext context, ArrayExecutionNode parent, GraphQLField field, ICollection items)
    {
        if (shapes.TryGetValue(field, out var known) && ReferenceEquals(known.List, parent.GraphType) && known.ClrType == items.GetType())
            return known;
        var itemType = ((ListGraphType)parent.GraphType).ResolvedType is NonNullGraphType required ? required.ResolvedType : ((ListGraphType)parent.GraphType).ResolvedType;
        var shape = itemType is IObjectGraphType type && field.SelectionSet is { } selection && !HasDirectives(context.Document, selection)
            ? ShapeOf(context, type, selection)
            : null;
        var values = itemType is ScalarGraphType ? JsonValue.For(items.GetType(), parent.GraphType, _ => null) : null;
        known = new(parent.GraphType, items.GetType(), shape, values);
        shapes.AddOrUpdate(field, known);
        return known;
    }

    private Shape? ShapeOf(ExecutionContext context, IObjectGraphType type, GraphQLSelectionSet selection)
    {
        var fields = new List<ShapeField>();
        foreach (var (name, (field, definition)) in CollectFieldsFrom(context, type, selection, null))
        {
            var encoded = JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
            if (ReferenceEquals(definition, context.Schema.TypeNameMetaFieldType))
            {
                fields.Add(new TypeNameField(encoded, JsonEncodedText.Encode(type.Name)));
                continue;
            }
            if (PropertyGetter.Of(definition) is not { } getter)
                return null;
            var value = JsonValue.For(getter.ValueType, definition.ResolvedType!, nested => field.SelectionSet is { } inner ? ShapeOf(context, nested, inner) : null);
            if (value is null)
                return null;
            fields.Add(getter.Field(encoded, value));
        }
        return new(fields);
    }

    /// <summary>A directive may include a field in one request and not in the next; its document has no one shape.</summary>
    private static bool HasDirectives(GraphQLDocument document, GraphQLSelectionSet selection) => selection.Selections.Any(node => node switch
    {
        GraphQLField field => field.Directives is not null || (field.SelectionSet is { } inner && HasDirectives(document, inner)),
        GraphQLInlineFragment fragment => fragment.Directives is not null || HasDirectives(document, fragment.SelectionSet),
        GraphQLFragmentSpread spread => spread.Directives is not null
            || document.Definitions.OfType<GraphQLFragmentDefinition>()
                .Any(fragment => fragment.FragmentName.Name == spread.FragmentName.Name && HasDirectives(document, fragment.SelectionSet)),
        _ => true,
    });

    /// <param name="List">The list's type: one field of a fragment may be another on another type.</param>
    /// <param name="ClrType">What the resolver gave.</param>
    /// <param name="Shape">What is selected of an item, where items are objects that can be written so; else null.</param>
    /// <param name="Values">Writes the whole list, where its items are scalars that can be written so; else null.</param>
    private sealed record Known(IGraphType List, Type ClrType, Shape? Shape, JsonValue? Values);
}

/// <summary>A list that was written already.</summary>
internal sealed class WrittenList(PooledBuffer buffer) : IEnumerable
{
    /// <summary>Copies the list into the answer, and gives the buffer back: once.</summary>
    public void MoveTo(Utf8JsonWriter json)
    {
        json.WriteRawValue(buffer.Written.Span, skipInputValidation: true);
        PooledBuffer.Pool.Return(buffer);
    }

    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException("The list exists as JSON only.");
}
