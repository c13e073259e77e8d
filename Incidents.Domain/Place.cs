namespace Incidents.Domain;

/// <summary>Where something is or happened, as its source names it.</summary>
/// <param name="City">The city's code (see <see cref="City"/>): a dimension of every event and ledger row.</param>
/// <param name="District">The district as the source wrote it, or null. Statistics by boundary are sums of cells, not of this name.</param>
/// <param name="Point">The coordinates, or null where the source gives none.</param>
/// <param name="Street">Street or address as the source wrote it, or null.</param>
public sealed record Place(string City, string? District = null, GeoPoint? Point = null, string? Street = null)
{
    /// <summary>Why a place is refused, or null; whether the city is known here is not looked up.</summary>
    /// <param name="field">The field that holds the place.</param>
    public Refusal? Check(string field) =>
        Texts.City.Check(City, $"{field}.city") ?? Texts.District.CheckOptional(District, $"{field}.district")
        ?? Point?.Check($"{field}.point.")
        ?? Texts.Street.CheckOptional(Street, $"{field}.street");
}
