using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Domain;

namespace Incidents.Api.PersonalData;

/// <summary>Refuses a search for a blocked plate: that it finds something would show what is blocked.</summary>
internal sealed class BlockedPlatesCheck(IBlockedPersons blocked) : IArgumentCheck
{
    private static readonly Refusal Refused = new(ErrorCode.PersonBlocked, "The data of this plate are blocked.", "plates");

    public Refusal? Check(string field, object value, bool isMutation) =>
        value is string plate && field.EndsWith("plates", StringComparison.Ordinal) && blocked.IsBlocked(plate) ? Refused : null;
}
