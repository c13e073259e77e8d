using Incidents.Api.Reactions;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Npgsql;

namespace Incidents.Tests.Reactions;

/// <summary>Notes each alert, acknowledges it twice under two ids, and fails on what is poison.</summary>
internal sealed class NotingReaction : Reaction
{
    public const string Ddl =
        "create table ops.noted (seq_id bigint primary key, id uuid not null); create table ops.told (id uuid primary key)";

    public override string Name => "noting";

    public override IReadOnlyList<Type> Events { get; } = [typeof(AlertRaised)];

    /// <summary>How often it was told of a refusal.</summary>
    public int Refusals { get; private set; }

    public override async Task React(ReactionPage page, CancellationToken cancellation)
    {
        foreach (var one in page.Events)
        {
            if (((AlertRaised)one.Content).Category == "poison")
                throw new InvalidOperationException("It cannot be swallowed.");
            await using var command = new NpgsqlCommand("insert into ops.noted values ($1, $2)", page.Connection);
            command.Parameters.Add(new() { Value = one.Sequence });
            command.Parameters.Add(new() { Value = one.Stream });
            await command.ExecuteNonQueryAsync(cancellation);
            foreach (var attempt in (string[])["first", "second"])
                page.Send(Identity.Event(one.Stream, "noted", attempt), one.Id, new AcknowledgeAlert(one.Stream, "noting"));
        }
    }

    /// <summary>The alert on whose refusal it fails, after it has written.</summary>
    public Guid FailsOn { get; set; }

    public override async Task Refused(ReactionRefusal refusal, ReactionPage page, CancellationToken cancellation)
    {
        Refusals++;
        await using var command = new NpgsqlCommand("insert into ops.told values ($1)", page.Connection);
        command.Parameters.Add(new() { Value = refusal.Stream });
        await command.ExecuteNonQueryAsync(cancellation);
        if (refusal.Stream == FailsOn)
            throw new InvalidOperationException("It cannot be told.");
    }
}
