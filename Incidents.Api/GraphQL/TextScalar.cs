using GraphQL.Types;
using GraphQLParser.AST;

namespace Incidents.Api.GraphQL;

/// <summary>A scalar whose JSON form is a string.</summary>
internal abstract class TextScalar<T> : ScalarGraphType where T : struct
{
    private readonly string form;

    /// <param name="name">Name in the schema.</param>
    /// <param name="description">Description in the schema.</param>
    /// <param name="form">The form of the string, for the error message.</param>
    protected TextScalar(string name, string description, string form)
    {
        Name = name;
        Description = description;
        this.form = form;
    }

    protected abstract T? Read(string text);

    public abstract string Write(T value);

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => Parse((string)text.Value),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    public override bool CanParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => Read((string)text.Value) is not null,
        GraphQLNullValue => true,
        _ => false,
    };

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        T => value,
        string text => Parse(text),
        _ => throw new FormatException($"A {Name} is {form}."),
    };

    public override bool CanParseValue(object? value) => value is null or T || (value is string text && Read(text) is not null);

    public override object? Serialize(object? value) => value switch
    {
        null => null,
        T known => Write(known),
        _ => ThrowSerializationError(value),
    };

    public override GraphQLValue ToAST(object? value) => value is T known ? new GraphQLStringValue(Write(known)) : base.ToAST(value);

    private object Parse(string text) => Read(text) ?? throw new FormatException($"'{text}' is not a {Name}: it must be {form}.");
}
