namespace Incidents.Api.GraphQL;

/// <summary>The part of the schema that whoever asks may know.</summary>
internal interface ISchemaView
{
    /// <summary>What is the same for all callers with the same part.</summary>
    ulong Key { get; }

    /// <summary>Whether a type is in the part.</summary>
    /// <param name="type">Name of the type.</param>
    bool Shows(string type);

    /// <summary>Whether a field of a type, or of an input, is in the part.</summary>
    /// <param name="type">Name of the type.</param>
    /// <param name="field">Name of the field.</param>
    bool Shows(string type, string field);
}
