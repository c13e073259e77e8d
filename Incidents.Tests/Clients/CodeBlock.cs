using System.Text.RegularExpressions;

namespace Incidents.Tests.Clients;

/// <summary>A code block of <c>docs/clients.md</c>.</summary>
/// <param name="Language">Its language.</param>
/// <param name="Name">The name beside the language, or an empty text.</param>
/// <param name="Text">Its lines.</param>
internal sealed partial record CodeBlock(string Language, string Name, string Text)
{
    /// <summary>The address of the host in the examples.</summary>
    public const string DocumentedHost = "http://127.0.0.1:5080";

    /// <summary>All blocks, in order.</summary>
    public static IReadOnlyList<CodeBlock> All { get; } =
    [
        .. Fence().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "clients.md")))
            .Select(m => new CodeBlock(m.Groups["language"].Value, m.Groups["name"].Value, m.Groups["text"].Value)),
    ];

    /// <summary>The block of a name.</summary>
    public static CodeBlock Named(string name) => All.Single(block => block.Name == name);

    /// <summary>Its text, for another host than the documented one.</summary>
    public string For(RunningHost host) => Text.Replace(DocumentedHost, host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority));

    [GeneratedRegex(@"^```(?<language>\w*) ?(?<name>[^\n]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
