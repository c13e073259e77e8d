namespace Incidents.Domain.PersonalData;

/// <summary>The checks that commands about personal data have in common.</summary>
public static class PersonalDataTexts
{
    /// <summary>Why a reason or a reference is refused, or null.</summary>
    public static Refusal? Check(string reasonCode, string reference) =>
        Texts.Reason.Check(reasonCode, "reasonCode") ?? Texts.Reference.Check(reference, "reference");

    internal static Refusal? Check(string person, string reasonCode, string reference, string by, string? city = null) =>
        Texts.SourceId.Check(person, "person") ?? Check(reasonCode, reference) ?? Texts.Person.Check(by, "by")
        ?? Texts.City.CheckOptional(city, "city");
}
