using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using GraphQL.Resolvers;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>Writes the selected fields of an object as JSON, in the order of the query.</summary>
internal sealed class SelectionWriter(IReadOnlyList<FieldWriter> fields)
{
    private readonly FieldWriter[] fields = [.. fields];

    /// <summary>Writes the object, or returns false with the JSON incomplete.</summary>
    public bool TryWrite(Utf8JsonWriter json, object source)
    {
        json.WriteStartObject();
        foreach (var field in fields)
        {
            if (!field.TryWrite(json, source))
                return false;
        }
        json.WriteEndObject();
        return true;
    }
}

/// <summary>Writes the name and the value of one field.</summary>
internal abstract class FieldWriter
{
    public abstract bool TryWrite(Utf8JsonWriter json, object source);
}

/// <summary>Writes <c>__typename</c>.</summary>
internal sealed class TypeNameWriter(JsonEncodedText name, JsonEncodedText typeName) : FieldWriter
{
    public override bool TryWrite(Utf8JsonWriter json, object source)
    {
        json.WriteString(name, typeName);
        return true;
    }
}

/// <summary>Writes a property.</summary>
internal sealed class PropertyWriter<TSource, T>(JsonEncodedText name, Func<TSource, T> get, ValueWriter<T> value) : FieldWriter
{
    public override bool TryWrite(Utf8JsonWriter json, object source)
    {
        json.WritePropertyName(name);
        return value.TryWrite(json, get((TSource)source));
    }
}

/// <summary>The compiled getter of a field that is a property, in the metadata of the field.</summary>
/// <remarks>It is valid only while the property resolves the field: after another resolver is set, it is not used.</remarks>
internal abstract class PropertyGetter
{
    private const string Key = "Incidents.PropertyGetter";
    private IFieldResolver? resolver;

    public abstract Type ValueType { get; }

    public abstract FieldWriter Writer(JsonEncodedText name, ValueWriter value);

    public static void Keep(FieldType field, PropertyInfo property, Type source)
    {
        var type = typeof(PropertyGetter<,>).MakeGenericType(source, property.PropertyType);
        var getter = (PropertyGetter)Activator.CreateInstance(type, property)!;
        getter.resolver = field.Resolver;
        field.Metadata[Key] = getter;
    }

    public static PropertyGetter? Of(FieldType field) =>
        field.Metadata.TryGetValue(Key, out var kept) && kept is PropertyGetter getter && ReferenceEquals(getter.resolver, field.Resolver)
            ? getter
            : null;
}

internal sealed class PropertyGetter<TSource, T>(PropertyInfo property) : PropertyGetter
{
    private readonly Lazy<Func<TSource, T>> get = new(() =>
    {
        var source = Expression.Parameter(typeof(TSource));
        return Expression.Lambda<Func<TSource, T>>(Expression.Property(source, property), source).Compile();
    });

    public override Type ValueType => typeof(T);

    public override FieldWriter Writer(JsonEncodedText name, ValueWriter value) =>
        new PropertyWriter<TSource, T>(name, get.Value, (ValueWriter<T>)value);
}
