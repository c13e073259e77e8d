using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Incidents.Api.Access.Keys;
using Incidents.Api.Addresses;
using Incidents.Api.Backups;
using Incidents.Api.BaseMaps;
using Incidents.Api.Boundaries;
using Incidents.Api.CommandLine;
using Incidents.Api.FileAnalyses;
using Incidents.Api.Import;
using Incidents.Api.Ingest;
using Incidents.Api.PersonalData;
using Incidents.Api.Proofs;
using Incidents.Api.Proofs.CaseExports;
using Incidents.Api.Proofs.Verification;
using Incidents.Api.Quarantine;
using Incidents.Api.Store;
using Incidents.Api.Units;
using Incidents.Postgres;
using Incidents.Projections.Slices;

namespace Incidents.Api;

/// <summary>The command line of the program: its options, its commands, help and usage errors. None of them needs a database.</summary>
internal sealed class HostCommandLine
{
    private readonly IConfiguration settings;
    private readonly Command root;
    private readonly Command server;
    private readonly Command analyse;
    private readonly Option<string> port = Value("--port", "N", "Port of the web server; default 5080 (Incidents__Port)");
    private readonly Option<string> data = Value("--data", "DIR", "Folder of the data; default .data (Incidents__Data)");
    private readonly Option<string> listen =
        Value(
            "--listen",
            "ADDRESS",
            "Address to listen on, * for all; default this machine only. Needs a sign-in provider, and TLS or a proxy (Incidents__Listen)");
    private readonly Option<bool> insecure = new("--insecure")
    {
        Description = "Let --listen use plain HTTP without a proxy (Incidents__Insecure=true)",
        Recursive = true,
    };
    private readonly Option<bool> noDemo = new("--no-demo")
    {
        Description = "Without simulated demo data (Incidents__Demo=false)",
        Recursive = true,
    };
    private readonly Option<bool> check = new("--check-arguments") { Hidden = true, Recursive = true };

    /// <summary>Defines the command line over the settings.</summary>
    public HostCommandLine(IConfiguration settings)
    {
        this.settings = settings;
        server = new("server", "Serve the pages and GraphQL until Ctrl-C; the default") { Aliases = { "run" } };
        server.SetAction(Serve);
        analyse = new("analyse", "Analyse files by a published method, without a database") { TreatUnmatchedTokensAsErrors = false };
        root = new Command("./run", "Incidents: serves the pages and GraphQL, or runs a command, also while the server runs.")
        {
            port, data, noDemo, listen, insecure, check, new HelpOption(),
            server, ImportCommand.Define(OnHost, Launch.UntilInterrupted, SliceReports.Kinds),
            RebuildCommand.Define(OnHost, [.. ReadModelTables.All().Select(p => p.Name)]),
            QuarantineCommand.Define(OnHost, [.. ReadModelTables.All().Select(p => p.Name)]),
            RereadCommand.Define(OnHost), MaskCommand.Define(OnHost), BoundariesCommand.Define(OnHost),
            BaseMapCommand.Define(OnHost), PlacesCommand.Define(OnHost), AddressesCommand.Define(OnHost), UnitsCommand.Define(OnHost),
            DeviceKeyCommand.Define(OnHost),
            BackupCommand.Define(OnPostgres, settings), RestoreCommand.Define(Restore),
            ExportCaseCommand.Define(OnHost), VerifyCommand.Define(Launch.UntilInterrupted), ProofKeyCommand.Define(ProofKeyFileOf, OnHost),
            analyse, Help(),
        };
        root.SetAction(Serve);
    }

    /// <summary>The names of all commands and of the options that every command takes.</summary>
    public IEnumerable<string> Names =>
        [.. root.Subcommands.Select(c => c.Name), .. root.Options.Where(o => !o.Hidden).Select(o => o.Name)];

