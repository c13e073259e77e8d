using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using GraphQL.Resolvers;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>What is selected of an object whose fields are all properties: names and getters in the order of the answer.</summary>
internal sealed class Shape(IReadOnlyList<ShapeField> fields)
{
    private readonly ShapeField[] fields = [.. fields];

    /// <summary>Writes the object, or answers false and leaves the JSON unfinished.</summary>
    public bool Write(Utf8JsonWriter json, object source)
    {
        json.WriteStartObject();
        foreach (var field in fields)
        {
            if (!field.Write(json, source))
                return false;
        }
        json.WriteEndObject();
        return true;
    }
}

/// <summary>One name and where its value comes from.</summary>
internal abstract class ShapeField
{
    public abstract bool Write(Utf8JsonWriter json, object source);
}

/// <summary><c>__typename</c>.</summary>
internal sealed class TypeNameField(JsonEncodedText name, JsonEncodedText typeName) : ShapeField
{
    public override bool Write(Utf8JsonWriter json, object source)
    {
        json.WriteString(name, typeName);
        return true;
    }
}

/// <summary>A property.</summary>
internal sealed class PropertyField<TSource, T>(JsonEncodedText name, Func<TSource, T> get, JsonValue<T> value) : ShapeField
{
    public override bool Write(Utf8JsonWriter json, object source)
    {
        json.WritePropertyName(name);
        return value.Write(json, get((TSource)source));
    }
}

/// <summary>
/// The getter of a field that is nothing but a property, kept with the field. It holds only as long as the field is resolved by the
/// property itself: whoever sets another resolver leaves this one unused.
/// </summary>
internal abstract class PropertyGetter
{
    private const string Key = "Incidents.PropertyGetter";
    private IFieldResolver? resolver;

    public abstract Type ValueType { get; }

    public abstract ShapeField Field(JsonEncodedText name, JsonValue value);

    public static void Keep(FieldType field, PropertyInfo property, Type source)
    {
        var getter = (PropertyGetter)Activator.CreateInstance(typeof(PropertyGetter<,>).MakeGenericType(source, property.PropertyType), property)!;
        getter.resolver = field.Resolver;
        field.Metadata[Key] = getter;
    }

    public static PropertyGetter? Of(FieldType field) =>
        field.Metadata.TryGetValue(Key, out var kept) && kept is PropertyGetter getter && ReferenceEquals(getter.resolver, field.Resolver) ? getter : null;
}

internal sealed class PropertyGetter<TSource, T>(PropertyInfo property) : PropertyGetter
{
    private readonly Lazy<Func<TSource, T>> get = new(() =>
    {
        var source = Expression.Parameter(typeof(TSource));
        return Expression.Lambda<Func<TSource, T>>(Expression.Property(source, property), source).Compile();
    });

    public override Type ValueType => typeof(T);

    public override ShapeField Field(JsonEncodedText name, JsonValue value) => new PropertyField<TSource, T>(name, get.Value, (JsonValue<T>)value);
}
