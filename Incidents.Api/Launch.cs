using System.Globalization;
using Incidents.Api.Access.Listening;
using Incidents.Api.Access.SignIn;
using Incidents.Api.Alarms;
using Incidents.Api.Backups;
using Incidents.Api.BaseMaps;
using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Api.CommandLine;
using Incidents.Api.Data;
using Incidents.Api.Proofs;
using Incidents.Api.Store;
using Incidents.Postgres;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;
using Spectre.Console;

namespace Incidents.Api;

/// <summary>From the command line to a host that is ready, and what the terminal shows on the way.</summary>
internal static class Launch
{
    private static readonly string[] Libraries = ["Marten", "JasperFx", "Weasel", "Wolverine", "Npgsql", "Microsoft"];

    // Beside the repository's root: its files are not part of the repository.
    private static readonly string DemoFolder = Path.Combine("..", "shared", "data", "geography");

    /// <summary>Exit code of a start that failed.</summary>
    private const int Failed = 1;

    /// <summary>Exit code of a wrong command line or setting.</summary>
    private const int WrongUsage = 2;

    /// <summary>Runs the program. An error that a person can correct is reported in a sentence, without a stack trace.</summary>
    /// <returns>
    /// 0 when the server was stopped or the command succeeded, 1 when it failed, 2 for a wrong command line or setting, 130 or 143 when
    /// Ctrl-C or SIGTERM came before the server was ready or the command was done.
    /// </returns>
    public static async Task<int> Run(string[] arguments)
    {
        try
        {
            return await new HostCommandLine(HostSettings.Read()).Run(arguments);
        }
        catch (HostOptionsException e)
        {
            return await Fail(WrongUsage, e.Message);
        }
        catch (Exception e) when (e is EmbeddedPostgresException or CatalogueException or ProofKeyException)
        {
            return await Fail(Failed, e.Message);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return await Fail(Failed, $"{e.Message} Is Incidents running already? Choose another port with --port.");
        }
        catch (Exception e) when (StoreFault.IsOfStore(e))
        {
            return await Fail(Failed, $"PostgreSQL failed: {e.Message}");
        }
    }

    /// <summary>Serves until Ctrl-C or SIGTERM.</summary>
    public static Task<int> Serve(HostOptions options, IConfiguration settings) => UntilInterrupted(async interrupted =>
    {
        if (ListenCheck.Problem(options) is { } problem)
            return await Fail(Failed, problem);
        await using var postgres = await StartPostgres(options, settings, interrupted);
        await using var app = Build(options, postgres, interrupted);
        await app.PrepareStore(interrupted);
        if (options.Demo)
            await app.Services.GetRequiredService<DemoGround>().Load(Path.Combine(HostOptions.Home(), DemoFolder), interrupted);
        app.MapIncidents();
        app.AnnounceReady(options);
        await app.RunAsync(interrupted);
        return 0;
    });

    /// <summary>Runs a command on a host that accepts no requests, also beside a server on the same data.</summary>
    public static Task<int> OnHost(HostOptions options, IConfiguration settings, Func<IHost, CancellationToken, Task<int>> work) =>
        UntilInterrupted(async interrupted =>
        {
            // What a command prints on standard output is its result; what the libraries have to say goes to standard error.
            AnsiConsole.Console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
            await using var postgres = await StartPostgres(options, settings, interrupted);
            await using var app = Build(options, postgres, interrupted);
            await app.PrepareStore(interrupted);
            app.MapIncidents();
            return await work(app, interrupted);
        });

    /// <summary>A builder of a host that listens where the options say, and logs warnings and errors only.</summary>
    public static WebApplicationBuilder CreateBuilder(HostOptions options, string connectionString)
    {
        // Its own files are beside it, whatever the current folder is.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration["ConnectionStrings:Incidents"] = connectionString;
        // A command accepts no requests, but starts the same host; it must not use the server's port.
        builder.WebHost.UseUrls(options.IsCommand ? "http://127.0.0.1:0" : options.Url);
        builder.Configuration["Incidents:Proxies"] = options.Proxies;
        if (string.IsNullOrEmpty(builder.Configuration["Proofs:KeyFile"]))
            builder.Configuration["Proofs:KeyFile"] = ProofServices.KeyFileIn(options.DataDirectory);
        if (string.IsNullOrEmpty(builder.Configuration["Evidence:Folder"]))
            builder.Configuration["Evidence:Folder"] = EvidenceServices.FolderIn(options.DataDirectory);
        if (options is { Certificate: { } certificate, IsCommand: false })
            builder.Services.AddCertificate(new(certificate, options.CertificateKey, TimeProvider.System));
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(o => o.SingleLine = true);
        // What a command prints on standard output is its result.
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton(options);
        return builder;
    }

