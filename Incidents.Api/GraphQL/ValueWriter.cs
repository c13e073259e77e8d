using System.Collections.Frozen;
using System.Text.Json;
using GraphQL.Types;
using NodaTime;

namespace Incidents.Api.GraphQL;

/// <summary>Writes values of one CLR type as one type of the schema, without an execution node and without boxing.</summary>
/// <remarks>
/// A value that is an error of its field, such as null for a required field, is not written: the method returns false, and the
/// library reports the error.
/// </remarks>
internal abstract class ValueWriter
{
    /// <summary>The writer of a type, or null where only the library can write it.</summary>
    /// <param name="clrType">The type of the property.</param>
    /// <param name="graphType">The type in the schema.</param>
    /// <param name="selection">The writer of a nested object; null where only the library can write the object.</param>
    public static ValueWriter? For(Type clrType, IGraphType graphType, Func<IObjectGraphType, SelectionWriter?> selection)
    {
        var isRequired = graphType is NonNullGraphType;
        var type = graphType is NonNullGraphType required ? required.ResolvedType! : graphType;
        if (Nullable.GetUnderlyingType(clrType) is { } underlying)
            return For(underlying, type, selection) is { } inner ? Make(typeof(NullableWriter<>), [underlying], inner, isRequired) : null;
        var writer = (type, clrType) switch
        {
            (ListGraphType list, _) when Item(clrType) is { } item =>
                For(item, list.ResolvedType!, selection) is { } inner ? Make(typeof(ListWriter<,>), [clrType, item], inner) : null,
            (IObjectGraphType known, _) when known.GetType() == typeof(OutputType<>).MakeGenericType(clrType) =>
                selection(known) is { } selected ? Make(typeof(ObjectWriter<>), [clrType], selected) : null,
            (EnumerationGraphType, { IsEnum: true }) when type.GetType() == typeof(EnumType<>).MakeGenericType(clrType) =>
                Make(typeof(EnumWriter<>), [clrType], type),
            (ScalarGraphType, { IsValueType: true }) when type.GetType().IsAssignableTo(typeof(TextScalar<>).MakeGenericType(clrType)) =>
                Make(typeof(TextScalarWriter<>), [clrType], type),
            _ => BuiltIn(type, clrType),
        };
        return writer is null || clrType.IsValueType ? writer : Make(typeof(ReferenceWriter<>), [clrType], writer, isRequired);
    }

    private static ValueWriter? BuiltIn(IGraphType type, Type clrType) => type switch
    {
        StringGraphType when clrType == typeof(string) => new ScalarWriter<string>((json, value) => json.WriteStringValue(value)),
        IntGraphType when clrType == typeof(int) => new ScalarWriter<int>((json, value) => json.WriteNumberValue(value)),
        BooleanGraphType when clrType == typeof(bool) => new ScalarWriter<bool>((json, value) => json.WriteBooleanValue(value)),
        DateTimeScalar when clrType == typeof(OffsetDateTime) => new ScalarWriter<OffsetDateTime>(
            (json, value) => json.WriteStringValue(DateTimeScalar.Write(value))),
        JsonScalar when clrType == typeof(JsonElement) => new ScalarWriter<JsonElement>((json, value) => value.WriteTo(json)),
        UuidScalar when clrType == typeof(Guid) => new ScalarWriter<Guid>((json, value) => json.WriteStringValue(value)),
        FloatScalar when clrType == typeof(double) => new ScalarWriter<double>(
            (json, value) => json.WriteNumberValue(value), double.IsFinite),
        LongScalar when clrType == typeof(long) => new ScalarWriter<long>(
            (json, value) => json.WriteNumberValue(value), value => value is >= -LongScalar.Safe and <= LongScalar.Safe),
        _ => null,
    };

    private static ValueWriter Make(Type open, Type[] arguments, params object[] values) =>
        (ValueWriter)Activator.CreateInstance(open.MakeGenericType(arguments), values)!;

    private static Type? Item(Type list) =>
        list == typeof(string)
            ? null
            : list.GetInterfaces().Append(list)
                .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
                ?.GetGenericArguments()[0];
}

internal abstract class ValueWriter<T> : ValueWriter
{
    /// <summary>Writes the value, or returns false with the JSON incomplete.</summary>
    public abstract bool TryWrite(Utf8JsonWriter json, T value);
}

/// <summary>Writes values of a built-in scalar.</summary>
/// <param name="write">Writes a value.</param>
/// <param name="isValid">Whether a value has this form; null where every value has.</param>
internal sealed class ScalarWriter<T>(Action<Utf8JsonWriter, T> write, Func<T, bool>? isValid = null) : ValueWriter<T>
{
    public override bool TryWrite(Utf8JsonWriter json, T value)
    {
        if (isValid is not null && !isValid(value))
            return false;
        write(json, value);
        return true;
    }
}

internal sealed class ReferenceWriter<T>(ValueWriter<T> inner, bool isRequired) : ValueWriter<T> where T : class
{
    public override bool TryWrite(Utf8JsonWriter json, T? value)
    {
        if (value is not null)
            return inner.TryWrite(json, value);
        json.WriteNullValue();
        return !isRequired;
    }
}

internal sealed class NullableWriter<T>(ValueWriter<T> inner, bool isRequired) : ValueWriter<T?> where T : struct
{
    public override bool TryWrite(Utf8JsonWriter json, T? value)
    {
        if (value is { } known)
            return inner.TryWrite(json, known);
        json.WriteNullValue();
        return !isRequired;
    }
}

internal sealed class ListWriter<TList, T>(ValueWriter<T> item) : ValueWriter<TList> where TList : IEnumerable<T>
{
    public override bool TryWrite(Utf8JsonWriter json, TList value)
    {
        json.WriteStartArray();
        foreach (var element in value)
        {
            if (!item.TryWrite(json, element))
                return false;
        }
        json.WriteEndArray();
        return true;
    }
}

internal sealed class ObjectWriter<T>(SelectionWriter selection) : ValueWriter<T>
{
    public override bool TryWrite(Utf8JsonWriter json, T value) => selection.TryWrite(json, value!);
}

internal sealed class EnumWriter<T>(EnumerationGraphType type) : ValueWriter<T> where T : struct, Enum
{
    private readonly FrozenDictionary<T, JsonEncodedText> names = type.Values.DistinctBy(value => (T)value.Value!)
        .ToFrozenDictionary(value => (T)value.Value!, value => JsonEncodedText.Encode(value.Name));

    public override bool TryWrite(Utf8JsonWriter json, T value)
    {
        if (!names.TryGetValue(value, out var name))
            return false;
        json.WriteStringValue(name);
        return true;
    }
}

internal sealed class TextScalarWriter<T>(TextScalar<T> scalar) : ValueWriter<T> where T : struct
{
    public override bool TryWrite(Utf8JsonWriter json, T value)
    {
        json.WriteStringValue(scalar.Write(value));
        return true;
    }
}
