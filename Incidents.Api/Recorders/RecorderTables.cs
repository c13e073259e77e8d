namespace Incidents.Api.Recorders;

/// <summary>What the watch over recorders keeps: the plates of the last day, and what is usual of each recorder.</summary>
internal static class RecorderTables
{
    public const string Sightings = "ops.plate_sighting";
    public const string Recorders = "ops.recorder_speed";

    public const string Ddl =
        $"""
         create schema if not exists ops;
         create table if not exists {Sightings} (
             plate text collate "C",
             at timestamptz,
             id uuid,
             is_violation boolean not null,
             city text collate "C" not null,
             device_id text collate "C" not null,
             longitude double precision not null,
             latitude double precision not null,
             uncertainty double precision not null,
             primary key (plate, at, id));
         create index if not exists plate_sighting_at on {Sightings} (at);
         create table if not exists {Recorders} (
             city text collate "C",
             device_id text collate "C",
             longitude double precision not null,
             latitude double precision not null,
             speeds double precision[] not null,
             ids uuid[] not null,
             learned int not null,
             mean double precision not null,
             square_sum double precision not null,
             high double precision not null,
             low double precision not null,
             high_since int not null,
             low_since int not null,
             suspected boolean not null,
             drift double precision,
             captures bigint not null,
             last_at timestamptz not null,
             primary key (city, device_id));
         """;
}
