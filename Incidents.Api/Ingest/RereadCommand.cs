using System.CommandLine;
using Incidents.Api.CommandLine;
using Incidents.Domain;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Ingest;

/// <summary>
/// <c>reread</c>: reads kept reports again through today's adapters, lists what is read differently, and corrects it with
/// <c>--correct</c>.
/// </summary>
/// <remarks>The exit code is 0 when all were read, also where some differ.</remarks>
internal static class RereadCommand
{
    private static readonly Instant First = Instant.FromUtc(1900, 1, 1, 0, 0);

    /// <summary>Defines the command.</summary>
    public static Command Define(OnHost onHost)
    {
        var source = new Option<string>("--source", "-s") { HelpName = "NAME", Description = "Only reports of this source" };
        var from = new Option<string>("--from")
        {
            HelpName = "DAY",
            Description = "First day on which they were received (UTC), such as 2026-11-01",
        };
        var until = new Option<string>("--until") { HelpName = "DAY", Description = "The day after the last" };
        var correct = new Option<bool>("--correct") { Description = "Correct what is read differently; default only list it" };
        var command = new Command("reread", "Read kept reports again after an adapter was mended, and list what differs")
        {
            source, from, until, correct,
        };
        command.SetAction((parsed, _) =>
        {
            var (first, last) = (Day(from) ?? First, Day(until));
            return onHost(parsed, (host, cancellation) =>
            {
                var end = last ?? host.Services.GetRequiredService<IClock>().GetCurrentInstant() + Duration.FromDays(1);
                var sender = parsed.GetValue(source) is { Length: > 0 } name ? name : null;
                return Run(host, new(sender, first, end, parsed.GetValue(correct)), cancellation);
            });

            Instant? Day(Option<string> option) =>
                parsed.GetValue(option) is not { } text ? null
                : LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } ? day.AtMidnight().InUtc().ToInstant()
                : throw new HostOptionsException($"{option.Name} needs a day such as 2026-11-01, not '{text}'.");
        });
        return command;
    }

    private static async Task<int> Run(IHost host, RereadRequest request, CancellationToken cancellation)
    {
        var summary = await host.Services.GetRequiredService<Reread>().Run(request, Print, cancellation);
        Console.WriteLine(FormattableString.Invariant(
            $"{summary.Read:#,0} kept reports read: {summary.Same:#,0} as before, {summary.Different:#,0} differently"));
        if (request.Corrects)
            Console.WriteLine(FormattableString.Invariant($"{summary.Corrected:#,0} corrected"));
        return 0;
    }

    private static void Print(RereadDifference found)
    {
        var what = found.StreamId is { } id ? $"{found.Kind} {id}" : found.Kind ?? "unreadable report";
        var result = found.IsCorrected ? $"{string.Join(", ", found.Fields)}: corrected" : found.Refusal switch
        {
            null => $"{string.Join(", ", found.Fields)}: corrected before",
            { Code: ErrorCode.NotCorrected } => string.Join(", ", found.Fields),
            { } refusal => $"{refusal.Code.Text()}: {refusal.Message}",
        };
        Console.WriteLine($"{InstantPattern.General.Format(found.ReceivedAt)} {what}: {result}");
    }
}
