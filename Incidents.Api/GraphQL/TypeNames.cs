namespace Incidents.Api.GraphQL;

/// <summary>What CLR types are called in the schema: their own name, generic arguments in front (<c>Connection&lt;Incident&gt;</c> is <c>IncidentConnection</c>).</summary>
internal static class TypeNames
{
    private const string InputSuffix = "Input";

    public static string Output(Type type) =>
        type.IsGenericType ? string.Concat(type.GetGenericArguments().Select(Output)) + type.Name[..type.Name.IndexOf('`')] : type.Name;

    /// <summary>One CLR type may serve both ways (<c>GeoPoint</c>), one name of the schema may not.</summary>
    public static string Input(Type type)
    {
        var name = Output(type);
        return name.EndsWith(InputSuffix, StringComparison.Ordinal) ? name : name + InputSuffix;
    }
}