    /// <summary>Reads arguments.</summary>
    /// <exception cref="HostOptionsException">They are no command line of this program.</exception>
    public ParseResult Parse(IReadOnlyList<string> arguments)
    {
        // No response files and no bundling: a value that begins with @ is a value.
        var parsed = root.Parse(arguments, new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        return parsed.CommandResult.Command == analyse || parsed.Action is HelpAction || Problem(parsed) is not { } problem
            ? parsed
            : throw new HostOptionsException($"{problem} See ./run help.");
    }

    /// <summary>The host's options that the arguments and the settings result in.</summary>
    /// <exception cref="HostOptionsException">A value is invalid.</exception>
    public HostOptions Options(ParseResult parsed)
    {
        SettingsCheck.Check(settings);
        var isCommand = parsed.CommandResult.Command is var command && command != root && command != server;
        return HostOptions.From(
            new(
                parsed.GetValue(port), parsed.GetValue(data), parsed.GetValue(listen), parsed.GetValue(noDemo), parsed.GetValue(insecure),
                isCommand),
            settings);
    }

    /// <summary>Does what the arguments ask for.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="HostOptionsException">They are no command line of this program, or a setting is invalid.</exception>
    public Task<int> Run(IReadOnlyList<string> arguments)
    {
        var parsed = Parse(arguments);
        if (parsed.CommandResult.Command == analyse)
            return Task.FromResult(AnalyseCommand.RunAlone([.. arguments.SkipWhile(a => a != analyse.Name)]));
        if (parsed.GetValue(check))
            return Task.FromResult(Options(parsed) is null ? 1 : 0);
        return Invoke(parsed);
    }

    private static Task<int> Invoke(ParseResult parsed) =>
        parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });

    private static Option<string> Value(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, Recursive = true };

    private Command Help()
    {
        var name = new Argument<string?>("COMMAND") { Arity = ArgumentArity.ZeroOrOne, Description = "The command to explain" };
        var help = new Command("help", "Show this help, or that of a command") { name };
        help.SetAction((parsed, _) =>
            parsed.GetValue(name) is not { } command ? Run(["--help"])
            : root.Subcommands.Any(c => c.Name == command || c.Aliases.Contains(command)) ? Run([command, "--help"])
            : throw new HostOptionsException(NoCommand(command)));
        return help;
    }

    private Task<int> Serve(ParseResult parsed, CancellationToken cancellation) => Launch.Serve(Options(parsed), settings);

    private Task<int> OnHost(ParseResult parsed, Func<IHost, CancellationToken, Task<int>> work) =>
        Launch.OnHost(Options(parsed), settings, work);

    private Task<int> OnPostgres(ParseResult parsed, Func<EmbeddedPostgres, CancellationToken, Task<int>> work) =>
        Launch.OnPostgres(Options(parsed), settings, work);

    private ProofKeyFile ProofKeyFileOf(ParseResult parsed) => ProofServices.KeyFileOf(
        settings.GetSection("Proofs").Get<ProofSettings>() ?? new(), Options(parsed).DataDirectory);

    private async Task<int> Restore(ParseResult parsed, RestoreRequest request)
    {
        var options = Options(parsed);
        if (options.ConnectionString is not null)
            throw new HostOptionsException(BackupCommand.OwnMeans);
        var folder = Launch.PostgresFolder(options);
        var restored = await Launch.UntilInterrupted(interrupted => RestoreCommand.Run(
            request with { Folder = folder, BinDirectory = options.PostgresBin }, interrupted));
        if (restored != 0)
            return restored;
        var evidence = EvidenceCopy.Back(settings, folder, request.From) is { } copy
            ? await Launch.UntilInterrupted(interrupted => RestoreCommand.Evidence(copy, interrupted))
            : 0;
        // What is only looked at is not copied into the folder of backups.
        var withoutBackups = new ConfigurationBuilder().AddConfiguration(settings)
            .AddInMemoryCollection([new("Backups:Folder", null)]).Build();
        var check = await Launch.OnHost(
            options, withoutBackups, (host, cancellation) => RestoreCommand.Check(host, options.DataDirectory, cancellation));
        return check != 0 ? check : evidence;
    }

    private string NoCommand(string name) =>
        $"There is no command '{name}'; there are {string.Join(", ", root.Subcommands.Select(c => c.Name))}.";

    /// <summary>The first usage error, or null.</summary>
    private string? Problem(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var arguments = command.Arguments.Select(parsed.GetResult).OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value);
        if (arguments.Concat(parsed.UnmatchedTokens).FirstOrDefault(IsOption) is { } unknown
            && !parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash))
            return $"There is no option {unknown}.";
        var swallowed = root.Options.Concat(command.Options).Select(parsed.GetResult).OfType<OptionResult>()
            .FirstOrDefault(o => o.Tokens is [{ Value: ['-', '-', _, ..] }, ..]);
        if (swallowed is not null)
            return $"{swallowed.Option.Name} needs a value, and {swallowed.Tokens[0].Value} is an option.";
        if (parsed.UnmatchedTokens is [var first, ..])
            return command == root
                ? NoCommand(first)
                : $"{command.Name} does not take '{first}'.";
        return parsed.Errors.Count > 0 ? parsed.Errors[0].Message : null;

        static bool IsOption(string argument) => argument is ['-', not (>= '0' and <= '9'), ..];
    }
}
