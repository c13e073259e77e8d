using System.Collections.Frozen;
using System.Text.Json;
using GraphQL.Types;
using NodaTime;

namespace Incidents.Api.GraphQL;

/// <summary>Maps CLR types to types of the schema.</summary>
internal sealed class GraphTypes : IGraphTypeMappingProvider
{
    private static readonly FrozenDictionary<Type, Type> Scalars = new Dictionary<Type, Type>
    {
        [typeof(Instant)] = typeof(DateTimeScalar),
        [typeof(OffsetDateTime)] = typeof(DateTimeScalar),
        [typeof(LocalDate)] = typeof(DateScalar),
        [typeof(Duration)] = typeof(DurationScalar),
        [typeof(Guid)] = typeof(UuidScalar),
        [typeof(decimal)] = typeof(DecimalScalar),
        [typeof(double)] = typeof(FloatScalar),
        [typeof(float)] = typeof(FloatScalar),
        [typeof(long)] = typeof(LongScalar),
        [typeof(JsonElement)] = typeof(JsonScalar),
        [typeof(GeoJson)] = typeof(GeoJsonScalar),
    }.ToFrozenDictionary();

    /// <summary>The graph types that must be registered as services.</summary>
    public static IEnumerable<Type> All =>
    [
        .. Scalars.Values.Distinct(), typeof(EnumType<>), typeof(InputType<>), typeof(OutputType<>), typeof(ErrorType<>),
        typeof(ErrorInterface),
    ];

    public Type? GetGraphTypeFromClrType(Type clrType, bool isInputType, Type? preferredType)
    {
        if (Scalars.TryGetValue(clrType, out var scalar))
            return scalar;
        if (clrType.IsEnum)
            return typeof(EnumType<>).MakeGenericType(clrType);
        if (preferredType is not null || SchemaTypes.BuiltInScalarMappings.ContainsKey(clrType))
            return preferredType;
        return (isInputType ? typeof(InputType<>) : typeof(OutputType<>)).MakeGenericType(clrType);
    }
}
