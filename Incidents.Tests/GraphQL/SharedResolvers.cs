using System.Runtime.CompilerServices;
using GraphQL;

namespace Incidents.Tests.GraphQL;

/// <summary>Hosts of one process share the resolvers that GraphQL.NET compiles for a type.</summary>
/// <remarks>A test run starts hundreds of hosts, and compiling took most of the processor time of a start.</remarks>
internal static class SharedResolvers
{
    [ModuleInitializer]
    internal static void Share() => GlobalSwitches.EnableReflectionCaching = true;
}
