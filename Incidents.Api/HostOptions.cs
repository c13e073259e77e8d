using System.Globalization;
using System.Net;
using Incidents.Api.CommandLine;

namespace Incidents.Api;

/// <summary>
/// What a person may choose when starting the host: options of the command line, or settings (<c>Incidents__Port</c> and so on).
/// </summary>
internal sealed record HostOptions
{
    /// <summary>Port of the web server where none is given.</summary>
    public const int DefaultPort = 5080;

    /// <summary>Port of the web server; 0 for any free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The address to listen on when it is not loopback; null for loopback, which other machines cannot reach.</summary>
    public IPAddress? Listen { get; init; }

    /// <summary>Whether other machines may reach it by plain HTTP.</summary>
    public bool Insecure { get; init; }

    /// <summary>The file of the certificate for TLS, or null for plain HTTP.</summary>
    public string? Certificate { get; init; }

    /// <summary>The file of the certificate's key, or of the password of PKCS #12; null where the certificate needs none.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>Addresses and networks of the reverse proxies whose forwarded headers are believed, or null for none.</summary>
    public string? Proxies { get; init; }

    /// <summary>Full path of the folder that contains all data.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Whether the host simulates demo data.</summary>
    public bool Demo { get; init; } = true;

    /// <summary>Another PostgreSQL server (<c>ConnectionStrings__Incidents</c>), or null for the private one.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The folder of PostgreSQL's programs (<c>Incidents__PostgresBin</c>), or null to search the usual places.</summary>
    public string? PostgresBin { get; init; }

    /// <summary>True when a command runs instead of the server.</summary>
    public bool IsCommand { get; init; }

    /// <summary>The URL that the web server listens on.</summary>
    public string Url =>
        Listen is { } address ? $"{Scheme}://{new IPEndPoint(address, Port)}"
        : Port == 0 ? $"{Scheme}://127.0.0.1:0"
        : string.Create(CultureInfo.InvariantCulture, $"{Scheme}://localhost:{Port}");

    /// <summary>The scheme of its addresses.</summary>
    public string Scheme => Certificate is null ? "http" : "https";

    /// <summary>Combines the command line with the settings; the command line wins.</summary>
    /// <exception cref="HostOptionsException">A value is missing or invalid.</exception>
    public static HostOptions From(GivenOptions given, IConfiguration settings)
    {
        var section = settings.GetSection("Incidents");
        var options = new HostOptions
        {
            Port = (given.Port ?? section["Port"]) is { } port ? PortOf(port) : DefaultPort,
            Listen = ListenOf(given.Listen ?? section["Listen"]),
            DataDirectory = DataOf(given.Data, section["Data"]),
            Demo = !given.NoDemo && (section["Demo"] is not { } demo || BoolOf("Incidents__Demo", demo)),
            ConnectionString = settings.GetConnectionString("Incidents") is { Length: > 0 } other ? other : null,
            PostgresBin = section["PostgresBin"] is { Length: > 0 } bin ? bin : null,
            Insecure = given.Insecure || (section["Insecure"] is { } insecure && BoolOf("Incidents__Insecure", insecure)),
            Certificate = section["Certificate"] is { Length: > 0 } certificate ? certificate : null,
            CertificateKey = section["CertificateKey"] is { Length: > 0 } key ? key : null,
            Proxies = section["Proxies"] is { Length: > 0 } proxies ? proxies : null,
            IsCommand = given.IsCommand,
        };
        ReachCheck.Check(options, settings);
        return options;
    }

    /// <summary>Reads the command line together with the settings.</summary>
    /// <exception cref="HostOptionsException">The command line or a setting is invalid.</exception>
    public static HostOptions Parse(IReadOnlyList<string> arguments, IConfiguration settings)
    {
        var line = new HostCommandLine(settings);
        return line.Options(line.Parse(arguments));
    }

    private static int PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : throw new HostOptionsException(
                $"--port (Incidents__Port) needs a number from 0 (any free port) to {IPEndPoint.MaxPort}, not '{text}'.");

    private static IPAddress? ListenOf(string? text) =>
        text is null or "" or "localhost" ? null
        : text is "*" ? IPAddress.Any
        : IPAddress.TryParse(text, out var address) ? (IPAddress.IsLoopback(address) ? null : address)
        : throw new HostOptionsException(
            $"--listen (Incidents__Listen) needs an IP address of this machine, or * for all of them, not '{text}'.");

    private static string DataOf(string? option, string? setting)
    {
        var name = option is null ? "Incidents__Data" : "--data";
        if ((option ?? setting) is not { } data)
            return Path.Combine(Home(), ".data");
        if (string.IsNullOrWhiteSpace(data))
            throw new HostOptionsException($"{name} needs the path of a folder, and is empty.");
        if (data.Contains('\0'))
            throw new HostOptionsException($"{name} needs the path of a folder, and contains a zero character.");
        return Path.GetFullPath(data);
    }

    private static bool BoolOf(string name, string text) =>
        bool.TryParse(text, out var value) ? value : throw new HostOptionsException($"{name} is true or false, not '{text}'.");

    /// <summary>
    /// The repository's root when run from a repository, so that every command finds the same data; else the current folder.
    /// </summary>
    public static string Home()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Incidents.sln")))
                return folder.FullName;
        return Environment.CurrentDirectory;
    }
}

/// <summary>The host's options as the command line gives them, unchecked; null where an option is not given.</summary>
/// <param name="Port"><c>--port</c>.</param>
/// <param name="Data"><c>--data</c>.</param>
/// <param name="Listen"><c>--listen</c>.</param>
/// <param name="NoDemo"><c>--no-demo</c>.</param>
/// <param name="Insecure"><c>--insecure</c>.</param>
/// <param name="IsCommand">Whether a command is given that is not the server.</param>
internal sealed record GivenOptions(string? Port, string? Data, string? Listen, bool NoDemo, bool Insecure, bool IsCommand);
