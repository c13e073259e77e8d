using System.CommandLine;

namespace Incidents.Api.CommandLine;

/// <summary>Starts a host without a web server and runs a command on it.</summary>
/// <param name="parsed">The command line.</param>
/// <param name="work">Returns the exit code.</param>
internal delegate Task<int> OnHost(ParseResult parsed, Func<IHost, CancellationToken, Task<int>> work);
