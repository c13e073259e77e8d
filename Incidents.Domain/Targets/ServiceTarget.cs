using Incidents.Domain.Access;
using NodaTime;

namespace Incidents.Domain.Targets;

/// <summary>The step of which a target says by when it is done.</summary>
public enum TargetStep
{
    /// <summary>An operator has answered the call.</summary>
    Answered,

    /// <summary>The first unit was sent to the incident, or is there without having been sent.</summary>
    Dispatched,

    /// <summary>The first unit has reached the place.</summary>
    Arrived,

    /// <summary>The incident is resolved.</summary>
    Resolved,
}

/// <summary>What a clock runs for.</summary>
public enum TargetSubject
{
    /// <summary>An incident.</summary>
    Incident,

    /// <summary>An SOS call.</summary>
    SosCall,
}

/// <summary>On whom it is escalated, and when.</summary>
/// <param name="AfterSeconds">Seconds after the target was passed, from 0.</param>
/// <param name="Role">The role whose people of the town it is escalated on, or null where it is a person.</param>
/// <param name="Person">The person, or null where it is a role.</param>
public sealed record EscalationLevel(int AfterSeconds, Role? Role = null, string? Person = null);

/// <summary>A standard of service: within how many seconds a step is done.</summary>
/// <remarks>
/// It is a setting and no event: who changes a standard changes it from a day on, and adds a target of the same name from then on. A clock
/// has the target of the local day on which the thing became known.
/// </remarks>
/// <param name="Name">Its name: lower-case letters, digits, dots and hyphens; that of a setting.</param>
/// <param name="Step">The step.</param>
/// <param name="WithinSeconds">Seconds from the start of the clock; 1 to 31 days.</param>
/// <param name="From">First local day on which it is in force.</param>
/// <param name="Levels">On whom it is escalated when it is passed, the first level first; none where nobody is told.</param>
/// <param name="Until">First local day on which it no longer is; null while it has no end.</param>
/// <param name="Categories">Category codes of the calls or incidents; null for all.</param>
/// <param name="Cities">City codes; null for all.</param>
public sealed record ServiceTarget(
    string Name, TargetStep Step, int WithinSeconds, LocalDate From, IReadOnlyList<EscalationLevel> Levels, LocalDate? Until = null,
    IReadOnlyList<string>? Categories = null, IReadOnlyList<string>? Cities = null)
{
    /// <summary>The most seconds of a target, and after a target: 31 days.</summary>
    public const int MostSeconds = 31 * 24 * 60 * 60;

    /// <summary>The most levels of one target.</summary>
    public const int MostLevels = 10;

    /// <summary>What it is a standard for: calls are answered, the other steps are those of incidents.</summary>
    public TargetSubject Subject => Step is TargetStep.Answered ? TargetSubject.SosCall : TargetSubject.Incident;

    /// <summary>Whether it is in force for a thing.</summary>
    /// <param name="subject">What it is.</param>
    /// <param name="category">Its category.</param>
    /// <param name="city">Its city.</param>
    /// <param name="day">The local day on which it became known.</param>
    public bool Concerns(TargetSubject subject, string category, string city, LocalDate day) =>
        subject == Subject && From <= day && !(Until <= day) && Categories?.Contains(category) is not false
        && Cities?.Contains(city) is not false;

    /// <summary>What is wrong with it, as a sentence; null where nothing is.</summary>
    public string? Fault() =>
        Name.Length > Texts.Name.MostCharacters || CategoryCode.Check(Name, "name") is not null
            ? "a name has up to 40 lower-case letters, digits, dots and hyphens"
        : !Enum.IsDefined(Step) ? "there is no such step"
        : WithinSeconds is < 1 or > MostSeconds ? $"its seconds are 1 to {MostSeconds}"
        : Until <= From ? "it ends before it begins"
        : Categories is [] ? "its categories are none: left out they are all"
        : Cities is [] ? "its cities are none: left out they are all"
        : Categories?.Where(code => CategoryCode.Check(code, "category") is not null).ToArray() is [var code, ..]
            ? $"'{code}' is no category code"
        : Cities?.Any(city => Texts.City.Check(city, "city") is not null) is true ? "a city is blank or too long"
        : LevelFault();

    private string? LevelFault()
    {
        if (Levels.Count > MostLevels)
            return $"it has more than {MostLevels} levels";
        if (Levels.Any(level => level is null))
            return "a level is null";
        for (var i = 0; i < Levels.Count; i++)
        {
            var (after, role, person) = Levels[i];
            if (after is < 0 or > MostSeconds || (i > 0 && after <= Levels[i - 1].AfterSeconds))
                return "its levels are later and later, by 0 seconds or more";
            if ((role is null) == (person is null))
                return "a level names a role or a person";
            if ((role is { } known && !Enum.IsDefined(known)) || (person is not null && Texts.Person.Check(person, "person") is not null))
                return "a level names no role or person that there is";
        }
        return null;
    }
}
