using System.Reflection;
using Incidents.Api.Access.Keys;
using Incidents.Api.Access.Log;
using Incidents.Api.Access.SignIn;
using Incidents.Api.Access.Suppression;
using Incidents.Api.Access.Table;
using Incidents.Api.Addresses;
using Incidents.Api.Alarms;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.Backups;
using Incidents.Api.BaseMaps;
using Incidents.Api.Boundaries;
using Incidents.Api.Cases;
using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Api.Correlation;
using Incidents.Api.Counts;
using Incidents.Api.Data;
using Incidents.Api.Devices;
using Incidents.Api.Dialects;
using Incidents.Api.Dispatch;
using Incidents.Api.Exports;
using Incidents.Api.Feeds;
using Incidents.Api.Feeds.Conveyance;
using Incidents.Api.Forecasts;
using Incidents.Api.GraphQL;
using Incidents.Api.Hearing;
using Incidents.Api.Import;
using Incidents.Api.Ingest;
using Incidents.Api.Kpis;
using Incidents.Api.Mqtt;
using Incidents.Api.Outages;
using Incidents.Api.Outcomes;
using Incidents.Api.PersonalData;
using Incidents.Api.Pictures;
using Incidents.Api.Plates;
using Incidents.Api.Proofs;
using Incidents.Api.Proofs.CaseExports;
using Incidents.Api.Quarantine;
using Incidents.Api.Queues;
using Incidents.Api.Reactions;
using Incidents.Api.Recorders;
using Incidents.Api.Requests;
using Incidents.Api.Signals;
using Incidents.Api.Simulation;
using Incidents.Api.Store;
using Incidents.Api.Subscriptions;
using Incidents.Api.Targets;
using Incidents.Api.Trends;
using Incidents.Api.Units;
using Incidents.Api.Upkeep;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Signals;
using Incidents.Projections.Slices;
using JasperFx.CodeGeneration;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using Wolverine;

namespace Incidents.Api;

/// <summary>Everything that the host consists of, for Program, tests and benchmarks alike.</summary>
internal static partial class IncidentsHost
{
    // Not used by any other advisory lock of this database.
    private const long PreparationLock = 0x1C1DE475;

    /// <summary>Adds all services of the host.</summary>
    /// <param name="builder">The host under construction.</param>
    /// <param name="connectionString">The PostgreSQL to use.</param>
    /// <param name="configure">Sets the options of this host.</param>
    public static WebApplicationBuilder AddIncidents(
        this WebApplicationBuilder builder, string connectionString, Action<IncidentsHostOptions>? configure = null)
    {
        var options = new IncidentsHostOptions();
        configure?.Invoke(options);

        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(options.Maintenance);
        services.AddSingleton<IClock>(SystemClock.Instance);
        // Made by the container, which then also disposes it: the connections of a stopped host are closed.
        services.AddSingleton(_ => new StorePools(connectionString, options.Appender));
        services.AddSingleton(provider => provider.GetRequiredService<StorePools>().Readers);
        services.AddSingleton(Catalogues.Cities()).AddSingleton(Catalogues.Tariffs()).AddSingleton(Catalogues.Categories());
        services.AddUpkeep<CityCatalogue>();
        if (options.RunsDaemon)
            services.AddHostedService<CityNews>();
        builder.AddAccess();
        services.AddDeviceKeys();
        services.AddAccessTable();
        services.AddAccessLog<ReplicaHosts>();
        AddStore(services, options);
        AddIngest(services, options);
        services.AddIncidentsGraphQL([Assembly.GetExecutingAssembly()]);
        AddReaders(services);
        AddAnalyses(services);
        services.AddSingleton(provider => new SimulationMark(provider.GetRequiredService<NpgsqlDataSource>(), options.Simulates));
        services.AddSingleton<IResponseExtension>(provider => provider.GetRequiredService<SimulationMark>());
        builder.AddMqtt(options.RunsDaemon, options.Simulates);
        if (options.Simulates)
            services.AddSimulation(new SimulationOptions());
        services.AddForecasts(options.Forecasts);
        services.AddCases();
        services.AddPersonalData(options.RunsDaemon);
        services.AddAlarms(options.RunsDaemon);
        services.AddProofs(options.RunsDaemon, options.LongestHold);
        services.AddEvidence(options.RunsDaemon);
        services.AddCaseExports();
        services.AddPictures();
        services.AddHearing(options.RunsDaemon);
        services.AddOutages(options.RunsDaemon);
        services.AddReactions(options.RunsDaemon);
        builder.AddCorrelation(reacts: !options.Simulates);
        services.AddOutcomes();
        services.AddRecorders();
        services.AddTargets(options.RunsDaemon);
        services.AddUnits();
        services.AddAddresses();
        services.AddFeeds(options.RunsDaemon);
        services.AddConveyance();
        services.AddUpkeepTasks(options.RunsDaemon);

        // Wolverine warns that discovery finds no handlers; they are added one by one, so it does not apply.
        builder.Logging.AddFilter("Wolverine.Configuration.HandlerDiscovery", LogLevel.Error);
        builder.Host.UseWolverine(wolverine =>
        {
            // Commands are decided where they arrive; only long computations are queued, in memory, because their own table
            // contains what is left to do. So Wolverine keeps no tables.
            wolverine.Durability.Mode = DurabilityMode.Solo;
            wolverine.Discovery.DisableConventionalDiscovery();
            CommandHandlers.AddAll(wolverine);
            wolverine.AddAnalysisJobs();
            // All handlers are written in source, so no compiler is needed at run time.
            wolverine.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
        });
        if (options.RunsDaemon)
            services.AddAnalysisJobUpkeep();
        builder.AddHealth().AddTelemetry();
        AnswerCompression.AddTo(services);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        services.AddCors();
        return builder;
    }

