using System.Buffers;
using System.Text.Json;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Transport;

namespace Incidents.Api.GraphQL;

/// <summary>Reads requests over HTTP.</summary>
internal static class GraphQLRequestReader
{
    // No argument takes such a number, and reading and writing one takes the square of its length.
    private const int LongestNumber = 400;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new InputsJsonConverter() }, MaxDepth = 64 };

    /// <summary>Reads the body of a POST.</summary>
    /// <exception cref="FormatException">The body is not JSON, or not a GraphQL request; the message states why.</exception>
    public static GraphQLRequest Read(ReadOnlySequence<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw new FormatException("The body must be a JSON object.");
            string? query = null, operationName = null;
            Inputs? variables = null, extensions = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                switch (name)
                {
                    case "query": query = Text(ref reader, name); break;
                    case "operationName": operationName = Text(ref reader, name); break;
                    case "variables": variables = Object(ref reader, name); break;
                    case "extensions": extensions = Object(ref reader, name); break;
                    default: reader.Skip(); break;
                }
            }
            if (reader.Read())
                throw new FormatException("The body must be one JSON object.");
            return Request(query, operationName, variables, extensions);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("The body is not JSON.", e);
        }
    }

    /// <summary>Reads the query string of a GET.</summary>
    /// <exception cref="FormatException">It is not a GraphQL request; the message states why.</exception>
    public static GraphQLRequest Read(IQueryCollection query) =>
        Request(query["query"], query["operationName"],
            Object(query["variables"], "variables"), Object(query["extensions"], "extensions"));

    private static GraphQLRequest Request(string? query, string? operationName, Inputs? variables, Inputs? extensions) =>
        string.IsNullOrEmpty(query)
            ? throw new FormatException("'query' is missing.")
            : new() { Query = query, OperationName = operationName, Variables = variables, Extensions = extensions };

    private static string? Text(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => reader.GetString(),
        _ => throw new FormatException($"'{name}' must be a string."),
    };

    /// <summary>Reads a JSON object as variables; null where it is empty or <c>null</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">Its name in messages.</param>
    /// <exception cref="FormatException">It is not a JSON object; the message states why.</exception>
    public static Inputs? Variables(string? text, string name) => Object(text, name);

    private static Inputs? Object(string? text, string name)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text));
            reader.Read();
            var read = Object(ref reader, name);
            return reader.Read() ? throw new FormatException($"'{name}' must be one JSON object.") : read;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"'{name}' is not JSON.", e);
        }
    }

    private static Inputs? Object(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException($"'{name}' must be an object.");
        CheckNumbers(reader, name);
        try
        {
            return JsonSerializer.Deserialize<Inputs>(ref reader, Json);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"'{name}' contains a name twice.", e);
        }
    }

    // On a copy of the reader.
    private static void CheckNumbers(Utf8JsonReader reader, string name)
    {
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType is JsonTokenType.Number
                && (reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length) > LongestNumber)
            {
                throw new FormatException($"'{name}' contains a number of more than {LongestNumber} characters.");
            }
        }
    }
}
