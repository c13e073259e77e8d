namespace Incidents.Api.FileAnalyses;

/// <summary>Help for <c>analyse</c>.</summary>
internal static class AnalyseHelp
{
    /// <summary>The help of one method, or the list of all where there is no such method.</summary>
    public static string For(string? method)
    {
        if (AnalyseMethods.Find(method) is not { } found)
        {
            var width = AnalyseMethods.All.Max(m => m.Name.Length);
            return $"""
                analyse METHOD [options]: a published method on files, without a database.

                {string.Join(Environment.NewLine, AnalyseMethods.All.Select(m => $"  {m.Name.PadRight(width)}  {m.Description}"))}

                analyse METHOD --help lists its options.
                """;
        }

        return $"""
            analyse {found.Name} [options]
            {found.Description}

            {string.Join(Environment.NewLine, found.Options.Append("json").Select(o => $"  --{o,-16} {AnalyseOptions.All[o].Description}"))}
            """;
    }
}
