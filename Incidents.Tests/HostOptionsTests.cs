using System.Net;
using Incidents.Api;
using Incidents.Api.CommandLine;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Incidents.Tests;

public class HostOptionsTests
{
    [Fact]
    public void By_default_the_host_listens_on_loopback_5080_and_shows_demo_data()
    {
        var options = Parse([]);

        Assert.Equal("http://localhost:5080", options.Url);
        Assert.True(options.Demo);
        Assert.False(options.IsCommand);
        Assert.Null(options.ConnectionString);
    }

    [Fact]
    public void Options_are_taken_out_and_a_command_keeps_its_own_arguments()
    {
        string[] arguments = ["--port", "0", "import", "--data=/tmp/a folder", "file.csv", "--map", "map.json", "--no-demo"];
        var parsed = new HostCommandLine(Settings([])).Parse(arguments);
        var options = Parse(arguments);

        Assert.Equal("import", parsed.CommandResult.Command.Name);
        Assert.Equal(("file.csv", "map.json"), (parsed.GetValue<string>("FILE"), parsed.GetValue<string>("--map")));
        Assert.Equal((0, Path.GetFullPath("/tmp/a folder"), false), (options.Port, options.DataDirectory, options.Demo));
        Assert.True(options.IsCommand);
    }

    [Theory]
    [InlineData]
    [InlineData("server")]
    [InlineData("run")]
    public void The_server_is_the_default_and_has_two_names(params string[] arguments) => Assert.False(Parse(arguments).IsCommand);

    [Fact]
    public void The_command_line_wins_over_settings()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Incidents:Port"] = "5081",
            ["Incidents:Demo"] = "false",
            ["ConnectionStrings:Incidents"] = "Host=db",
        };

        var options = Parse(["--port=5082"], settings);

        Assert.Equal((5082, false, "Host=db"), (options.Port, options.Demo, options.ConnectionString));
    }

    [Theory]
    [InlineData("*", "http://0.0.0.0:5080")]
    [InlineData("192.0.2.7", "http://192.0.2.7:5080")]
    [InlineData("::", "http://[::]:5080")]
    [InlineData("127.0.0.1", "http://localhost:5080")]
    [InlineData("::1", "http://localhost:5080")]
    public void Only_an_address_beyond_loopback_opens_the_host_to_others(string listen, string url)
    {
        Dictionary<string, string?> provider = new() { ["Access:Authority"] = "https://id.example" };
        var options = Parse([], new(provider) { ["Incidents:Listen"] = listen, ["Incidents:Insecure"] = "true" });

        Assert.Equal(url, options.Url);
        Assert.Equal(!url.Contains("localhost", StringComparison.Ordinal), options.Listen is not null);
        Assert.Equal(options, Parse(["--listen", listen, "--insecure"], provider));
        Assert.True(options.Listen is null || !IPAddress.IsLoopback(options.Listen));
    }

    [Theory]
    [InlineData("--port", "abc")]
    [InlineData("--port", "65536")]
    [InlineData("--port", "-1")]
    [InlineData("--port", "")]
    [InlineData("--data", "")]
    [InlineData("--data", " ")]
    [InlineData("--data", "--no-demo")]
    [InlineData("--data", "--other")]
    [InlineData("--listen", "example.org")]
    public void A_value_that_is_none_is_refused_by_its_option_s_name(string name, string value)
    {
        var refusal = Assert.Throws<HostOptionsException>(() => Parse([name, value]));

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(value.Trim(), refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Data", "")]
    [InlineData("Port", "")]
    [InlineData("Demo", "maybe")]
    [InlineData("Insecure", "maybe")]
    [InlineData("Proxies", "proxy.example")]
    public void A_setting_that_is_none_is_refused_by_its_variable_s_name(string name, string value)
    {
        var refusal = Assert.Throws<HostOptionsException>(() => Parse([], new() { [$"Incidents:{name}"] = value }));

        Assert.Contains($"Incidents__{name}", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ConnectionStrings:Incidents", "nonsense", "ConnectionStrings__Incidents")]
    [InlineData("ConnectionStrings:Incidents", "Host=db;Port=many", "ConnectionStrings__Incidents")]
    [InlineData("ConnectionStrings:Incidents", "Username=incidents", "ConnectionStrings__Incidents")]
    [InlineData("Access:Authority", "http://id.example", "Access__Authority")]
    [InlineData("Access:Authority", "id.example", "Access__Authority")]
    [InlineData("Access:SessionIdle", "long", "Access:SessionIdle")]
    [InlineData("Access:PublicSummary", "maybe", "Access:PublicSummary")]
    [InlineData("GraphQL:MaxDepth", "deep", "GraphQL:MaxDepth")]
    [InlineData("GraphQL:MaxDepth", "99999999999", "GraphQL:MaxDepth")]
    [InlineData("GraphQL:TimeLimit", "-00:00:10", "GraphQL:TimeLimit")]
    [InlineData("Coverage:Metres:Camera", "", "Coverage:Metres:Camera")]
    [InlineData("Kpis:Targets:AnswerSeconds", "-1", "Kpis:Targets:AnswerSeconds")]
    [InlineData("Logging:LogLevel:Default", "Loud", "Logging:LogLevel:Default")]
    [InlineData("Logging:Console:LogLevel:Marten", "Loud", "Logging:Console:LogLevel:Marten")]
    [InlineData("Backups:Every", "daily", "Backups:Every")]
    [InlineData("Alarms:FreeDiskShare", "-1", "Alarms:FreeDiskShare")]
    [InlineData("Alarms:Language", "de", "Alarms:Language")]
    [InlineData("Alarms:Webhooks", "ftp://host/secret", "Alarms:Webhooks")]
    [InlineData("Alarms:MailSecurity", "ssl", "Alarms:MailSecurity")]
    [InlineData("Alarms:MailHost", "mail", "Alarms:MailTo")]
    [InlineData("Dashboard:BaseMap:Url", "tiles", "Dashboard:BaseMap:Url")]
    public void A_setting_that_the_host_could_not_use_is_refused_by_name(string setting, string value, string named)
    {
        var refusal = Assert.Throws<HostOptionsException>(() => Parse([], new() { [setting] = value }));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void An_option_without_its_value_is_refused() => Assert.Throws<HostOptionsException>(() => Parse(["--data"]));

    [Theory]
    [InlineData("--bogus", "--bogus")]
    [InlineData("import --bogus file --map m", "--bogus")]
    [InlineData("import file --map m --bogus", "--bogus")]
    [InlineData("import file other --map m", "other")]
    [InlineData("import file", "--map")]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("describe", "describe")]
    [InlineData("boundaries load file", "--valid-from")]
    public void What_the_command_line_does_not_know_is_refused_by_name(string line, string named)
    {
        var refusal = Assert.Throws<HostOptionsException>(() => Parse(line.Split(' ')));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_start_script_s_help_lists_every_command_and_option()
    {
        var script = File.ReadAllText(Path.Combine(SourceTree.Root, "run"));

        Assert.All(new HostCommandLine(Settings([])).Names, name => Assert.Contains($"  {name} ", script, StringComparison.Ordinal));
    }

    private static HostOptions Parse(string[] arguments, Dictionary<string, string?>? settings = null) =>
        HostOptions.Parse(arguments, Settings(settings ?? []));

    private static IConfiguration Settings(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
