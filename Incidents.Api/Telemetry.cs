using Incidents.Api.Ingest;
using Incidents.Api.Mqtt;
using Incidents.Api.Store;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Incidents.Api;

/// <summary>
/// OpenTelemetry, switched on by its usual environment variables: where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> (or one of its kind) is
/// set, traces and metrics of HTTP, Wolverine, Marten, Npgsql and the intake go there; else nothing is collected.
/// </summary>
internal static class Telemetry
{
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        var wanted = builder.Configuration.AsEnumerable().Any(setting =>
            setting.Key.StartsWith("OTEL_EXPORTER_OTLP", StringComparison.OrdinalIgnoreCase)
                && setting.Key.EndsWith("ENDPOINT", StringComparison.OrdinalIgnoreCase));
        if (!wanted || string.Equals(builder.Configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase))
            return builder;

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? "incidents"))
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddNpgsql().AddSource("Wolverine", "Marten").AddOtlpExporter())
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddMeter("Wolverine:*", "Marten", "Npgsql", IngestMetrics.MeterName, MqttMetrics.MeterName, QuarantineTable.MeterName)
                .AddOtlpExporter());
        return builder;
    }
}
