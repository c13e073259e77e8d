using Incidents.Api.GraphQL;
using Incidents.Domain;

namespace Incidents.Api.Requests;

/// <summary>Refuses a city that is not known here in any argument <c>cities</c>: it would count 0 without a hint.</summary>
internal sealed class KnownCitiesCheck(Cities cities) : IArgumentCheck
{
    public Refusal? Check(string field, object value, bool isMutation) =>
        value is string city && (field == "cities" || field.EndsWith(".cities", StringComparison.Ordinal)) && cities.Find(city) is null
            ? Refusals.CityUnknown(city, field)
            : null;
}
