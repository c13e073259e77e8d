using System.Collections.Concurrent;
using GraphQL.Introspection;
using GraphQL.Types;
using Incidents.Api.GraphQL;

namespace Incidents.Api.Access.Table;

/// <summary>Shows each caller the part of the schema that the caller may use, in introspection and as text.</summary>
internal sealed class SchemaView(FieldTable table, Lazy<ISchema> schema) : DefaultSchemaFilter, ISchemaView
{
    private readonly ConcurrentDictionary<ulong, VisibleSchema> known = new();

    /// <inheritdoc/>
    public ulong Key => DataClasses.Of(Callers.Current);

    private VisibleSchema Current => known.GetOrAdd(Key, may => new(schema.Value, table, may));

    /// <inheritdoc/>
    public bool Shows(string type) => Current.Has(type);

    /// <inheritdoc/>
    public bool Shows(string type, string field) => Current.Has(type, field);

    public override Task<bool> AllowType(IGraphType type) => Task.FromResult(Shows(type.Name));

    public override Task<bool> AllowField(IGraphType parent, IFieldType field) => Task.FromResult(Shows(parent.Name, field.Name));
}
