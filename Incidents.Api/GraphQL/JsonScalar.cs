using System.Text.Json;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>JSON as it is, not as text; results only.</summary>
internal sealed class JsonScalar : ScalarGraphType
{
    public JsonScalar()
    {
        Name = "JSON";
        Description = "Any JSON value, RFC 8259: a number, a text, true or false, a list or an object. It occurs in answers only.";
    }

    public override object? ParseValue(object? value) => throw new FormatException("JSON occurs in answers only.");

    public override object? Serialize(object? value) => value is null or JsonElement ? value : ThrowSerializationError(value);
}
