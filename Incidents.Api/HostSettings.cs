using Incidents.Api.CommandLine;

namespace Incidents.Api;

/// <summary>The settings that are needed before a host exists, from the sources that the host reads too.</summary>
internal static class HostSettings
{
    /// <summary>
    /// Reads <c>appsettings.json</c> beside the program, that of the environment, and environment variables; the latter win.
    /// </summary>
    /// <exception cref="HostOptionsException">A file is not JSON.</exception>
    public static IConfiguration Read()
    {
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environments.Production;
        try
        {
            return new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory)
                .AddJsonFile("appsettings.json", optional: true).AddJsonFile($"appsettings.{environment}.json", optional: true)
                .AddEnvironmentVariables().Build();
        }
        catch (InvalidDataException e)
        {
            throw new HostOptionsException($"{e.Message} {e.InnerException?.Message}".TrimEnd());
        }
    }
}
