using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>An investigator opens a case.</summary>
/// <param name="StreamId">The case, an id made from its owner and their own key: sending it twice opens one case.</param>
/// <param name="Title">What it is about.</param>
/// <param name="CityCode">Code of its city.</param>
/// <param name="Owner">The investigator.</param>
/// <param name="By">Their name.</param>
/// <param name="Number">Its number in the register of investigations; default the year and the beginning of its id.</param>
public sealed record OpenCase(
    Guid StreamId, string Title, string CityCode, CaseColleague Owner, string By, string? Number = null)
    : ICommand<Case>
{
    /// <summary>The caller has opened a case with other content under the same key.</summary>
    public static readonly Refusal OpenedOtherwise =
        new(ErrorCode.CaseOpenedOtherwise, "A case with other content was opened under the same key.", "key");

    /// <inheritdoc/>
    public string? City => CityCode;

    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Reason.Check(Title, "title") ?? Texts.City.Check(CityCode, "city") ?? Owner.Check("by") ?? Texts.Person.Check(By, "by")
        ?? CheckNumber(Number);

    /// <inheritdoc/>
    public Decision Decide(Case? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var number = Texts.OrNull(Number) ?? NumberOf(StreamId, now);
        return state is null
            ? Decision.Of(new CaseOpened(new(CityCode), Title, number, Owner, By, now, now))
            : IsSame(state) ? Decision.Unchanged : OpenedOtherwise;
    }

    internal static Refusal? CheckNumber(string? number) => Texts.Name.CheckOptional(number, "number");

    internal static string NumberOf(Guid id, OffsetDateTime now) => $"{now.Year}-{id.ToString("N")[..8].ToUpperInvariant()}";

    private bool IsSame(Case state) => state.Origin is null && state.Title == Title && state.Place.City == CityCode
        && state.Owner.CallerId == Owner.CallerId && (Texts.OrNull(Number) is not { } number || state.Number == number);
}
