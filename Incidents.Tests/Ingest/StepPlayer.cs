using Incidents.Api;
using Incidents.Api.Data;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Slices;
using Marten;
using Microsoft.Extensions.Configuration;
using NodaTime;
using NodaTime.Testing;

namespace Incidents.Tests.Ingest;

/// <summary>Plays reports and commands through the intake's own decisions, without a store.</summary>
internal sealed class StepPlayer
{
    public static readonly Instant Now = Instant.FromUtc(2026, 7, 3, 7, 0);

    private static readonly Cities Cities = Catalogues.Cities();
    private static readonly HistoricSources AnyHistoricSource = HistoricSources.From(
        new ConfigurationBuilder().AddInMemoryCollection([new("Sources:Historic", "*")]).Build());

    private static readonly ReportInterpreter Interpreter = new(Cities, SliceReports.Kinds, AnyHistoricSource, new FakeClock(Now));
    private static readonly EventCatalogue Catalogue = CreateCatalogue();

    private readonly SubmissionDecider decider = new(Cities);
    private readonly StreamPage page = new(Catalogue);

    /// <summary>Sends a report.</summary>
    public SubmissionResult Send(Report report)
    {
        var submission = Interpreter.Interpret(report, out var refusal)
            ?? throw new InvalidOperationException($"The report is refused: {refusal}");
        return decider.Decide(submission, page, Now, inDoubt: false);
    }

    /// <summary>Sends a command.</summary>
    public SubmissionResult Send<TState>(ICommand<TState> command) where TState : StreamState, IState<TState> =>
        decider.Decide(new Submission<TState>(command) { EventId = Guid.CreateVersion7() }, page, Now, inDoubt: false);

    public TState? State<TState>(Guid stream) where TState : StreamState, IState<TState> => page.State<TState>(stream);

    /// <summary>What is counted in the end, by measure, key and duration; what sums to nothing is left out.</summary>
    public IReadOnlyList<string> Sums()
    {
        var entries = new List<LedgerEntry>();
        foreach (var @event in Events())
            SliceEvents.Counts.Write(@event, entries);
        return
        [
            .. entries.GroupBy(e => $"{e.Measure} {e.CountKey} {e.Took}", e => e.Delta)
                .Where(g => g.Sum() != 0).Select(g => $"{g.Key}: {g.Sum()}").Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>What occurred and when, in the order of occurrence; what was only assumed or waited did not occur then.</summary>
    public IReadOnlyList<string> Occurred() =>
    [
        .. Events().Where(e => !IsAssumed(e)).OrderBy(e => e.OccurredAt.ToInstant()).ThenBy(Name, StringComparer.Ordinal)
            .Select(e => $"{Name(e)} {e.OccurredAt}"),
    ];

    private IEnumerable<IDomainEvent> Events() => page.Changed.SelectMany(s => s.Appended).Select(e => e.Event);

    private static bool IsAssumed(IDomainEvent e) => e
        is AlertRaised { Assumed: true } or SosCallPlaced { Assumed: true } or WithdrawalUnmatched or WithdrawalMatched;

    private static string Name(IDomainEvent e) =>
        e switch
        {
            AlertBeginningReported => nameof(AlertRaised),
            SosCallBeginningReported => nameof(SosCallPlaced),
            _ => e.GetType().Name,
        };

    private static EventCatalogue CreateCatalogue()
    {
        var options = new StoreOptions();
        EventStore.Configure(options);
        return new(options);
    }
}
