using System.Collections.Frozen;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Incidents.Projections;
using Incidents.Projections.Devices;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Signals;
using Incidents.Projections.Slices;
using Npgsql;

namespace Incidents.Api.Subscriptions;

/// <summary>Reads the events that are told, and the present state of what they are about.</summary>
internal sealed class LiveReader
{
    private const int PageSize = 500;

    private readonly NpgsqlDataSource source;
    private readonly EventCatalogue catalogue;
    private readonly EventTail tail;
    private readonly EventReader events;
    private readonly SignalReader signals;
    private readonly RegisterReader register;
    private readonly string[] readModels;
    private readonly FrozenDictionary<LiveKinds, string[]> names;

    /// <summary>Makes the reader.</summary>
    public LiveReader(
        NpgsqlDataSource source, EventCatalogue catalogue, EventTail tail, EventReader events, SignalReader signals,
        RegisterReader register, ReadModels models)
    {
        (this.source, this.catalogue, this.tail) = (source, catalogue, tail);
        (this.events, this.signals, this.register) = (events, signals, register);
        readModels =
            [.. models.Projections.Where(p => p is SignalRegister or IncidentRegister or DeviceRegistry).Select(p => p.Name)];
        string[] Named(IEnumerable<Type> types) => [.. types.Select(catalogue.NameOf).Order(StringComparer.Ordinal)];
        names = new Dictionary<LiveKinds, string[]>
        {
            [LiveKinds.Signals] = Named(SliceEvents.Signals.Events),
            [LiveKinds.Incidents] = Named(OfNamespace(typeof(IncidentOpened))),
            [LiveKinds.Devices] = Named(OfNamespace(typeof(DeviceRegistered))),
        }.ToFrozenDictionary();
    }

    /// <summary>Sequence of the last event that the read models hold from which messages are made.</summary>
    public async Task<long> Projected(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select coalesce(min(position), 0) from {StoreTables.Progress} where projection = any($1)");
        command.Parameters.Add(new() { Value = readModels });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The next events that are told.</summary>
    /// <param name="after">Sequence after which they begin.</param>
    /// <param name="until">Sequence of the last event to read, which the read models hold.</param>
    /// <param name="kinds">Which events.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<LivePage> Read(long after, long until, LiveKinds kinds, CancellationToken cancellation)
    {
        var (found, ceiling) = await Events(after, until, kinds, cancellation);
        var ids = found.Select(e => e.Id).ToHashSet();
        var rows = kinds.HasFlag(LiveKinds.Signals) ? await signals.Find(ids, cancellation) : [];
        // What is read later, where a message is made, must not end with whoever asked for the page.
        StreamBatch<T> Streams<T>(SignalKind kind) where T : StreamState, IState<T> =>
            new(events, [.. rows.Values.Where(row => row.Kind == kind).Select(row => row.Id)], CancellationToken.None);
        return new(
            found, ceiling, rows,
            kinds.HasFlag(LiveKinds.Incidents) ? await register.Find(ids, cancellation) : [],
            kinds.HasFlag(LiveKinds.Devices)
                ? await events.Open<Device>([.. found.Where(e => IsOfDevice(e.Type)).Select(e => e.Id).Distinct()], null, cancellation)
                : [],
            new(Streams<Alert>(SignalKind.Alert), Streams<SosCall>(SignalKind.SosCall), Streams<Violation>(SignalKind.Violation)));
    }

    private async Task<(List<LiveEvent> Told, long Ceiling)> Events(
        long after, long until, LiveKinds kinds, CancellationToken cancellation)
    {
        var found = await tail.Read(
            after, until, [.. names.Where(n => kinds.HasFlag(n.Key)).SelectMany(n => n.Value)], PageSize, cancellation);
        var told = new List<LiveEvent>(found.Count);
        foreach (var one in found)
        {
            var content = IsRead(one.Type) ? Content(one) : null;
            // What was over before it became known here comes by the million, and nobody waits for it.
            if (content is not IncidentOpened { Historic: true })
                told.Add(new(one.Sequence, one.StreamId, one.Name, one.Type, Before(content)));
        }
        return (told, found.Count < PageSize ? until : found[^1].Sequence);
    }

    private IDomainEvent? Content(TailEvent one)
    {
        try
        {
            return catalogue.Read(one.Name, one.Json);
        }
        catch (Exception e) when (StoreFault.IsOfContent(e))
        {
            // An event that cannot be read is in quarantine, and changed nothing.
            return null;
        }
    }

    private static CountKey? Before(IDomainEvent? content) => content switch
    {
        ILateBeginning late => late.Before,
        AlertUpdated updated => updated.Before,
        IncidentCategorised categorised => categorised.Before,
        IncidentCorrected corrected => corrected.Before,
        _ => null,
    };

    // Of the others the name is enough.
    private static bool IsRead(Type type) =>
        type.IsAssignableTo(typeof(ILateBeginning)) || type == typeof(AlertUpdated) || type == typeof(IncidentCategorised)
        || type == typeof(IncidentCorrected) || type == typeof(IncidentOpened);

    private static bool IsOfDevice(Type type) => type.Namespace == typeof(DeviceRegistered).Namespace;

    private static IEnumerable<Type> OfNamespace(Type one) => EventStore.EventTypes.Where(type => type.Namespace == one.Namespace);
}
