using System.Collections;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>The specification's Float; a number that is not finite has no JSON form and is an error of its field.</summary>
internal sealed class FloatScalar : FloatGraphType
{
    public FloatScalar() => Name = "Float";

    public override object? Serialize(object? value) =>
        base.Serialize(value) is double number ? double.IsFinite(number) ? number : ThrowSerializationError(value) : null;

    public override bool CanSerializeList(IEnumerable list, bool allowNulls) =>
        list is IEnumerable<double> numbers && numbers.All(double.IsFinite);
}
