using System.Net;
using System.Text.Json;
using Incidents.Domain.Access;
using Xunit;

namespace Incidents.Tests.Proofs;

/// <summary>The export over HTTP: only of one's own case, with a purpose, on the access log before its first byte.</summary>
public sealed class CaseExportEndpointTests(ExportedCase exported) : IClassFixture<ExportedCase>
{
    private const string Purpose = "purposeReason=COURT_REQUEST&purposeReference=2026-1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_owns_the_case_gets_a_file_that_is_proven_and_it_is_on_the_access_log()
    {
        using var answer = await Get("investigator", Role.Investigator, Purpose);
        var file = await answer.Content.ReadAsByteArrayAsync(Cancel);
        var result = await exported.Verify(file);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(file.Length, answer.Content.Headers.ContentLength);
        Assert.Empty(result.Findings.All);
        Assert.Equal(("investigator", "COURT_REQUEST 2026-1"), (result.Receipt!.ExportedBy, result.Receipt.Purpose));
        Assert.Equal(0, result.Receipt.WithheldCount);
        var states = (await exported.Host.Query(
            """
            select data -> 'details' ->> 'state' from access.mt_events where data -> 'details' ->> 'operation' = 'exportCase'
            order by seq_id limit 2
            """)).Select(row => row[0]);
        Assert.Equal(["begun", "complete"], states);
        // Each entry has a commitment of its own.
        Assert.Equal(
            0L,
            (await exported.Host.Query(
                "select count(*) from access.mt_events where length(headers ->> 'commitment') is distinct from 64"))[0][0]);
    }

    [Fact]
    public async Task Entries_of_another_town_are_withheld()
    {
        using var answer = await Get("investigator", Role.Investigator, Purpose, "karaganda");
        Assert.Equal(0, (await exported.Verify(await answer.Content.ReadAsByteArrayAsync(Cancel))).Receipt!.WithheldCount);
        using var elsewhere = await Get("investigator", Role.Investigator, Purpose, "astana");
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Theory]
    [InlineData("investigator", Role.Investigator, "", HttpStatusCode.Forbidden, "PURPOSE_MISSING")]
    [InlineData("investigator", Role.Investigator, "purposeReason=NONE&purposeReference=1", HttpStatusCode.BadRequest, "BAD_INPUT")]
    [InlineData("investigator", Role.Investigator, Purpose + "&entries=x", HttpStatusCode.BadRequest, "BAD_INPUT")]
    [InlineData("investigator", Role.Investigator, Purpose + "&other=1", HttpStatusCode.BadRequest, "BAD_INPUT")]
    [InlineData("colleague", Role.Investigator, Purpose, HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("investigator", Role.Operator, Purpose, HttpStatusCode.Forbidden, "ACCESS_DENIED")]
    public async Task Others_are_refused(string name, Role role, string query, HttpStatusCode status, string code)
    {
        using var answer = await Get(name, role, query);
        var text = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal((status, code), (answer.StatusCode, JsonDocument.Parse(text).RootElement.GetProperty("code").GetString()));
    }

    private async Task<HttpResponseMessage> Get(string name, Role role, string query, string? town = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/export/case/{exported.Case}.zip?{query}");
        request.Headers.Authorization = exported.Host.SignIn(name, new Grant(role, town is null ? null : [town]));
        return await exported.Host.Client.SendAsync(request, Cancel);
    }
}
