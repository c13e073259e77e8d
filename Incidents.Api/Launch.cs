using System.Globalization;
using System.Runtime.InteropServices;
using Incidents.Postgres;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;

namespace Incidents.Api;

/// <summary>From the command line to a host that is ready, and what the terminal shows on the way.</summary>
internal static class Launch
{
    /// <summary>Runs the program. What a person can mend is told in words, without a stack trace.</summary>
    /// <returns>The exit code: that of the program, 1 when it could not start, 2 for a wrong command line, 130 when interrupted before it had started.</returns>
    public static async Task<int> RunAsync(string[] arguments, Func<HostOptions, string, Task<int>> program)
    {
        try
        {
            var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
            var options = HostOptions.Parse(arguments, settings);
            if (!options.IsCommand && options.Port != 0 && !LoopbackPort.IsFree(options.Port))
                return await FailAsync(1, $"Port {options.Port} is in use. Is Incidents running already? Choose another with --port.");
            await using var postgres = await StartPostgresAsync(options, settings);
            return await program(options, postgres?.ConnectionString ?? options.ConnectionString!);
        }
        catch (HostOptionsException e)
        {
            return await FailAsync(2, e.Message);
        }
        catch (EmbeddedPostgresException e)
        {
            return await FailAsync(1, e.Message);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return await FailAsync(1, $"{e.Message} Is Incidents running already? Choose another port with --port.");
        }
        catch (NpgsqlException e)
        {
            return await FailAsync(1, $"PostgreSQL does not do what it is asked: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            return await FailAsync(130, "Interrupted.");
        }
    }

    /// <summary>A builder of a host that listens where the options say, and keeps quiet unless something is wrong.</summary>
    public static WebApplicationBuilder CreateBuilder(HostOptions options, string connectionString)
    {
        // Its own files lie beside it, whatever the current folder is.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [.. options.Remaining], ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration["ConnectionStrings:Incidents"] = connectionString;
        // A command serves nobody, but starts the same host; it must not meet the server's port.
        builder.WebHost.UseUrls(options.IsCommand ? "http://127.0.0.1:0" : options.Url);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(o => o.SingleLine = true);
        // What a command prints on standard output is its result.
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton(options);
        return builder;
    }

    /// <summary>Says in one line when the host is ready, and warns when others than this machine reach it.</summary>
    public static void AnnounceReady(this WebApplication app, HostOptions options) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            if (options.Listen is { } address)
                app.Logger.LogWarning("Listening on {Address}: whoever reaches it reads and changes everything, for there is no access control yet.", address);
            var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
            var port = bound is null ? options.Port : new Uri(bound).Port;
            var demo = options.Demo ? "on" : "off";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Incidents is ready: http://127.0.0.1:{port}/graphql (data in {WhereData(options)}, simulated demo data: {demo})"));
        });

    private static string WhereData(HostOptions options)
    {
        if (options.ConnectionString is { } other)
            return new NpgsqlConnectionStringBuilder(other) is var server ? $"PostgreSQL {server.Host}/{server.Database}" : other;
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, options.DataDirectory);
        return relative.StartsWith("..", StringComparison.Ordinal) ? options.DataDirectory : relative;
    }

    private static async Task<EmbeddedPostgres?> StartPostgresAsync(HostOptions options, IConfiguration settings)
    {
        if (options.ConnectionString is not null)
            return null;
        using var interrupted = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        // Lives as long as the server that it speaks for: the supervisor logs until the end.
        var logging = LoggerFactory.Create(b => b.AddConfiguration(settings.GetSection("Logging")).SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(o => o.SingleLine = true));
        return await EmbeddedPostgres.StartAsync(
            new() { DataDirectory = Path.Combine(options.DataDirectory, "postgres"), BinDirectory = options.PostgresBin, JoinRunning = options.IsCommand },
            logging.CreateLogger<EmbeddedPostgres>(),
            interrupted.Token);

        void Cancel(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupted.Cancel();
        }
    }

    private static async Task<int> FailAsync(int exitCode, string message)
    {
        await Console.Error.WriteLineAsync(message);
        return exitCode;
    }
}
