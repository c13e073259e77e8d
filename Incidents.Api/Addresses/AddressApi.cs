using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Addresses;

/// <summary>Registers the gazetteer.</summary>
internal static class AddressServices
{
    /// <summary>Adds the services.</summary>
    public static void AddAddresses(this IServiceCollection services) => services.AddSingleton<Gazetteer>();
}

/// <summary>Queries of addresses.</summary>
[QueryType]
internal static class AddressQueries
{
    /// <summary>
    /// Where a house is, by the gazetteer that was imported. Streets are compared without their kind, without endings of case, and across
    /// Russian, Kazakh and Latin writing; a house only by its very number. What is not in it is unknown, and never guessed.
    /// </summary>
    /// <param name="city">City code.</param>
    /// <param name="text">A street and, at its end, a house number; at most 500 characters.</param>
    /// <param name="on">The local day; default today.</param>
    public static async Task<AddressMatch> Address(
        [FromServices] Gazetteer gazetteer, [FromServices] CommandInput input, string city, string text, LocalDate? on = null,
        CancellationToken cancellation = default)
    {
        input.CheckCity(city, "city");
        CommandInput.Check(Texts.Street.Check(text, "text"));
        if (on?.Year < EventTime.EarliestYear)
            throw RefusedException.BadInput("on", $"The day is in {EventTime.EarliestYear} or later.");
        return await gazetteer.Find(city, text, on ?? input.Now(city).Date, cancellation);
    }
}
