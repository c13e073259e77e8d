using System.Collections.Frozen;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Outages;
using Incidents.Domain.Quarantine;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Incidents.Domain.Work;
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
    private readonly DeviceReader devices;
    private readonly FrozenDictionary<LiveKinds, TableProjection> readModels;
    private readonly FrozenDictionary<LiveKinds, string[]> names;

    /// <summary>Makes the reader.</summary>
    public LiveReader(
        NpgsqlDataSource source, EventCatalogue catalogue, EventTail tail, EventReader events, SignalReader signals,
        RegisterReader register, DeviceReader devices, ReadModels models)
    {
        (this.source, this.catalogue, this.tail, this.events) = (source, catalogue, tail, events);
        (this.signals, this.register, this.devices) = (signals, register, devices);
        readModels = new Dictionary<LiveKinds, string>
        {
            [LiveKinds.Signals] = SignalRegister.ProjectionName,
            [LiveKinds.Incidents] = IncidentRegister.ProjectionName,
            [LiveKinds.Devices] = DeviceRegistry.ProjectionName,
        }.ToFrozenDictionary(kind => kind.Key, kind => models.Projections.Single(model => model.Name == kind.Value));
        // What is released from quarantine changes what is shown, as the event itself would have.
        string[] Named(IEnumerable<Type> types) =>
            [.. types.Append(typeof(EventReleased)).Select(catalogue.NameOf).Order(StringComparer.Ordinal)];
        names = new Dictionary<LiveKinds, string[]>
        {
            [LiveKinds.Signals] = Named(SliceEvents.Signals.Events),
            [LiveKinds.Incidents] = Named([.. OfNamespace(typeof(IncidentOpened)), .. OfNamespace(typeof(WorkTaken))]),
            [LiveKinds.Devices] = Named([.. OfNamespace(typeof(DeviceRegistered)), .. OfNamespace(typeof(DeviceFellSilent))]),
        }.ToFrozenDictionary();
    }

    /// <summary>
    /// Sequence of the last event that the read models hold from which messages of each kind are made; without those whose tables have
    /// another definition than this program's.
    /// </summary>
    public async Task<IReadOnlyDictionary<LiveKinds, long>> Projected(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select projection, position, version from {StoreTables.Progress} where projection = any($1)");
        command.Parameters.Add(new() { Value = readModels.Values.Select(model => model.Name).ToArray() });
        var found = new Dictionary<LiveKinds, long>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (kind, model) = readModels.Single(known => known.Value.Name == rows.GetString(0));
            if (model.Version == rows.GetInt32(2))
                found.Add(kind, rows.GetInt64(1));
        }
        return found;
    }

    /// <summary>Sequence of the last event that is committed.</summary>
    public Task<long> Appended(CancellationToken cancellation) => events.LastSequence(cancellation);

    /// <summary>The next events that are told.</summary>
    /// <param name="after">Sequence after which they begin.</param>
    /// <param name="until">Sequence of the last event to read, which the read model holds.</param>
    /// <param name="kind">Which events.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<LivePage> Read(long after, long until, LiveKinds kind, CancellationToken cancellation)
    {
        var found = await tail.Read(after, until, names[kind], PageSize, cancellation);
        LiveEvent[] told = [.. found.Select(one => Told(one, kind)).OfType<LiveEvent>()];
        var ids = told.Select(e => e.Id).ToHashSet();
        var rows = kind is LiveKinds.Signals ? await signals.Find(ids, cancellation) : [];
        // What came with a historic batch comes by the million, and nobody waits for it.
        foreach (var historic in rows.Values.Where(row => row.IsHistoric).Select(row => row.Id).ToArray())
            rows.Remove(historic);
        // What is read later, where a message is made, must not end with whoever asked for the page.
        StreamBatch<T> Streams<T>(SignalKind signal) where T : StreamState, IState<T> =>
            new(events, [.. rows.Values.Where(row => row.Kind == signal).Select(row => row.Id)], CancellationToken.None);
        LiveStreams MakeStreams() => new(
            Streams<Alert>(SignalKind.Alert), Streams<SosCall>(SignalKind.SosCall), Streams<Violation>(SignalKind.Violation));
        return new(
            told, after, found.Count < PageSize ? until : found[^1].Sequence, rows,
            kind is LiveKinds.Incidents ? await register.Find(ids, cancellation) : [],
            kind is LiveKinds.Devices ? await devices.Find(LiveDevices.Of(told), cancellation) : [],
            MakeStreams())
        {
            MakeStreams = MakeStreams,
        };
    }

    private LiveEvent? Told(TailEvent one, LiveKinds kind)
    {
        if (one.Type != typeof(EventReleased))
            return Told(one.Sequence, one.StreamId, one.Name, one.Type, () => catalogue.Read(one.Name, one.Json));
        return Content(() => catalogue.Read(one.Name, one.Json)) is EventReleased release && release.ReadModel == readModels[kind].Name
            && names[kind].Contains(release.Type, StringComparer.Ordinal)
                ? Told(
                    one.Sequence, release.Stream, release.Type, catalogue.TypeOf(release.Type),
                    () => catalogue.Read(release.Type, release.Json))
                : null;
    }

    private static LiveEvent? Told(long position, Guid id, string name, Type type, Func<IDomainEvent> read)
    {
        if (!IsRead(type))
            return new(position, id, name, type, null);
        return Content(read) switch
        {
            // An event that cannot be read is in quarantine, and changed nothing.
            null => null,
            // What was over before it became known here.
            IncidentOpened { Historic: true } => null,
            var content => new(position, id, name, type, Before(content))
            {
                After = After(content),
                Device = LiveDevices.Of(content),
            },
        };
    }

    private static IDomainEvent? Content(Func<IDomainEvent> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (StoreFault.IsOfContent(e))
        {
            // Whoever reads it for a read model has put it into quarantine, with the reason.
            return null;
        }
    }

    private static CountKey? Before(IDomainEvent content) => content switch
    {
        ILateBeginning late => late.Before,
        AlertUpdated updated => updated.Before,
        IncidentCategorised categorised => categorised.Before,
        IncidentCorrected corrected => corrected.Before,
        _ => null,
    };

    private static CountKey? After(IDomainEvent content) => content switch
    {
        AlertRaised raised => raised.CountKey(),
        AlertBeginningReported late => late.Alert,
        AlertUpdated updated => updated.Before with { Category = updated.Category },
        _ => null,
    };

    // Of the others the name is enough.
    private static bool IsRead(Type type) =>
        type.IsAssignableTo(typeof(ILateBeginning)) || type == typeof(AlertRaised) || type == typeof(AlertUpdated)
        || type == typeof(IncidentCategorised) || type == typeof(IncidentCorrected) || type == typeof(IncidentOpened)
        || LiveDevices.AreOf(type);

    private static IEnumerable<Type> OfNamespace(Type one) => EventStore.EventTypes.Where(type => type.Namespace == one.Namespace);
}
