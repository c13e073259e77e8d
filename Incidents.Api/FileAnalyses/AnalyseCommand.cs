using System.CommandLine;
using System.CommandLine.Parsing;

namespace Incidents.Api.FileAnalyses;

/// <summary><c>analyse METHOD …</c>: a method on files, without a database and without a web server.</summary>
internal static class AnalyseCommand
{
    /// <summary>Runs the command.</summary>
    /// <param name="args">The command line, of which the first word is <c>analyse</c>.</param>
    /// <returns>The exit code: 0, 1 where a file or an option's value is wrong, 2 for a usage error.</returns>
    public static int RunAlone(string[] args)
    {
        if (args.Length == 1 || args.Any(a => a is "--help" or "-h" or "help"))
        {
            Console.Out.WriteLine(AnalyseHelp.For(args.ElementAtOrDefault(1)));
            return 0;
        }

        var (input, problem) = Parse(args[1..]);
        if (input is null)
        {
            Console.Error.WriteLine(problem);
            return 2;
        }

        try
        {
            var answer = AnalyseMethods.Run(input);
            Console.Out.WriteLine(input.IsOn("json") ? AnswerJson.ToText(answer) : AnswerText.Of(AnswerJson.ToNode(answer)));
            return 0;
        }
        catch (AnalyseException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    /// <summary>Parses a method's name and its options.</summary>
    /// <returns>The input, or the usage error.</returns>
    public static (AnalyseInput? Input, string? Problem) Parse(IReadOnlyList<string> args)
    {
        if (AnalyseMethods.Find(args[0]) is not { } method)
            return (null, $"There is no method '{args[0]}'; there are {string.Join(", ", AnalyseMethods.All.Select(m => m.Name))}.");
        var command = new Command(method.Name, method.Description);
        foreach (var option in AnalyseOptions.All.Values.Where(o => method.Takes(o.Name)))
            command.Add(option.IsSwitch ? new Option<bool>("--" + option.Name) : new Option<string>("--" + option.Name));
        // No bundling and no response files: a value that begins with a minus or an @ is a value.
        var parsed = command.Parse([.. args.Skip(1)], new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (parsed.UnmatchedTokens is [var unmatched, ..])
            return (null, $"{method.Name} takes no {unmatched}; it takes "
                + $"{string.Join(", ", method.Options.Append("json").Select(o => $"--{o}"))}.");
        if (parsed.Errors is [var error, ..])
            return (null, error.Message);
        var given = command.Options.Select(parsed.GetResult).OfType<OptionResult>().Where(o => !o.Implicit).ToArray();
        if (given.FirstOrDefault(o => o.Tokens is [{ Value: ['-', '-', _, ..] }]) is { } swallowed)
            return (null, $"{swallowed.Option.Name} needs a value, and {swallowed.Tokens[0].Value} is an option.");
        return (new(method, given.ToDictionary(o => o.Option.Name[2..], o => o.Tokens is [var token] ? token.Value : "")), null);
    }
}
