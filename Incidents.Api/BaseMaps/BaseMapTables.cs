using Incidents.Api.Store;

namespace Incidents.Api.BaseMaps;

/// <summary>The tables of the base map: its tiles, its names, and the places of the map.</summary>
/// <remarks>
/// They come from files and are not part of the events. They are tables so that every host serves them and a backup includes them. Tiles
/// and names belong to one load; the rows of a load are seen once its row of <see cref="Maps"/> is the current one.
/// </remarks>
internal static class BaseMapTables
{
    /// <summary>Table of the loads; at most one is current.</summary>
    public const string Maps = $"{EventStore.Schema}.base_map";

    /// <summary>Table of the tiles, each a vector tile compressed with gzip.</summary>
    public const string Tiles = $"{EventStore.Schema}.base_map_tile";

    /// <summary>Table of the names of streets and places.</summary>
    public const string Names = $"{EventStore.Schema}.base_map_name";

    /// <summary>Table of the places of the map.</summary>
    public const string Places = $"{EventStore.Schema}.map_place";

    /// <summary>The statements that create the tables.</summary>
    /// <remarks>
    /// The search for names uses an index of trigrams where the extension <c>pg_trgm</c>, a contrib module of PostgreSQL, is there or may
    /// be created. Without it the search reads all names.
    /// </remarks>
    public static readonly string Ddl =
        $"""
         create table if not exists {Maps} (
             map int generated always as identity primary key,
             version uuid not null default gen_random_uuid(),
             is_current boolean not null default false,
             file text not null,
             attribution text not null,
             data_at timestamptz,
             loaded_at timestamptz not null default now(),
             west double precision not null,
             south double precision not null,
             east double precision not null,
             north double precision not null);
         create unique index if not exists base_map_current on {Maps} (is_current) where is_current;
         create table if not exists {Tiles} (
             map int,
             zoom smallint,
             x int,
             y int,
             content bytea not null,
             primary key (map, zoom, x, y));
         create table if not exists {Names} (
             map int,
             id int,
             kind text collate "C" not null,
             name text not null,
             name_ru text,
             name_kk text,
             name_en text,
             class text collate "C" not null,
             town text,
             population int,
             longitude double precision not null,
             latitude double precision not null,
             west double precision not null,
             south double precision not null,
             east double precision not null,
             north double precision not null,
             folded text collate "C" not null,
             primary key (map, id));
         create table if not exists {Places} (
             id text collate "C" primary key,
             kind text collate "C" not null,
             name text not null,
             name_ru text,
             name_kk text,
             name_en text,
             population int,
             longitude double precision not null,
             latitude double precision not null,
             unit text,
             region text,
             folded text collate "C" not null);
         do $$ begin
             if not exists (select from pg_extension where extname = 'pg_trgm') then
                 begin
                     create extension pg_trgm;
                 exception when insufficient_privilege or undefined_file or feature_not_supported then null;
                 end;
             end if;
             if exists (select from pg_extension where extname = 'pg_trgm') then
                 execute format('create index if not exists base_map_name_folded on {Names} using gin (folded %s.gin_trgm_ops)',
                     (select quote_ident(nspname) from pg_extension e join pg_namespace n on n.oid = extnamespace
                      where extname = 'pg_trgm'));
             end if;
         end $$;
         """;
}
