using Incidents.Api;
using Incidents.Api.Postgres;
using JasperFx;
using Microsoft.Extensions.Logging.Abstractions;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
await using var postgres = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataDirectory = ".data/postgres" }, NullLogger.Instance);
builder.AddIncidents(postgres.ConnectionString);
var app = builder.Build();
await app.PrepareStore();
app.MapIncidents();
return await app.RunJasperFxCommands(args);
