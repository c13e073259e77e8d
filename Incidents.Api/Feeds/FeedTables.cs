namespace Incidents.Api.Feeds;

/// <summary>The tables of the feeds.</summary>
internal static class FeedTables
{
    /// <summary>Their schema.</summary>
    public const string Schema = "feeds";

    /// <summary>Receivers, with their secrets.</summary>
    public const string Subscription = $"{Schema}.subscription";

    /// <summary>Messages that are not delivered yet: no bodies, only which event of which thing each is about.</summary>
    public const string Outbox = $"{Schema}.outbox";

    /// <summary>Messages that were given up.</summary>
    public const string DeadLetter = $"{Schema}.dead_letter";

    /// <summary>Of which things a receiver was told, and of which event last.</summary>
    public const string Told = $"{Schema}.told";

    /// <summary>Creates what is missing.</summary>
    /// <remarks>
    /// A row of the outbox is a head where it is the first of its thing: only heads are sent. Who adds or removes rows of a receiver holds
    /// the lock of the receiver's row, so that there is always exactly one.
    /// </remarks>
    public const string Ddl =
        $"""
         create schema if not exists {Schema};
         create table if not exists {Subscription} (
             id uuid primary key,
             name text not null,
             address text,
             format smallint not null,
             cities text[],
             categories text[],
             kinds smallint[],
             least_urgent int,
             classes smallint[] not null,
             most_in_flight int not null,
             secret bytea not null,
             former_secret bytea,
             former_until timestamptz,
             position bigint not null,
             created_at timestamptz not null,
             created_by text not null,
             ended_at timestamptz,
             ended_by text,
             delivered bigint not null default 0,
             delivered_at timestamptz,
             failed_at timestamptz,
             failure text);
         create table if not exists {Outbox} (
             subscription uuid not null,
             sequence bigint not null,
             thing uuid not null,
             version bigint not null,
             previous bigint,
             id uuid not null,
             queued_at timestamptz not null,
             due_at timestamptz not null,
             tries int not null default 0,
             failing_since timestamptz,
             failure text,
             is_head boolean not null,
             is_replay boolean not null default false,
             primary key (subscription, sequence));
         create index if not exists outbox_due on {Outbox} (subscription, due_at, sequence) where is_head;
         create index if not exists outbox_thing on {Outbox} (subscription, thing, sequence);
         create table if not exists {DeadLetter} (
             subscription uuid not null,
             sequence bigint not null,
             thing uuid not null,
             version bigint not null,
             previous bigint,
             id uuid not null,
             queued_at timestamptz not null,
             tries int not null,
             failing_since timestamptz,
             failure text not null,
             given_up_at timestamptz not null,
             primary key (subscription, sequence));
         create index if not exists dead_letter_given_up on {DeadLetter} (given_up_at desc, id);
         create table if not exists {Told} (
             subscription uuid not null,
             thing uuid not null,
             version bigint not null,
             primary key (subscription, thing));
         """;
}
