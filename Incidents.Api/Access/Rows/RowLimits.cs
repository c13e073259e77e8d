using GraphQL.Types;

namespace Incidents.Api.Access.Rows;

/// <summary>How a field of <c>Query</c>, <c>Mutation</c> or <c>Subscription</c> is limited to the rows that the caller sees.</summary>
internal enum RowWay
{
    /// <summary>Not at all: the same for everybody.</summary>
    Everybody,
    /// <summary>The caller's towns are put into <c>filter.cities</c>.</summary>
    Filter,
    /// <summary>The caller's towns are put into <c>cities</c>.</summary>
    Cities,
    /// <summary>Its reader takes what the caller sees.</summary>
    Reader,
    /// <summary>The reader of each part of its answer takes what the caller sees.</summary>
    Parts,
    /// <summary>It is not of towns: for who has the role in all towns.</summary>
    AllTowns,
    /// <summary>The incident of <c>id</c> must be one that the caller sees.</summary>
    Incident,
    /// <summary>The incident of <c>id</c>, or the one that it was merged into, must be one that the caller sees.</summary>
    Survivor,
    /// <summary>The alert of <c>id</c> must be one that the caller sees.</summary>
    Alert,
    /// <summary>The SOS call of <c>id</c> must be one that the caller sees.</summary>
    SosCall,
    /// <summary>The violation of <c>id</c> must be one that the caller sees.</summary>
    Violation,
    /// <summary>The forecast of <c>id</c> must be of a town of the caller.</summary>
    Forecast,
    /// <summary>The upkeep tasks that it names must be of a town of the caller.</summary>
    Upkeep,
    /// <summary>The town that its input names must be one of the caller's.</summary>
    Town,
    /// <summary>The cases that it names must be the caller's own, or shared with them, in a town of theirs.</summary>
    Case,
}

/// <summary>The limit of one field; the roles of its data class in the access table give the towns.</summary>
/// <param name="Field">The field, as <c>Query.incidents</c>.</param>
/// <param name="Way">How it is limited.</param>
internal sealed record RowLimit(string Field, RowWay Way)
{
    /// <summary>Whether it is a field of <c>Mutation</c>.</summary>
    public bool IsMutation { get; } = Field.StartsWith("Mutation.", StringComparison.Ordinal);

    /// <summary>How it is limited, as a sentence.</summary>
    public string Text => Way switch
    {
        RowWay.Everybody => "not limited: the same for everybody",
        RowWay.Filter => "`filter.cities` is cut to the caller's towns",
        RowWay.Cities => "`cities` is cut to the caller's towns",
        RowWay.Reader => "its reader selects what the caller sees",
        RowWay.Parts => "the reader of each part of the answer selects what the caller sees",
        RowWay.AllTowns => "not of towns: only for who has the role in all towns",
        RowWay.Incident => "the incident, and each thing that the input names, must be seen by the caller",
        RowWay.Survivor => "the incident, or the one that it was merged into, must be seen by the caller",
        RowWay.Alert => "the alert must be seen by the caller",
        RowWay.SosCall => "the SOS call must be seen by the caller",
        RowWay.Violation => "the violation must be seen by the caller",
        RowWay.Forecast => "the forecast must be of a town of the caller",
        RowWay.Upkeep => "the upkeep tasks that it names must be of a town of the caller",
        RowWay.Case => "the cases that it names must be the caller's own or shared with them, in a town of theirs",
        _ => "the town that the input names must be one of the caller's",
    };
}

/// <summary>The limits of all fields of the root types: the one table of them.</summary>
/// <remarks>A field without a line prevents the start of the host.</remarks>
internal static class RowLimits
{
    private static readonly Dictionary<string, RowLimit> ByField = Lines().ToDictionary(limit => limit.Field, StringComparer.Ordinal);

    /// <summary>The limits, in the order of the table.</summary>
    public static IReadOnlyCollection<RowLimit> All => ByField.Values;

    /// <summary>The limit of a field.</summary>
    /// <param name="field">The field, as <c>Query.incidents</c>.</param>
    public static RowLimit Of(string field) => ByField[field];

    /// <summary>Checks that every field has a line, and every line a field.</summary>
    /// <exception cref="InvalidOperationException">One has not.</exception>
    public static void Check(ISchema schema)
    {
        var fields = new[] { schema.Query, schema.Mutation, schema.Subscription }.OfType<IObjectGraphType>()
            .SelectMany(type => type.Fields.Select(field => $"{type.Name}.{field.Name}")).ToHashSet(StringComparer.Ordinal);
        string[] wrong = [.. fields.Except(ByField.Keys), .. ByField.Keys.Except(fields)];
        if (wrong.Length > 0)
            throw new InvalidOperationException($"The table of row limits does not agree with the schema: {string.Join(", ", wrong)}.");
    }

