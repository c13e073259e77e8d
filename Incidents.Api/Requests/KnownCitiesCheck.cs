using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Requests;

/// <summary>
/// Refuses a city that is not known here in any argument <c>cities</c>, and that of a district in <c>districts</c>: it would count 0
/// without a hint.
/// </summary>
/// <remarks>A city that is not known yet is looked for, also in an argument <c>city</c>, whose own check follows.</remarks>
internal sealed class KnownCitiesCheck(CityCatalogue cities) : IArgumentCheck
{
    public Refusal? Check(string field, object value, bool isMutation)
    {
        var isList = Names(field, "cities") || Names(field, "districts.city");
        return value is not string city || !(isList || Names(field, "city")) || cities.Knows(city) || !isList
            ? null
            : Refusals.CityUnknown(city, field);
    }

    private static bool Names(string field, string name) =>
        field == name || (field.EndsWith(name, StringComparison.Ordinal) && field[^(name.Length + 1)] == '.');
}
