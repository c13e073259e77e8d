using System.Collections.Frozen;
using System.Text.Json;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>
/// Writes values of one CLR type as one type of the schema, without a node of execution and without boxing. What would be an error
/// (null where none may be, a number that is none) is not written here: the answer is false, and ordinary execution words the error.
/// </summary>
internal abstract class JsonValue
{
    /// <summary>A writer for the type, or null where only ordinary execution knows how.</summary>
    /// <param name="clrType">What the property holds.</param>
    /// <param name="graphType">What the schema says that it is.</param>
    /// <param name="shape">What is selected of an object; null where an object cannot be written this way.</param>
    public static JsonValue? For(Type clrType, IGraphType graphType, Func<IObjectGraphType, Shape?> shape)
    {
        var isRequired = graphType is NonNullGraphType;
        var type = graphType is NonNullGraphType required ? required.ResolvedType! : graphType;
        if (Nullable.GetUnderlyingType(clrType) is { } underlying)
            return For(underlying, type, shape) is { } inner ? Make(typeof(JsonNullable<>), [underlying], inner, isRequired) : null;
        var writer = (type, clrType) switch
        {
            (ListGraphType list, _) when Item(clrType) is { } item =>
                For(item, list.ResolvedType!, shape) is { } inner ? Make(typeof(JsonList<,>), [clrType, item], inner) : null,
            (IObjectGraphType known, _) when known.GetType() == typeof(OutputType<>).MakeGenericType(clrType) =>
                shape(known) is { } selected ? Make(typeof(JsonObject<>), [clrType], selected) : null,
            (EnumerationGraphType, { IsEnum: true }) when type.GetType() == typeof(EnumType<>).MakeGenericType(clrType) => Make(typeof(JsonEnum<>), [clrType], type),
            (StringGraphType, _) when clrType == typeof(string) => new JsonText(),
            (IntGraphType, _) when clrType == typeof(int) => new JsonInt(),
            (FloatScalar, _) when clrType == typeof(double) => new JsonDouble(),
            (BooleanGraphType, _) when clrType == typeof(bool) => new JsonBool(),
            (LongScalar, _) when clrType == typeof(long) => new JsonLong(),
            (UuidScalar, _) when clrType == typeof(Guid) => new JsonGuid(),
            (ScalarGraphType, { IsValueType: true }) when type.GetType().IsAssignableTo(typeof(TextScalar<>).MakeGenericType(clrType)) =>
                Make(typeof(JsonScalar<>), [clrType], type),
            _ => (JsonValue?)null,
        };
        return writer is null || clrType.IsValueType ? writer : Make(typeof(JsonReference<>), [clrType], writer, isRequired);
    }

    /// <summary>Writes a value of the writer's type, or answers false and leaves the JSON unfinished.</summary>
    public abstract bool WriteAny(Utf8JsonWriter json, object? value);

    private static JsonValue Make(Type open, Type[] arguments, params object[] values) => (JsonValue)Activator.CreateInstance(open.MakeGenericType(arguments), values)!;

    private static Type? Item(Type list) =>
        list == typeof(string)
            ? null
            : list.GetInterfaces().Append(list).FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
                ?.GetGenericArguments()[0];
}

internal abstract class JsonValue<T> : JsonValue
{
    /// <summary>Writes the value, or answers false and leaves the JSON unfinished.</summary>
    public abstract bool Write(Utf8JsonWriter json, T value);

    public sealed override bool WriteAny(Utf8JsonWriter json, object? value) => Write(json, (T)value!);
}

internal sealed class JsonReference<T>(JsonValue<T> inner, bool isRequired) : JsonValue<T> where T : class
{
    public override bool Write(Utf8JsonWriter json, T? value)
    {
        if (value is not null)
            return inner.Write(json, value);
        json.WriteNullValue();
        return !isRequired;
    }
}

internal sealed class JsonNullable<T>(JsonValue<T> inner, bool isRequired) : JsonValue<T?> where T : struct
{
    public override bool Write(Utf8JsonWriter json, T? value)
    {
        if (value is { } known)
            return inner.Write(json, known);
        json.WriteNullValue();
        return !isRequired;
    }
}

internal sealed class JsonList<TList, T>(JsonValue<T> item) : JsonValue<TList> where TList : IEnumerable<T>
{
    public override bool Write(Utf8JsonWriter json, TList value)
    {
        json.WriteStartArray();
        foreach (var element in value)
        {
            if (!item.Write(json, element))
                return false;
        }
        json.WriteEndArray();
        return true;
    }
}

internal sealed class JsonObject<T>(Shape shape) : JsonValue<T>
{
    public override bool Write(Utf8JsonWriter json, T value) => shape.Write(json, value!);
}

internal sealed class JsonEnum<T>(EnumerationGraphType type) : JsonValue<T> where T : struct, Enum
{
    private readonly FrozenDictionary<T, JsonEncodedText> names =
        type.Values.DistinctBy(value => (T)value.Value!).ToFrozenDictionary(value => (T)value.Value!, value => JsonEncodedText.Encode(value.Name));

    public override bool Write(Utf8JsonWriter json, T value)
    {
        if (!names.TryGetValue(value, out var name))
            return false;
        json.WriteStringValue(name);
        return true;
    }
}

internal sealed class JsonScalar<T>(TextScalar<T> scalar) : JsonValue<T> where T : struct
{
    public override bool Write(Utf8JsonWriter json, T value)
    {
        json.WriteStringValue(scalar.Write(value));
        return true;
    }
}

internal sealed class JsonText : JsonValue<string>
{
    public override bool Write(Utf8JsonWriter json, string value)
    {
        json.WriteStringValue(value);
        return true;
    }
}

internal sealed class JsonInt : JsonValue<int>
{
    public override bool Write(Utf8JsonWriter json, int value)
    {
        json.WriteNumberValue(value);
        return true;
    }
}

internal sealed class JsonLong : JsonValue<long>
{
    public override bool Write(Utf8JsonWriter json, long value)
    {
        if (value is < -LongScalar.Safe or > LongScalar.Safe)
            return false;
        json.WriteNumberValue(value);
        return true;
    }
}

internal sealed class JsonDouble : JsonValue<double>
{
    public override bool Write(Utf8JsonWriter json, double value)
    {
        if (!double.IsFinite(value))
            return false;
        json.WriteNumberValue(value);
        return true;
    }
}

internal sealed class JsonBool : JsonValue<bool>
{
    public override bool Write(Utf8JsonWriter json, bool value)
    {
        json.WriteBooleanValue(value);
        return true;
    }
}

internal sealed class JsonGuid : JsonValue<Guid>
{
    public override bool Write(Utf8JsonWriter json, Guid value)
    {
        json.WriteStringValue(value);
        return true;
    }
}