    private static IEnumerable<RowLimit> Lines() =>
    [
        .. Queries(RowWay.Reader,
            "incidents", "incident", "incidentAsKnown", "alerts", "alert", "alertAsKnown", "sosCalls", "sosCall", "sosCallAsKnown",
            "violations", "violation", "violationAsKnown", "plates", "plateReads", "plateTrack", "plateCompanions", "findPlaces",
            "analysis", "analyses", "forecast", "forecastRecord", "device", "coverage", "correlationReplay", "alertPrecision",
            "precisionCurve", "work", "shifts", "myUnit", "recommendedUnits", "upkeepTasks", "upkeepTask"),
        .. Queries(RowWay.Parts, "search", "queues"),
        .. Queries(RowWay.Case, "cases", "case", "caseAsKnown", "caseChanges"),
        .. Queries(RowWay.Filter,
            "kpis", "durationTrend", "anomalies", "comparison", "hourByWeekday", "nowcast", "trend", "heatmap", "heatmapScale",
            "heatmapChange", "hotSpots", "density", "centrography", "countsByBoundary", "forecasts", "devices", "targetShares"),
        .. Queries(RowWay.Cities,
            "sourceCoverage", "deviceCounts", "deviceAvailability", "rollOut", "recorderSpeeds", "units", "upkeepFigures",
            "outcomeTotals"),
        .. Queries(RowWay.AllTowns, "ingestStatus", "deadLetters", "quarantine", "alarms", "personReport", "retentionRules", "deviceKeys"),
        .. Queries(RowWay.AllTowns, "feedSubscriptions", "feedDeadLetters"),
        .. Queries(RowWay.AllTowns, "accessLog", "accessEntry", "accessAnswer", "unusualSearches", "watchList"),
        .. Queries(RowWay.Everybody, "proofKey", "checkpoint", "checkpoints", "inclusionProof", "consistencyProof"),
        .. Queries(RowWay.Everybody, "cities", "categories", "boundaries", "baseMap", "mapPlaces", "outcomeReasons", "serverTime",
            "me", "correlationRules", "address", "serviceTargets"),

        .. Mutations(RowWay.Town, "openIncident", "openCase", "startForecastBacktest", "sealForecasts", "registerDevice", "relocateDevice",
            "retireDevice", "describeDevice", "certifyDevice", "recordMaintenance", "declareCoverage", "noteHazard", "liftHazard",
            "clearRecorder", "beginShift", "handOverShift", "acceptShift", "endShift", "registerUnit", "retireUnit", "beginUnitDuty",
            "endUnitDuty", "reportUnitPosition", "observeUpkeep"),
        .. Mutations(RowWay.Incident,
            "categoriseIncident", "linkSignal", "unlinkSignal", "resolveIncident", "closeIncident", "reopenIncident", "correctIncident",
            "withdrawIncident", "reinstateIncident", "mergeIncident", "unmergeIncident", "assignUnit", "takeIncident", "releaseIncident",
            "handOverIncident", "takeOverIncident", "numberIncident", "tickPlanStep", "untickPlanStep"),
        .. Mutations(RowWay.Survivor,
            "recordArrival", "releaseUnit", "cancelUnit", "divertUnit", "unitAccept", "unitEnRoute", "unitArrive", "unitFree"),
        .. Mutations(RowWay.Alert,
            "acknowledgeAlert", "dismissAlert", "reinstateAlert", "judgeAlert", "takeAlert", "releaseAlert", "handOverAlert",
            "takeOverAlert"),
        .. Mutations(RowWay.SosCall,
            "answerSosCall", "abandonSosCall", "endSosCall", "escalateSosCall", "callBackSosCall", "takeSosCall", "releaseSosCall",
            "handOverSosCall", "takeOverSosCall"),
        .. Mutations(RowWay.Violation,
            "reviewViolation", "confirmViolation", "dismissViolation", "fineViolation", "cancelViolation", "reinstateViolation",
            "holdViolation", "liftViolationHold",
            "takeViolation", "releaseViolation", "handOverViolation", "takeOverViolation"),
        .. Mutations(RowWay.Filter,
            "startEmergingHotSpots", "startShuffledHotSpots", "startImpact", "startNearRepeats", "startSpaceTimeScan",
            "startDecomposition", "startNowcastScore"),
        .. Mutations(RowWay.Case,
            "shareCase", "unshareCase", "closeCase", "reopenCase", "mergeCase", "unmergeCase", "splitCase", "undoCaseSplit",
            "beginCaseBranch", "mergeCaseBranch", "undoCaseBranchMerge", "abandonCaseBranch", "attachToCase", "detachFromCase",
            "addPersonOfInterest", "addVehicleOfInterest", "addCaseNote", "addCaseTag", "addCaseTask", "amendCaseItem", "removeCaseItem",
            "commentCaseEntry", "starCaseEntry", "saveCaseView", "removeCaseView", "referToEvidence", "recordCustody",
            "placeEvidenceHold", "liftEvidenceHold", "withdrawEvidence"),
        .. Mutations(RowWay.Upkeep, "completeUpkeep", "checkUpkeep", "cancelUpkeep", "joinUpkeep", "separateUpkeep"),
        .. Mutations(RowWay.Everybody, "signCheckpoint"),
        .. Mutations(RowWay.Reader, "cancelAnalysis"),
        .. Mutations(RowWay.Forecast, "scoreForecast", "recordPatrol"),
        .. Mutations(RowWay.AllTowns,
            "replayDeadLetters", "releaseQuarantined", "beginWatch", "endWatch", "replayRead", "maskPerson", "blockPerson", "unblockPerson",
            "createDeviceKey", "rotateDeviceKey", "revokeDeviceKey", "createFeedSubscription", "rotateFeedSecret", "endFeedSubscription",
            "replayFeedDeadLetters"),

        .. Subscriptions(RowWay.Reader, "queueChanged", "alertRaised", "incidentChanged", "deviceHealthChanged"),
    ];

    private static IEnumerable<RowLimit> Queries(RowWay way, params string[] fields) =>
        fields.Select(field => new RowLimit($"Query.{field}", way));

    private static IEnumerable<RowLimit> Subscriptions(RowWay way, params string[] fields) =>
        fields.Select(field => new RowLimit($"Subscription.{field}", way));

    private static IEnumerable<RowLimit> Mutations(RowWay way, params string[] fields) =>
        fields.Select(field => new RowLimit($"Mutation.{field}", way));
}
