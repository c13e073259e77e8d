using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Domain;
using Incidents.Domain.Cases;
using Incidents.Projections;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>Sends a command about a case that the caller may change, and answers with the case after it.</summary>
internal sealed class CaseSender(Commands commands, CaseFiles files, CommandInput input)
{
    /// <summary>What the caller sees of alerts, calls, violations and incidents.</summary>
    public RowSight Rows => commands.Sight;

    /// <summary>Who opens or splits a case.</summary>
    /// <param name="by">Their name.</param>
    public static CaseColleague Owner(string by) => new(Callers.Current.Id, by);

    /// <summary>The id of what the caller names by a key of their own, so that naming it twice makes it once.</summary>
    /// <param name="of">The case.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="RefusedException">The key is blank, too long or malformed.</exception>
    public static Guid Named(Guid of, string kind, string key)
    {
        CommandInput.Check(Texts.SourceId.Check(key, "key"));
        return Identity.Event(of, kind, key);
    }

    /// <summary>The id of a case that the caller opens or splits off under a key of their own.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="RefusedException">The key is blank, too long or malformed.</exception>
    public static Guid Named(string key)
    {
        CommandInput.Check(Texts.SourceId.Check(key, "key"));
        return Identity.Stream("case", Callers.Current.Id, key);
    }

    /// <summary>A plate in its one spelling.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static string? Spelled(string? plate)
    {
        CommandInput.Check(Texts.PlateAsWritten.CheckOptional(plate, "plate"));
        if (Texts.OrNull(plate) is not { } written)
            return null;
        var spelled = Plate.Normalise(written);
        CommandInput.Check(spelled is null ? Plate.Malformed("plate") : null);
        return spelled;
    }

    /// <summary>Sends a command.</summary>
    /// <param name="id">The case that the caller must be allowed to change.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellation">Cancels it; the command may be carried out all the same.</param>
    /// <param name="other">Another case that they must be allowed to change, with the field that names it; or null.</param>
    /// <exception cref="RefusedException">A rule was broken, or the case is not theirs.</exception>
    public async Task<CaseNode> Send(
        Guid id, ICommand<Case> command, CancellationToken cancellation, (Guid Id, string Field)? other = null)
    {
        CommandInput.Check(command.Check());
        await files.Own(id, "id", cancellation);
        if (other is { } another)
            await files.Own(another.Id, another.Field, cancellation);
        return await Send(command, cancellation);
    }

    /// <summary>Sends a command that begins a case.</summary>
    public async Task<CaseNode> Send(ICommand<Case> command, CancellationToken cancellation) =>
        await files.After(await commands.Send(command, cancellation), commands.Sight, cancellation);

    /// <summary>The case that a command is about, as the caller may change it.</summary>
    /// <exception cref="RefusedException">It is not theirs.</exception>
    public Task<Case> Own(Guid id, CancellationToken cancellation) => files.Own(id, "id", cancellation);

    /// <summary>Refuses an entry that is not in the timeline of a case.</summary>
    /// <exception cref="RefusedException">It is not theirs, or has no such entry.</exception>
    public async Task CheckEntry(Guid id, Guid entry, CancellationToken cancellation)
    {
        await files.Own(id, "id", cancellation);
        if (!await files.HasEntry(id, entry, commands.Sight, cancellation))
            throw new RefusedException(Refusals.NotFound with { Field = "entryId" });
    }

    /// <summary>A moment by the clocks of the city of a case, or null where none is given.</summary>
    /// <exception cref="RefusedException">Nothing can have happened then.</exception>
    public Task<OffsetDateTime?> Moment(Guid id, Instant? moment, CancellationToken cancellation) =>
        commands.Moment<Case>(id, moment, cancellation);

    /// <summary>Refuses a city that is not known here.</summary>
    /// <exception cref="RefusedException">It is not known.</exception>
    public void CheckCity(string city)
    {
        CommandInput.Check(Texts.City.Check(city, "city"));
        input.CheckCity(city, "city");
    }
}