    /// <summary>Runs a command on the private PostgreSQL server, also beside a host on the same data.</summary>
    public static Task<int> OnPostgres(
        HostOptions options, IConfiguration settings, Func<EmbeddedPostgres, CancellationToken, Task<int>> work) =>
        UntilInterrupted(async interrupted =>
        {
            await using var postgres = await StartPostgres(options, settings, interrupted)
                ?? throw new HostOptionsException(BackupCommand.OwnMeans);
            return await work(postgres, interrupted);
        });

    private static WebApplication Build(HostOptions options, EmbeddedPostgres? postgres, CancellationToken cancellation)
    {
        var connectionString = postgres?.ConnectionString ?? options.ConnectionString!;
        var builder = CreateBuilder(options, connectionString);
        if (!options.IsCommand)
            builder.Services.AddBackups(postgres);
        if (options.ConnectionString is null)
            builder.Services.AddSingleton(new HostFolder(options.DataDirectory));
        builder.Services.PostConfigure<LoggerFilterOptions>(filters => QuietenLibraries(filters, cancellation));
        builder.AddIncidents(connectionString, host =>
        {
            // A command may run beside the server, which projects and simulates.
            host.RunsDaemon = !options.IsCommand;
            host.Maintenance = new(postgres?.SuperuserConnectionString);
            host.Forecasts = new() { Plans = Catalogues.ForecastPlans(Catalogues.Cities()), RunsByItself = !options.IsCommand };
            host.Simulates = !options.IsCommand && options.Demo;
        });
        return builder.Build();
    }

    /// <summary>Libraries log a cancelled operation as an error; after a signal it is not one.</summary>
    internal static void QuietenLibraries(LoggerFilterOptions filters, CancellationToken cancellation)
    {
        for (var i = 0; i < filters.Rules.Count; i++)
        {
            var rule = filters.Rules[i];
            filters.Rules[i] = new(rule.ProviderName, rule.CategoryName, rule.LogLevel, (provider, category, level) =>
                (rule.Filter?.Invoke(provider, category, level) ?? true)
                && !(cancellation.IsCancellationRequested && Libraries.Contains(category?.Split('.')[0])));
        }
    }

    /// <summary>Reports in one line that the host is ready, and warns if other machines can reach it.</summary>
    private static void AnnounceReady(this WebApplication app, HostOptions options) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            if (options is { Listen: { } open, Certificate: null, Proxies: null })
                app.Logger.LogWarning("Listening on {Address} by plain HTTP: sessions and tokens can be read on the way.", open);
            if (app.Services.GetRequiredService<DemoSignIn>().IsOn)
                Console.WriteLine("Demo sign-in is on: this machine only");
            var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
            var port = bound is null ? options.Port : new Uri(bound).Port;
            var demo = options.Demo ? "on" : "off";
            var address = string.Create(CultureInfo.InvariantCulture, $"{options.Scheme}://127.0.0.1:{port}/graphql");
            Console.WriteLine($"Incidents is ready: {address} (data in {WhereData(options)}, simulated demo data: {demo})");
        });

    private static string WhereData(HostOptions options)
    {
        if (options.ConnectionString is { } other)
            return new NpgsqlConnectionStringBuilder(other) is var server ? $"PostgreSQL {server.Host}/{server.Database}" : other;
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, options.DataDirectory);
        return relative.StartsWith("..", StringComparison.Ordinal) ? options.DataDirectory : relative;
    }

    /// <summary>The folder of the private PostgreSQL in the data folder.</summary>
    public static string PostgresFolder(HostOptions options) => Path.Combine(options.DataDirectory, "postgres");

    private static async Task<EmbeddedPostgres?> StartPostgres(
        HostOptions options, IConfiguration settings, CancellationToken cancellation)
    {
        Catalogues.Check();
        if (options.ConnectionString is not null)
            return BackupSettings.FolderOf(settings) is null ? null : throw new HostOptionsException(BackupCommand.OwnMeans);
        // Disposed with the server: its supervisor logs until the end.
        var logging = LoggerFactory.Create(
            b => b.SetMinimumLevel(LogLevel.Warning)
                .AddConfiguration(settings.GetSection("Logging"))
                .AddSimpleConsole(o => o.SingleLine = true)
                .AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace));
        return await EmbeddedPostgres.Start(
            new()
            {
                DataDirectory = PostgresFolder(options),
                BinDirectory = options.PostgresBin,
                JoinRunning = options.IsCommand,
                BackupFolder = BackupSettings.FolderOf(settings),
            },
            logging.CreateLogger<EmbeddedPostgres>(),
            cancellation);
    }

    /// <summary>
    /// Runs work that a signal interrupts. Whatever the work throws after the signal is a consequence of it, and no error.
    /// </summary>
    public static async Task<int> UntilInterrupted(Func<CancellationToken, Task<int>> work)
    {
        using var interruption = new Interruption();
        try
        {
            return await work(interruption.Token);
        }
        catch (Exception) when (interruption.Token.IsCancellationRequested)
        {
            return await Fail(interruption.ExitCode, "Interrupted.");
        }
    }

    private static async Task<int> Fail(int exitCode, string message)
    {
        await Console.Error.WriteLineAsync(message);
        return exitCode;
    }
}
