using Incidents.Api.Store;
using Incidents.Domain;
using Npgsql;

namespace Incidents.Api.Reactions;

/// <summary>Carries out what reactions have sent.</summary>
/// <remarks>
/// A command's id is that of its event: where a host is killed between the append and its record here, the command comes again and finds
/// its event. Commands of one stream are carried out in their order; where the store is away, none overtakes another.
/// </remarks>
internal sealed partial class ReactionCommands(StreamAppender appender, ILogger<ReactionCommands> log)
{
    private const int MostAtOnce = 500;
    private const string Told = "told";

    private readonly ILogger<ReactionCommands> log = log;

    /// <summary>Carries out all that a reaction has sent.</summary>
    /// <param name="connection">The connection of whoever follows the reaction.</param>
    /// <param name="reaction">The reaction.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StoreUnavailableException">Some could not be taken; they are carried out later.</exception>
    public async Task Execute(NpgsqlConnection connection, Reaction reaction, CancellationToken cancellation)
    {
        while (await ReactionTables.Waiting(connection, reaction.Name, MostAtOnce, cancellation) is { Count: > 0 } waiting)
        {
            var done = await Submit(reaction, waiting, cancellation);
            try
            {
                await Record(connection, reaction, waiting, done, cancellation);
            }
            catch
            {
                reaction.Forget();
                throw;
            }
            if (done.Count < waiting.Count)
                throw new StoreUnavailableException();
        }
    }

    private async Task<Dictionary<long, Refusal?>> Submit(
        Reaction reaction, List<(long Ordinal, ReactionCommand Command)> waiting, CancellationToken cancellation)
    {
        using var trace = EventMetadata.Correlate("reaction");
        var done = new Dictionary<long, Refusal?>();
        var (ordinals, submissions) = (new List<long>(), new List<Submission>());
        foreach (var (ordinal, command) in waiting)
        {
            try
            {
                submissions.Add(command.ForAppender($"reaction:{reaction.Name}"));
                ordinals.Add(ordinal);
            }
            catch (Exception e) when (StoreFault.IsOfContent(e))
            {
                LogUnreadable(e, command.Type, command.Id, reaction.Name);
                done.Add(ordinal, new(ErrorCode.Internal, "The command cannot be read."));
            }
        }
        var results = await appender.Submit(submissions, cancellation);
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i].Status is not SubmissionStatus.Unavailable)
                done.Add(ordinals[i], results[i].Refusal);
        }
        return done;
    }

    private async Task Record(
        NpgsqlConnection connection, Reaction reaction, List<(long Ordinal, ReactionCommand Command)> waiting,
        Dictionary<long, Refusal?> done, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ReactionTables.Done(connection, [.. done.Select(one => (one.Key, one.Value?.Code))], cancellation);
        foreach (var (ordinal, command) in waiting)
        {
            if (!done.TryGetValue(ordinal, out var refusal) || refusal is null)
                continue;
            LogRefused(command.Type, command.Stream, reaction.Name, refusal.Code.Text());
            await Tell(reaction, new(command.Id, command.Stream, command.Cause, refusal.Code), connection, transaction, cancellation);
        }
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Tells a refusal; where the reaction fails on what it contains, this one is left out and the others are told.</summary>
    private async Task Tell(
        Reaction reaction, ReactionRefusal refusal, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellation)
    {
        await transaction.SaveAsync(Told, cancellation);
        try
        {
            var page = new ReactionPage([], 0, connection, transaction);
            await reaction.Refused(refusal, page, cancellation);
            await ReactionTables.Keep(connection, reaction.Name, page.Sent, cancellation);
        }
        catch (Exception e) when (StoreFault.IsOfContent(e) && connection.State is System.Data.ConnectionState.Open)
        {
            LogNotTold(e, reaction.Name, refusal.Id);
            await transaction.RollbackAsync(Told, cancellation);
            // What it holds in memory may be of what was rolled back.
            reaction.Forget();
        }
        await transaction.ReleaseAsync(Told, cancellation);
    }

    [LoggerMessage(LogLevel.Warning, "{Command} about {Stream}, which the reaction {Reaction} sent, was refused with {Code}.")]
    private partial void LogRefused(string command, Guid stream, string reaction, string code);

    [LoggerMessage(LogLevel.Error, "The reaction {Reaction} failed on being told that {Command} was refused; it is not told again.")]
    private partial void LogNotTold(Exception e, string reaction, Guid command);

    [LoggerMessage(LogLevel.Error, "{Command} {Id}, which the reaction {Reaction} sent, cannot be read; it is not carried out.")]
    private partial void LogUnreadable(Exception e, string command, Guid id, string reaction);
}
