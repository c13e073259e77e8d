using Incidents.Domain;
using JasperFx;
using JasperFx.Events;
using Marten;
using Weasel.Core;

namespace Incidents.Api.Store;

/// <summary>How the Marten store is set up: one place, used by the host, the tests and the benchmarks.</summary>
internal static class EventStore
{
    /// <summary>Schema of Marten's own tables.</summary>
    public const string Schema = "store";

    /// <summary>All event types: every <see cref="IDomainEvent"/> of the Domain.</summary>
    public static readonly IReadOnlyList<Type> EventTypes =
        [.. typeof(IDomainEvent).Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IDomainEvent)))
            .OrderBy(t => t.Name, StringComparer.Ordinal)];

    /// <summary>
    /// How long read models at most wait before a gap in the sequence for a transaction that may still fill it, default 1 minute.
    /// </summary>
    /// <remarks>
    /// A number that an append has drawn and not committed is a gap. Where a transaction is open that is older than the gap, also one that
    /// only reads, such as that of <c>pg_dump</c>, nobody can tell whether it has drawn the number. PostgreSQL ends our appends earlier
    /// (<see cref="StorePools"/>), so that no event of theirs can still come then.
    /// </remarks>
    public static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(1);

    /// <summary>The index by which an event is found by its id: a small filter for each stretch of pages; an append pays nothing.</summary>
    public const string ById = "event_by_id";

    /// <summary>Creates it where it is missing.</summary>
    public const string IndexDdl =
        $"""
         create index if not exists {ById} on {Schema}.mt_events using brin (id uuid_bloom_ops)
             with (pages_per_range = 32, autosummarize = on);
         """;

    /// <summary>Sets it up.</summary>
    /// <param name="options">The options to set.</param>
    /// <param name="upcasts">How old events are read; default as this build does.</param>
    public static void Configure(StoreOptions options, EventUpcasts? upcasts = null)
    {
        options.DatabaseSchemaName = Schema;
        options.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
        options.UseSystemTextJsonForSerialization(EventJson.Options, EnumStorage.AsString, Casing.CamelCase);

        options.Events.StreamIdentity = StreamIdentity.AsGuid;
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.UseMandatoryStreamTypeDeclaration = true;
        options.Events.EnableBigIntEvents = true;
        options.Events.UseExclusiveLockOnConcurrentAppends = true;
        options.Events.MetadataConfig.CorrelationIdEnabled = true;
        options.Events.MetadataConfig.CausationIdEnabled = true;
        options.Events.MetadataConfig.UserNameEnabled = true;
        options.Events.MetadataConfig.HeadersEnabled = true;
        options.Events.AddEventTypes(EventTypes);
        options.Events.IgnoreIndex(ById);
        upcasts ??= EventUpcasts.Current;
        upcasts.AddTo(options, new(options, upcasts));

        // One host projects; the others look this often whether it is still there.
        options.Projections.LeadershipPollingTime = 1_000;

        // An event that cannot be read is recorded and passed over, so that the others go on: it is in quarantine. One of a type that this
        // build does not know was written by a newer one, which should project in its place.
        var errors = options.Projections.Errors;
        (errors.SkipApplyErrors, errors.SkipSerializationErrors, errors.SkipUnknownEvents) = (false, true, false);
    }
}
