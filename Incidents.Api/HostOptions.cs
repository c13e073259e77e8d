using System.Globalization;
using System.Net;

namespace Incidents.Api;

/// <summary>What the person who starts the host may choose, on the command line or by settings (environment variables <c>Incidents__Port</c> and so on).</summary>
internal sealed record HostOptions
{
    /// <summary>What the command line takes besides commands.</summary>
    public const string Usage = """
          --port N          port of the web server, 5080 unless told (Incidents__Port)
          --data DIR        folder of the data, .data unless told (Incidents__Data)
          --no-demo         without the simulated demo data (Incidents__Demo=false)
          --listen ADDRESS  also reachable from elsewhere; there is no access control yet (Incidents__Listen)
        """;

    /// <summary>Port of the web server; 0 for any free one.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>The address to listen on when not loopback, or null for loopback, which is safe.</summary>
    public IPAddress? Listen { get; init; }

    /// <summary>Full path of the folder that holds all data.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Whether the simulator's demo data are wanted.</summary>
    public bool Demo { get; init; } = true;

    /// <summary>Another PostgreSQL server (<c>ConnectionStrings__Incidents</c>), or null for a private one.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The folder of PostgreSQL's programs (<c>Incidents__PostgresBin</c>), or null to look in the usual places.</summary>
    public string? PostgresBin { get; init; }

    /// <summary>The arguments that are not the host's options: a command and its own.</summary>
    public IReadOnlyList<string> Remaining { get; init; } = [];

    /// <summary>True when a command is to be run instead of the server.</summary>
    public bool IsCommand => Remaining is [not "run", ..];

    /// <summary>The URL that the web server listens on.</summary>
    public string Url =>
        Listen is { } address ? $"http://{new IPEndPoint(address, Port)}"
        : Port == 0 ? "http://127.0.0.1:0"
        : string.Create(CultureInfo.InvariantCulture, $"http://localhost:{Port}");

    /// <summary>Reads the command line over the settings; the command line wins.</summary>
    /// <exception cref="HostOptionsException">A value is missing or not one.</exception>
    public static HostOptions Parse(IReadOnlyList<string> arguments, IConfiguration settings)
    {
        var section = settings.GetSection("Incidents");
        var (port, data, listen, demo) = (section["Port"], section["Data"], section["Listen"], section["Demo"]);
        var remaining = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = arguments[i].Split('=', 2) is [var before, var after] ? (before, after) : (arguments[i], null);
            switch (name)
            {
                case "--port":
                    port = Value();
                    break;
                case "--data":
                    data = Value();
                    break;
                case "--listen":
                    listen = Value();
                    break;
                case "--no-demo" when value is null:
                    demo = "false";
                    break;
                default:
                    remaining.Add(arguments[i]);
                    break;
            }

            string Value() => value ?? (i + 1 < arguments.Count ? arguments[++i] : throw new HostOptionsException($"{name} wants a value.\n{Usage}"));
        }

        return new()
        {
            Port = port is null ? 5080 : PortOf(port),
            Listen = ListenOf(listen),
            DataDirectory = Path.GetFullPath(data ?? Path.Combine(Home(), ".data")),
            Demo = demo is null || (bool.TryParse(demo, out var wanted) ? wanted : throw new HostOptionsException($"Incidents__Demo is true or false, not {demo}.")),
            ConnectionString = settings.GetConnectionString("Incidents") is { Length: > 0 } other ? other : null,
            PostgresBin = section["PostgresBin"] is { Length: > 0 } bin ? bin : null,
            Remaining = remaining,
        };
    }

    private static int PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : throw new HostOptionsException($"--port wants a number from 0 (any free port) to {IPEndPoint.MaxPort}, not {text}.");

    private static IPAddress? ListenOf(string? text) =>
        text is null or "" or "localhost" ? null
        : text is "*" ? IPAddress.Any
        : IPAddress.TryParse(text, out var address) ? (IPAddress.IsLoopback(address) ? null : address)
        : throw new HostOptionsException($"--listen wants an IP address of this machine, or * for all, not {text}.");

    /// <summary>The repository's root when run from one, so that every command finds the same data from whatever folder; else the current folder.</summary>
    private static string Home()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Incidents.sln")))
                return folder.FullName;
        return Environment.CurrentDirectory;
    }
}
