namespace Incidents.Api.Access.SignIn;

/// <summary>The tables of sign-in. Every host of a database shares them, so that a session goes on at any of them.</summary>
internal static class SignInTables
{
    /// <summary>The schema of the tables.</summary>
    public const string Schema = "sign_in";

    public const string Ddl =
        $"""
         create schema if not exists {Schema};
         create table if not exists {Schema}.session (
             id_sha256 bytea primary key,
             subject text not null,
             ticket bytea not null,
             began_at timestamptz not null,
             expires_at timestamptz not null,
             ends_at timestamptz not null);
         create index if not exists session_expiry on {Schema}.session (expires_at);
         create table if not exists {Schema}.key_ring (
             id bigint generated always as identity primary key,
             name text not null,
             element text not null,
             added_at timestamptz not null default now());
         create table if not exists {Schema}.demo_key (
             id int primary key check (id = 1),
             content bytea not null);
         """;
}
