using System.Globalization;
using System.Numerics;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Incidents.Api.GraphQL;

/// <summary>64-bit integers without loss: a JavaScript number holds 53 bits, so a longer one is written as a string.</summary>
internal sealed class LongScalar : ScalarGraphType
{
    /// <summary>2^53 - 1, JavaScript's <c>Number.MAX_SAFE_INTEGER</c>.</summary>
    public const long Safe = (1L << 53) - 1;

    public LongScalar()
    {
        Name = "Long";
        Description = "A 64-bit integer without loss: a JSON number from -(2^53 - 1) to 2^53 - 1, outside that range "
            + "its decimal digits as a string. Both forms are read.";
    }

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLIntValue number => Parse((string)number.Value),
        GraphQLStringValue text => Parse((string)text.Value),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        long => value,
        int number => (long)number,
        BigInteger big => Parse(big.ToString(CultureInfo.InvariantCulture)),
        string text => Parse(text),
        _ => throw new FormatException("A Long is a 64-bit integer."),
    };

    public override object? Serialize(object? value) => value switch
    {
        null => null,
        long and >= -Safe and <= Safe => value,
        long big => big.ToString(CultureInfo.InvariantCulture),
        int number => (long)number,
        _ => ThrowSerializationError(value),
    };

    public override GraphQLValue ToAST(object? value) => value is long number ? new GraphQLIntValue(number) : base.ToAST(value);

    private static object Parse(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{text}' is not a Long: it must be a 64-bit integer.");
}
