using System.Text.RegularExpressions;
using Incidents.Tests.House;
using Xunit;

namespace Incidents.Tests.Surface;

/// <summary>No secret is in a file that git tracks.</summary>
public sealed partial class SecretsTests
{
    // Passwords of servers that exist only while a test or compose.yaml runs; what stands here is public.
    private static readonly string[] Known = ["incidents", "postgres", "secret", "password", "test", "none", "null", "example"];

    /// <summary>Samples that the check must find; they are put together here so that it does not find this file.</summary>
    public static TheoryData<string> Samples =>
    [
        "-----BEGIN " + "PRIVATE KEY-----",
        "-----BEGIN " + "EC PRIVATE KEY-----",
        "-----BEGIN OPENSSH " + "PRIVATE KEY-----",
        "AKIA" + "IOSFODNN7EXAMPLE",
        "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a",
        "github_pat_" + "11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUV",
        "xoxb-" + "17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy",
        "glpat-" + "abcDEF123456_-ghIJKL",
        "npm_" + "abcdefghijklmnopqrstuvwxyz0123456789",
        "Host=db;Username=app;Pass" + "word=h7Gq-22ksLm9;Database=x",
        "\"ClientSecret\": \"" + "q9Vt7Zk2Lw0Xy4Rb8Nc6\"",
        "api_key = '" + "q9Vt7Zk2Lw0Xy4Rb8Nc6'",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        "https://somebody:" + "h7Gq22ksLm9@example.org/x",
    ];

    [Theory, MemberData(nameof(Samples))]
    public void The_check_finds_a_secret(string sample) => Assert.NotEmpty(Secrets($"x\n  {sample}\ny"));

    [Fact]
    public async Task No_tracked_file_has_a_secret()
    {
        var files = await StyleTests.Tracked(name => Path.GetExtension(name) is not (".png" or ".pbf" or ".gz" or ".ico"));
        var found =
            from name in files
            from secret in Secrets(File.ReadAllText(Path.Combine(SourceTree.Root, name)))
            select $"{name}: {secret}";

        Assert.True(files.Count > 500, $"{files.Count} files");
        Assert.Equal("", string.Join('\n', found));
    }

    // The beginning only: what is found must not be told further.
    private static IEnumerable<string> Secrets(string text) =>
        from pattern in (Regex[])[PrivateKey(), Token(), Password(), Assigned(), WebToken(), InAddress()]
        from Match match in pattern.Matches(text)
        let value = match.Groups["value"].Success ? match.Groups["value"].Value : match.Value
        where !Known.Contains(value.ToLowerInvariant()) && !IsPlaceholder(value)
        select match.Value[..Math.Min(20, match.Value.Length)] + "…";

    private static bool IsPlaceholder(string value) =>
        value.Contains("${", StringComparison.Ordinal) || value.Contains('{') || value.StartsWith('$') || value.StartsWith('<')
        || value.Contains("…", StringComparison.Ordinal);

    [GeneratedRegex("-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----")]
    private static partial Regex PrivateKey();

    // Of clouds and forges, by their published prefixes.
    [GeneratedRegex(
        @"\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,}|xox[abprs]-[A-Za-z0-9-]{20,}"
        + @"|glpat-[A-Za-z0-9_-]{20}|npm_[A-Za-z0-9]{36}|AIza[A-Za-z0-9_-]{35}|sk_live_[A-Za-z0-9]{20,})")]
    private static partial Regex Token();

    [GeneratedRegex("""\bPassword=(?<value>[^;"'\s\\]{4,})""")]
    private static partial Regex Password();

    [GeneratedRegex(
        """(?i)\b(?:client_?secret|api_?key|access_?key|auth_?token|passwd)["']?\s*[:=]\s*["'](?<value>[A-Za-z0-9+/_=-]{16,})["']""")]
    private static partial Regex Assigned();

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}")]
    private static partial Regex WebToken();

    [GeneratedRegex(@"\b[a-z][a-z0-9+]*://[^\s/:@""'<>]+:(?<value>[^\s/:@""'<>]+)@")]
    private static partial Regex InAddress();
}
