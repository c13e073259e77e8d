using System.Globalization;
using Incidents.Domain;
using Incidents.Domain.Shifts;
using Incidents.Projections.Work;
using JasperFx.Events;
using NodaTime;

namespace Incidents.Projections.Shifts;

/// <summary>A row for each shift of a person in a town.</summary>
public sealed class ShiftRegister : TableProjection
{
    /// <summary>Name of the read model in commands, progress and freshness.</summary>
    public const string ProjectionName = "shifts";

    /// <summary>Table name.</summary>
    public const string Table = "shift";

    private const string Columns =
        "id, number, city, person, begun_at, ended_at, receiver, handed_over_at, accepted_at, is_ended_alone, open";

    /// <inheritdoc/>
    public override string Name => ProjectionName;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables => [Table];

    /// <inheritdoc/>
    public override string Ddl(string schema) =>
        $"""
         create table {schema}.{Table} (
             id uuid not null,
             number int not null,
             city text collate "C" not null,
             person text not null,
             begun_at timestamptz not null,
             ended_at timestamptz,
             receiver text,
             handed_over_at timestamptz,
             accepted_at timestamptz,
             is_ended_alone boolean not null,
             open text,
             primary key (id, number));
         create index on {schema}.{Table} (city, begun_at, id, number);
         create index on {schema}.{Table} (begun_at, id, number);
         """;

    /// <inheritdoc/>
    public override IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema)
    {
        var entries = new Dictionary<(Guid Id, int Number), Entry>();
        foreach (var @event in page)
        {
            if (Number(@event.Data) is not { } number)
                continue;
            if (!entries.TryGetValue((@event.StreamId, number), out var entry))
                entries.Add((@event.StreamId, number), entry = new(@event.StreamId, number));
            entry.Take(@event.Data);
        }
        Entry[] begun = [.. entries.Values.Where(e => e.Begun is not null)];
        Entry[] changed = [.. entries.Values.Where(e => e.Begun is null)];
        if (begun.Length > 0)
        {
            yield return new(
                $"insert into {schema}.{Table} ({Columns}) select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                Column(begun, e => e.Id), Column(begun, e => e.Number), Column(begun, e => e.Begun!.City),
                Column(begun, e => e.Begun!.By), Column(begun, e => Time(e.Begun!.OccurredAt)!.Value), Column(begun, e => Time(e.EndedAt)),
                Column(begun, e => e.Receiver), Column(begun, e => Time(e.HandedOverAt)), Column(begun, e => Time(e.AcceptedAt)),
                Column(begun, e => e.IsEndedAlone), Column(begun, e => e.Open));
        }
        if (changed.Length > 0)
        {
            // Whoever ends their shift alone takes back what they had handed over.
            yield return new(
                $"""
                 update {schema}.{Table} s set ended_at = coalesce(t.ended_at, s.ended_at),
                     receiver = case when t.is_ended_alone then null else coalesce(t.receiver, s.receiver) end,
                     handed_over_at = case when t.is_ended_alone then null else coalesce(t.handed_over_at, s.handed_over_at) end,
                     accepted_at = coalesce(t.accepted_at, s.accepted_at), is_ended_alone = s.is_ended_alone or t.is_ended_alone,
                     open = coalesce(t.open, s.open)
                 from unnest(?, ?, ?, ?, ?, ?, ?, ?) as t (
                     id, number, ended_at, receiver, handed_over_at, accepted_at, is_ended_alone, open)
                 where s.id = t.id and s.number = t.number
                 """,
                Column(changed, e => e.Id), Column(changed, e => e.Number), Column(changed, e => Time(e.EndedAt)),
                Column(changed, e => e.Receiver), Column(changed, e => Time(e.HandedOverAt)), Column(changed, e => Time(e.AcceptedAt)),
                Column(changed, e => e.IsEndedAlone), Column(changed, e => e.Open));
        }
    }

    private static int? Number(object fact) => fact switch
    {
        ShiftBegun e => e.Number,
        ShiftHandedOver e => e.Number,
        ShiftAccepted e => e.Number,
        ShiftEnded e => e.Number,
        _ => null,
    };

    /// <summary>The list of what was open, as the table keeps it: a line for each thing.</summary>
    private static string Text(IReadOnlyList<ShiftItem> open) => string.Join('\n', open.Select(item => string.Create(
        CultureInfo.InvariantCulture,
        $"{WorkRegister.KindName(item.Kind)} {item.Id:D} {item.TakenAt.ToInstant().ToUnixTimeTicks()}")));

    /// <summary>What was open, of what the table keeps.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="city">City code, by whose clocks moments are.</param>
    /// <param name="cities">The cities with their clocks.</param>
    internal static IReadOnlyList<ShiftItem> Open(string text, string city, Cities cities) =>
    [
        .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Select(parts => new ShiftItem(
            WorkRegister.Kind(parts[0]), Guid.Parse(parts[1]),
            cities.Local(Instant.FromUnixTimeTicks(long.Parse(parts[2], CultureInfo.InvariantCulture)), city))),
    ];

    private static T[] Column<T>(Entry[] entries, Func<Entry, T> value) => Array.ConvertAll(entries, e => value(e));

    private static DateTimeOffset? Time(OffsetDateTime? moment) => moment?.ToInstant().ToDateTimeOffset();

    private sealed class Entry(Guid id, int number)
    {
        public Guid Id { get; } = id;
        public int Number { get; } = number;
        public ShiftBegun? Begun { get; private set; }
        public OffsetDateTime? EndedAt { get; private set; }
        public string? Receiver { get; private set; }
        public OffsetDateTime? HandedOverAt { get; private set; }
        public OffsetDateTime? AcceptedAt { get; private set; }
        public bool IsEndedAlone { get; private set; }
        public string? Open { get; private set; }

        public void Take(object fact)
        {
            switch (fact)
            {
                case ShiftBegun e:
                    Begun = e;
                    break;
                case ShiftHandedOver e:
                    (Receiver, HandedOverAt, Open) = (e.Receiver, e.OccurredAt, Text(e.Open));
                    break;
                case ShiftAccepted e:
                    (EndedAt, AcceptedAt) = (e.OccurredAt, e.OccurredAt);
                    break;
                case ShiftEnded e:
                    (EndedAt, IsEndedAlone, Open) = (e.OccurredAt, true, Text(e.Open));
                    (Receiver, HandedOverAt) = (null, null);
                    break;
            }
        }
    }
}
