using Incidents.Domain.Access;
using NodaTime;

namespace Incidents.Api.Access.Log;

/// <summary>Makes hosts that answer from the store of another database, and do nothing else.</summary>
internal interface IReplicaHosts
{
    /// <summary>A host on a database, whose tables are made where they are missing.</summary>
    /// <param name="connectionString">How to connect.</param>
    /// <param name="cancellation">Cancels it.</param>
    Task<IReplicaHost> Open(string connectionString, CancellationToken cancellation);
}

/// <summary>A host in this process that listens nowhere, projects nothing by itself and puts nothing on record.</summary>
internal interface IReplicaHost : IAsyncDisposable
{
    /// <summary>Its services.</summary>
    IServiceProvider Services { get; }

    /// <summary>The answer to what an entry of the access log asked: the JSON of <c>data</c>, or the bytes of an export.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="at">The time of its clock meanwhile.</param>
    /// <param name="cancellation">Cancels it.</param>
    Task<byte[]> Answer(AccessLogEntry entry, Caller caller, Instant at, CancellationToken cancellation);
}
