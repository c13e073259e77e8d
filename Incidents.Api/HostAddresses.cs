using Incidents.Api.Access;
using Incidents.Api.Access.Keys;
using Incidents.Api.Access.Listening;
using Incidents.Api.Access.SignIn;
using Incidents.Api.Access.Suppression;
using Incidents.Api.Access.Table;
using Incidents.Api.BaseMaps;
using Incidents.Api.Cases.EvidenceFiles;
using Incidents.Api.Dashboard;
using Incidents.Api.Dialects;
using Incidents.Api.Exports;
using Incidents.Api.Feeds.Conveyance;
using Incidents.Api.GraphQL;
using Incidents.Api.Ingest;
using Incidents.Api.Pictures;
using Incidents.Api.Proofs.CaseExports;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Api.Subscriptions;
using Incidents.Domain.Access;
using Microsoft.AspNetCore.Mvc;

namespace Incidents.Api;

/// <summary>What a request passes, and the addresses that answer it.</summary>
internal static class HostAddresses
{
    /// <summary>Maps all addresses.</summary>
    public static WebApplication MapIncidents(this WebApplication app)
    {
        app.Use(static async (http, next) =>
        {
            using var request = EventMetadata.Correlate("request");
            using var nobody = Callers.Enter(Caller.Anonymous);
            await next(http);
        });
        app.UseProxies();
        SecurityHeaders.Use(app);
        KnownSites.From(app.Configuration).Use(app);
        DashboardPages.Use(app);
        app.UseCallers();
        app.UseSubscriptions();
        AnswerCompression.Use(app);
        app.UseWhen(EvidenceServices.IsDecompressed, static branch => branch.UseRequestDecompression());
        app.UseAuthorization();
        app.MapGraphQL("/graphql");
        app.UseAccessTable();
        var reports = app.Services.GetRequiredService<ReportEndpoint>();
        app.MapExports();
        app.MapEvidence();
        app.MapPictures();
        app.MapConveyance();
        app.MapCaseExports();
        app.MapPost("/ingest/reports", reports.Handle).WithMetadata(new DisableRequestSizeLimitAttribute())
            .RequireAuthorization(DeviceKeyServices.Reports).RequireRateLimiting(DeviceKeyServices.Reports);
        app.MapDialects();
        app.MapHealth();
        SessionEndpoints.Map(app);
        Icon.Map(app);
        PublicSummary.Map(app);
        TileEndpoint.Map(app);
        return app;
    }
}
