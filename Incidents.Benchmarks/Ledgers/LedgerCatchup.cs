using Incidents.Api.Data;
using Incidents.Api.Store;
using Incidents.Projections;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Slices;
using JasperFx.Events.Projections;
using Marten;

namespace Incidents.Benchmarks.Ledgers;

/// <summary>How fast the ledger follows the events.</summary>
internal sealed class LedgerCatchup : IGoal
{
    public string Name => "ledger-catchup";

    public string What => "the daemon brings the ledger up to date, against a MultiStreamProjection of the same content and a projection "
        + "that does nothing";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var count = context.Pick(60_000, 300_000);
        await using var database = await context.NewDatabase();
        var ledger = new Ledger(SliceEvents.Counts);
        using var tables = Store(database, o => o.Projections.Register(
            new ReadModelFeed(new ReadModels([ledger]), database.Source, new ReadModelStatus()), ProjectionLifecycle.Async));
        var others = ReadModelTables.All().Where(p => p.Name != ledger.Name).ToArray();
        using var together = Store(database, o => o.Projections.Register(
            new ReadModelFeed(new ReadModels([ledger, .. others]), database.Source, new ReadModelStatus()), ProjectionLifecycle.Async));
        using var pageByPage = Store(database, o => o.Projections.Add(
            new ReadModels([ledger]), ProjectionLifecycle.Async, ReadModels.Name, async => async.BatchSize = ReadModelFeed.PageSize));
        using var documents = Store(database, o => o.Projections.Add(new DocumentLedger(), ProjectionLifecycle.Async));
        using var idle = Store(database, o => o.Projections.Add(
            new IdleProjection(), ProjectionLifecycle.Async, IdleProjection.Name, async => async.BatchSize = ReadModelFeed.PageSize));
        await tables.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await documents.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await database.Execute(StoreTables.Ddl);
        await database.Execute(OriginalBlocks.Ddl);
        foreach (var projection in (TableProjection[])[ledger, .. others])
        {
            await database.Execute(projection.Ddl(ReadModels.Schema));
            await database.Execute($"insert into {StoreTables.Progress} values ('{projection.Name}', 0, {projection.Version})");
        }

        var catalog = new EventCatalogue(tables.Options);
        var (ours, theirs, nothing, plain) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var all = new List<double>();
        // First with little, so that compiling is not what is measured.
        await Load(20_000);
        await Rate(idle, $"{IdleProjection.Name}:All", 20_000);
        await Rate(tables, ReadModels.Shard, 20_000);
        await Clear();
        await Rate(together, ReadModels.Shard, 20_000);
        await Clear();
        await Rate(pageByPage, ReadModels.Shard, 20_000);
        await Rate(documents, "documents:All", 20_000);

        var rows = await Load(count);
        // Code that runs often is compiled again and better, for some rounds on: the median should be one of those after.
        var rounds = context.Pick(11, 7);
        for (var round = 0; round < rounds; round++)
        {
            // What the round before left behind the server would vacuum and analyse while this one is measured.
            await Clear();
            plain.Add(await Rate(pageByPage, ReadModels.Shard, count));
            await Clear();
            all.Add(await Rate(together, ReadModels.Shard, count));
            await Clear();
            nothing.Add(await Rate(idle, $"{IdleProjection.Name}:All", count));
            ours.Add(await Rate(tables, ReadModels.Shard, count));
            // It takes longest by far, so a quick run measures it in the last two rounds alone.
            if (round >= rounds - 2 || !context.IsQuick)
            {
                theirs.Add(await Rate(documents, "documents:All", count));
                await MustAgree(database);
            }
        }

        Variant set = new("our ledger, five tables", "events/s", ours),
            unprepared = new("our ledger, no page read ahead", "events/s", plain),
            document = new("MultiStreamProjection, one document a row", "events/s", theirs);
        Variant empty = new("projection that does nothing", "events/s", nothing),
            every = new("all read models together", "events/s", all);
        var eachTable = ledger.Tables.Select(t => $"select '{t}' as name, count(*) as n from {ReadModels.Schema}.{t}");
        var counts = await database.Scalar<string>(
            $"select string_agg(name || ' ' || n, ', ') from ({string.Join(" union all ", eachTable)}) as t");
        return new(
            [set, every, unprepared, document, empty],
            [
                new("times a MultiStreamProjection", set.Median / document.Median, Relation.AtLeast, 4),
                new("of doing nothing", set.Median / empty.Median, Relation.AtLeast, 0.6),
                new("of doing nothing with all read models", every.Median / empty.Median, Relation.AtLeast, 0.6),
            ],
            [$"{count:#,0} events of {rows.Events.Select(e => e.StreamId).Distinct().Count():#,0} streams, pages of "
                + $"{ReadModelFeed.PageSize:#,0}; rows: {counts}.",
                "Documents and tables were compared row by row and hold the same counts."]);

        async Task<EventRows> Load(int events)
        {
            await database.Empty($"{EventStore.Schema}.mt_events", $"{EventStore.Schema}.mt_streams");
            var made = TownLife.Of(events, catalog, Catalogues.Cities());
            await made.Copy(database.Source);
            await database.Execute($"vacuum analyze {EventStore.Schema}.mt_events");
            return made;
        }

        async Task<double> Rate(IDocumentStore store, string shard, long target)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            await database.Execute($"delete from {EventStore.Schema}.mt_event_progression; update {StoreTables.Progress} set position = 0");
            await database.Execute("checkpoint");
            return target / (await CatchUp.Measure(store, shard, target, context.Cancellation)).TotalSeconds;
        }

        Task Clear()
        {
            var readModels = ledger.Tables.Concat(others.SelectMany(p => p.Tables)).Select(t => $"{ReadModels.Schema}.{t}");
            string[] tables = [.. readModels, $"{EventStore.Schema}.mt_doc_documentline"];
            return database.Execute($"truncate {string.Join(", ", tables)}");
        }
    }

    private static DocumentStore Store(BenchmarkDatabase database, Action<StoreOptions> configure) => DocumentStore.For(options =>
    {
        options.Connection(database.Source);
        EventStore.Configure(options);
        configure(options);
    });

    /// <exception cref="InvalidOperationException">Tables and documents hold different counts.</exception>
    private static async Task MustAgree(BenchmarkDatabase database)
    {
        LedgerTable[] tables = [new HeatByDay(), new HeatByMonth(), new CountsByHour(), new Durations()];
        var rows = string.Join(" union all ", tables.Select(DocumentLedger.Sql));
        var documents = $"select id::text, (data ->> 'n')::int as n from {EventStore.Schema}.mt_doc_documentline";
        var differences = $"select 'table', * from (({rows}) except ({documents})) as a union all select 'document', * from "
            + $"(({documents}) except ({rows})) as b";
        var count = await database.Scalar<long>($"select count(*) from ({differences}) as d");
        if (count != 0)
        {
            var sample = await database.Scalar<string>($"select string_agg(d::text, ' ') from ({differences} order by 2, 1 limit 4) as d");
            throw new InvalidOperationException($"{count} counts differ between the ledger's tables and the documents: {sample}");
        }
    }
}