    /// <summary>
    /// Creates or changes what the database lacks. Read models whose definition has changed stay as they are until the running host has
    /// rebuilt them. Call it before the host starts.
    /// </summary>
    public static async Task PrepareStore(this IHost app, CancellationToken cancellation = default)
    {
        var source = app.Services.GetRequiredService<StorePools>().Upkeep;
        // Several hosts and commands may start on a new database at the same moment.
        await using var guard = await source.OpenConnectionAsync(cancellation);
        await using (var one = new NpgsqlCommand($"select pg_advisory_lock({PreparationLock})", guard) { CommandTimeout = 0 })
            await one.ExecuteNonQueryAsync(cancellation);
        await CreateTables(app, source, cancellation);
        await app.LoadStore(cancellation);
        await using var release = new NpgsqlCommand($"select pg_advisory_unlock({PreparationLock})", guard);
        await release.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Reads what the host keeps in memory, over a database whose tables are those of this program.</summary>
    internal static async Task LoadStore(this IHost app, CancellationToken cancellation = default)
    {
        await app.PrepareSignIn(cancellation);
        await app.Services.GetRequiredService<CityCatalogue>().Load(cancellation);
        await app.Services.GetRequiredService<SimulationMark>().Load(cancellation);
        await app.Services.GetRequiredService<ReadModelStore>().Ensure(cancellation);
        await app.Services.BeginReactions(cancellation);
    }

    private static async Task CreateTables(IHost app, NpgsqlDataSource source, CancellationToken cancellation)
    {
        var store = app.Services.GetRequiredService<IDocumentStore>();
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync().WaitAsync(cancellation);
        await app.Services.GetRequiredService<AccessStore>().Prepare(cancellation);
        var events = app.Services.GetRequiredService<EventReader>();
        var (withdrawals, registers) = (new WaitingWithdrawals(source, events), new ImportedRegisters(source, events));
        var (keepsWithdrawals, keepsRegisters) = (await withdrawals.AreKept(cancellation), await registers.AreKept(cancellation));
        foreach (var ddl in (string[])[
            StoreTables.Ddl, StreamSnapshots.Ddl, OriginalBlocks.Ddl, CityCatalogue.Ddl, DeadLetters.Ddl, AnalysisJobTables.Ddl,
            BoundaryStore.Ddl, BaseMapTables.Ddl, SignInTables.Ddl, SuppressionKey.Ddl, MaskingTable.Ddl, BackupStatusTable.Ddl,
            AlarmTable.Ddl, HeardTable.Ddl, SourceCheck.Ddl, DeviceKeyStore.Ddl, EvidenceFaults.Ddl, EvidenceUses.Ddl, ProofTables.Ddl,
            PictureKey.Ddl, Episodes.Ddl, MqttFilters.Ddl, ReactionTables.Ddl,
            CorrelationTable.Ddl, RecorderTables.Ddl, TargetTable.Ddl, UnitPositions.Ddl, Gazetteer.Ddl, FeedTables.Ddl,
            UpkeepJoins.Ddl])
        {
            await using var command = source.CreateCommand(ddl);
            await command.ExecuteNonQueryAsync(cancellation);
        }
        if (!keepsWithdrawals)
            await withdrawals.Add(cancellation);
        if (!keepsRegisters)
            await registers.Add(cancellation);
    }

    private static void AddStore(IServiceCollection services, IncidentsHostOptions options)
    {
        services.AddSingleton(new ReadModels(ReadModelTables.All()));
        services.AddSingleton<AppendSignal>();
        services.AddSingleton(options.Appender);
        services.AddSingleton<EventCatalogue>(provider => new(provider.GetRequiredService<IDocumentStore>().Options, options.Upcasts));
        services.AddSingleton<StreamStore>();
        services.AddSingleton<ClosedMoments>().AddSingleton<DayClosing>();
        if (options.RunsDaemon)
            services.AddHostedService(provider => provider.GetRequiredService<DayClosing>());
        services.AddSingleton<SubmissionDecider>().AddSingleton<BatchAppender>().AddSingleton<StreamAppender>();
        services.AddSingleton<CommandStore>().AddSingleton<SentCommands>();
        services.AddUpkeep<ReadModelStore>();
        services.AddUpkeep<Freshness>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ReadModelStatus>();
        services.AddUpkeep<QuarantineTable>();
        services.AddUpkeep<EventPages>();
        services.AddSingleton<QuarantineService>();
        services.AddSingleton(provider => new ProjectionShards(
            provider, provider.GetRequiredService<ReadModelStatus>(), options.RunsDaemon));
        services.AddSingleton<EventReader>();

        var marten = services.AddMarten(provider =>
        {
            var store = new StoreOptions();
            store.Connection(provider.GetRequiredService<StorePools>().Upkeep);
            EventStore.Configure(store, options.Upcasts);
            store.Projections.SkipStaleGapsDespiteLiveTransactionsAfter = options.LongestHold;
            if (options.RunsDaemon)
            {
                store.Projections.Register(
                    new ReadModelFeed(
                        provider.GetRequiredService<ReadModels>(), provider.GetRequiredService<StorePools>().Upkeep,
                        provider.GetRequiredService<ReadModelStatus>(), options.Upcasts),
                    ProjectionLifecycle.Async);
                store.Projections.Wakeup = provider.GetRequiredService<AppendSignal>();
            }
            return store;
        }).UseLightweightSessions();
        if (!options.RunsDaemon)
            return;
        marten.AddAsyncDaemon(DaemonMode.HotCold);
        services.AddHostedService<ReadModelUpgrade>();
    }

    private static void AddIngest(IServiceCollection services, IncidentsHostOptions options)
    {
        services.AddRequestDecompression().AddSingleton(SliceReports.Kinds);
        services.AddSingleton(provider => HistoricSources.From(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<ReportInterpreter>().AddSingleton<ReportIntake>();
        services.AddSingleton<DeadLetters>().AddSingleton<DeadLetterService>().AddSingleton<DeadLetterReplay>();
        services.AddOptions<DeadLetterSettings>().BindConfiguration("DeadLetters");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<DeadLetterSettings>>().Value);
        services.AddSingleton<DeadLetterRetention>();
        if (options.RunsDaemon)
            services.AddHostedService(provider => provider.GetRequiredService<DeadLetterRetention>());
        services.AddOriginals(options.RunsDaemon);
        services.AddDialects(options.RunsDaemon);
        services.AddSingleton(new IngestMetrics(TimeProvider.System));
        services.AddOptions<IngestSettings>().BindConfiguration("Ingest");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<IngestSettings>>().Value);
        services.AddSingleton<ReportAdmission>().AddSingleton<ReportEndpoint>();
        services.AddSingleton(provider => new ImportSink(
            (reports, cancellation) => provider.GetRequiredService<ReportIntake>().Accept(reports, cancellation, SourceTables.ImportCause),
            provider.GetRequiredService<CityCatalogue>().Declare,
            (batch, reports, cancellation) => provider.GetRequiredService<ReportIntake>().Accept(reports, batch, cancellation))
        {
            DeclareCoverage = async (command, cancellation) =>
                (await provider.GetRequiredService<CommandStore>().Decide(command, cancellation)).Refusal,
        });
        services.AddSingleton<HistoricBatches>();
    }

    private static void AddReaders(IServiceCollection services)
    {
        services.AddSingleton<IResponseExtension, FreshnessExtension>();
        services.AddSingleton<IReadPositions, ReadPositions>();
        services.AddSingleton<IMutationPosition, MutationPosition>();
        services.AddSingleton<IArgumentCheck, KnownCitiesCheck>().AddSingleton<IArgumentCheck, CategoryLengthCheck>();
        services.AddSingleton<RegisterReader>();
        services.AddDevices();
        services.AddSingleton<IncidentFiles>().AddSingleton<IncidentScopes>().AddSingleton<SignalReader>();
        services.AddPlates();
        services.AddSingleton<SignalFiles>().AddQueues().AddSubscriptions();
        services.AddExports();
        services.AddScoped<Commands>();
        services.AddSingleton<CommandInput>();
        services.AddSuppression();
        services.AddCounts();
        services.AddScoped<NowcastRequests>();
        services.AddSingleton<BoundaryShapeCache>().AddSingleton<BoundaryStore>();
        services.AddBaseMaps();
        services.AddSingleton<SeriesReader>();
        services.AddOptions<KpiTargets>().BindConfiguration("Kpis:Targets");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<KpiTargets>>().Value);
    }
}
