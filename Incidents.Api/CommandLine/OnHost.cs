using System.CommandLine;

namespace Incidents.Api.CommandLine;

/// <summary>Starts a host that serves nobody and does a command's work on it.</summary>
/// <param name="parsed">The command line.</param>
/// <param name="work">Returns the exit code.</param>
internal delegate Task<int> OnHost(ParseResult parsed, Func<IHost, CancellationToken, Task<int>> work);
