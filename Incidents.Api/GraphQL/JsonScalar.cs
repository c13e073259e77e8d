using System.Text.Json;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>JSON as it is, not as text; results only.</summary>
internal sealed class JsonScalar : ScalarGraphType
{
    public JsonScalar()
    {
        Name = "JSON";
        Description = "A JSON value of any form, RFC 8259: object, list, text, number, Boolean or null.";
    }

    public override object? ParseValue(object? value) => value is null ? null : ThrowValueConversionError(value);

    public override object? Serialize(object? value) => value is null or JsonElement ? value : ThrowSerializationError(value);
}
