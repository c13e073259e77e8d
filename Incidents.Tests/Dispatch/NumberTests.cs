using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>Numbers of the information record book (КУИ) and of the register of pre-trial investigations (ЕРДР).</summary>
[Collection(OnSharedHost.Name)]
public sealed class NumberTests(SharedHost shared)
{
    private const string Erdr = "267500031000123";
    private static readonly NumberIncident Kui = new(Some.Id, RegistrationBook.Kui, "2735", "op");

    private readonly RunningHost host = shared.Host;

    [Theory]
    [InlineData(RegistrationBook.Kui, "2735", "2735")]
    [InlineData(RegistrationBook.Kui, " КУИ № 2735/26 ", "2735/26")]
    [InlineData(RegistrationBook.Kui, "12-345-6", "12-345-6")]
    [InlineData(RegistrationBook.Erdr, "ЕРДР №267500031000123", Erdr)]
    [InlineData(RegistrationBook.Erdr, "2675 0003 1000 123", Erdr)]
    public void A_number_is_kept_without_what_people_write_around_it(RegistrationBook book, string written, string kept) =>
        new NumberIncident(Some.Id, book, written, "op").Yields(
            Some.Incident(), new IncidentNumbered(book, kept, "op", Some.Now, Some.Now));

    [Theory]
    [InlineData(RegistrationBook.Kui, "")]
    [InlineData(RegistrationBook.Kui, null)]
    public void What_was_never_given_cannot_be_struck_out(RegistrationBook book, string? written) =>
        new NumberIncident(Some.Id, book, written, "op").Yields(Some.Incident());

    [Theory]
    [InlineData("№")]
    [InlineData("27a")]
    [InlineData("1/2/3/4")]
    [InlineData("-1")]
    [InlineData("123456789012345678901")]
    [InlineData("1'; drop table")]
    [InlineData("२७३५")]
    public void What_is_no_number_of_the_record_book_is_refused(string written) =>
        (Kui with { Number = written }).Refuses(Some.Incident(), RegistrationNumber.KuiMalformed);

    [Theory]
    [InlineData("26750003100012")]
    [InlineData("2675000310001234")]
    [InlineData("2675000310001-3")]
    public void What_is_no_number_of_the_register_of_investigations_is_refused(string written) =>
        new NumberIncident(Some.Id, RegistrationBook.Erdr, written, "op").Refuses(Some.Incident(), RegistrationNumber.ErdrMalformed);

    [Fact]
    public void The_same_number_again_changes_nothing() =>
        Kui.Yields(Some.Incident(new IncidentNumbered(RegistrationBook.Kui, "2735", "op", Some.Before(5), Some.Before(5))));

    [Fact]
    public void A_number_that_was_given_earlier_and_is_entered_later_does_not_replace_the_one_that_is_there()
    {
        var incident = Some.Incident(new IncidentNumbered(RegistrationBook.Kui, "9", "op", Some.Before(5), Some.Before(5)));
        var late = new IncidentNumbered(RegistrationBook.Kui, "2735", "op", Some.Before(10), Some.Now, true);

        (Kui with { OccurredAt = Some.Before(10) }).Yields(incident, late);
        Assert.Equal("9", StreamState.After(incident, late)!.NumberIn(RegistrationBook.Kui));
    }

    [Fact]
    public void A_number_is_struck_out()
    {
        var incident = Some.Incident(new IncidentNumbered(RegistrationBook.Kui, "9", "op", Some.Before(5), Some.Before(5)));
        var struck = new IncidentNumbered(RegistrationBook.Kui, null, "op", Some.Now, Some.Now);

        (Kui with { Number = null }).Yields(incident, struck);
        Assert.Null(StreamState.After(incident, struck)!.NumberIn(RegistrationBook.Kui));
    }

    [Fact]
    public void A_merged_incident_is_not_numbered() => Kui.Refuses(Some.Incident(Some.IncidentMerged()), WithdrawIncident.Merged);

    [Fact]
    public async Task An_incident_is_found_by_its_numbers_in_the_list_and_in_the_search()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(
            new { source = city, id = "a", kind = "incident", city, category = "theft", occurredAt = "2026-03-02T10:00:00+05:00" },
            new { source = city, id = "b", kind = "incident", city, category = "theft", occurredAt = "2026-03-02T11:00:00+05:00" });
        var numbered = await host.Ask(
            $$"""
              mutation { numberIncident(id: "{{sent.Id(0)}}", book: ERDR, number: "ЕРДР № {{Erdr}}", by: "op") { erdrNumber kuiNumber } }
              """);
        Assert.Equal(Erdr, numbered.GetProperty("numberIncident").GetProperty("erdrNumber").GetString());
        await host.CaughtUp();

        Assert.Equal(["a"], await Found(city, $"registrationNumbers: [\"{Erdr[..4]} {Erdr[4..]}\"]"));
        Assert.Equal(["a"], await Found(city, $"search: \"{Erdr}\""));
        Assert.Empty(await Found(city, $"search: \"{Erdr[..14]}\""));

        await host.Ask($$"""mutation { numberIncident(id: "{{sent.Id(0)}}", book: ERDR, by: "op") { erdrNumber } }""");
        await host.CaughtUp();
        Assert.Empty(await Found(city, $"registrationNumbers: [\"{Erdr}\"]"));
    }

    private async Task<string[]> Found(string city, string filter) =>
    [
        .. (await host.Ask(
                $$"""
                  query @purpose(reason: AUDIT, reference: "1") {
                    incidents(filter: { cities: ["{{city}}"], {{filter}} }) { nodes { sourceId } } }
                  """))
            .GetProperty("incidents").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("sourceId").GetString()!),
    ];
}
