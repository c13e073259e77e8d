using JasperFx.CommandLine;

namespace Incidents.Api.Analyse;

/// <summary><c>analyse METHOD …</c>: a method on files, without a database. Fails (exit code 1) where a file or an option is wrong.</summary>
[Description("Analyse files by a published method, without a database", Name = "analyse")]
public sealed class AnalyseCommand : JasperFxCommand<AnalyseInput>
{
    /// <inheritdoc/>
    public override bool Execute(AnalyseInput input)
    {
        try
        {
            var answer = Analysis.Run(input);
            Console.Out.WriteLine(input.JsonFlag ? AnswerJson.ToText(answer) : AnswerText.Of(AnswerJson.ToNode(answer)));
            return true;
        }
        catch (AnalyseException e)
        {
            Console.Error.WriteLine(e.Message);
            return false;
        }
    }

    /// <summary>Runs it by itself: neither a database nor a web server is started for it.</summary>
    /// <returns>The exit code.</returns>
    internal static int RunAlone(string[] args)
    {
        if (args.Length == 1 || args.Any(a => a is "--help" or "-h" or "help"))
        {
            Console.Out.WriteLine(AnalyseHelp.For(args.ElementAtOrDefault(1)));
            return 0;
        }

        var separated = Separated(args);
        if (AnalyseHelp.Problem(separated) is { } problem)
        {
            Console.Error.WriteLine(problem);
            return 2;
        }

        return CommandExecutor.For(factory => factory.RegisterCommand<AnalyseCommand>()).Execute(separated);
    }

    /// <summary>
    /// <c>--name=value</c> as two arguments; and a blank before a negative number, for whatever begins with a minus would be taken for an option.
    /// </summary>
    internal static string[] Separated(string[] args) =>
    [
        .. args.SelectMany(a => a.StartsWith("--", StringComparison.Ordinal) && a.Contains('=') ? a.Split('=', 2) : [a])
            .Select(a => a is ['-', >= '0' and <= '9' or '.', ..] ? " " + a : a),
    ];
}
