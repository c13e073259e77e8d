namespace Incidents.Domain;

/// <summary>Stable code of a refusal, a failed job, a dead letter or an error of a request.</summary>
/// <remarks>
/// The text of a code is its name in capitals (<c>SOS_CALL_OVER</c>). The thousands of its number are its <see cref="ErrorKind"/>.
/// </remarks>
public enum ErrorCode
{
    /// <summary>A value is outside what its field allows, or of another form; `field` names it.</summary>
    BadInput = 1000,
    /// <summary>A text that must have content is blank; `field` names it.</summary>
    Blank,
    /// <summary>A text has more characters than its field allows.</summary>
    TextTooLong,
    /// <summary>A text contains NUL or half of a surrogate pair.</summary>
    TextMalformed,
    /// <summary>A required field is missing; `field` names it.</summary>
    FieldMissing,
    /// <summary>The sender's name is missing.</summary>
    SourceMissing,
    /// <summary>The sender's own id is missing.</summary>
    IdMissing,
    /// <summary>The kind of report is missing.</summary>
    KindMissing,
    /// <summary>There is no such kind of report.</summary>
    KindUnknown,
    /// <summary>The kind of report has no such phase.</summary>
    PhaseUnknown,
    /// <summary>The city is missing.</summary>
    CityMissing,
    /// <summary>The city is not known to this installation.</summary>
    CityUnknown,
    /// <summary>The category is missing.</summary>
    CategoryMissing,
    /// <summary>A category is lower-case letters, digits, dots and hyphens.</summary>
    CategoryMalformed,
    /// <summary>The device's id is missing.</summary>
    DeviceIdMissing,
    /// <summary>The device's kind is missing.</summary>
    DeviceKindMissing,
    /// <summary>There is no such kind of device.</summary>
    DeviceKindUnknown,
    /// <summary>The article of the code of law is missing.</summary>
    ArticleMissing,
    /// <summary>The reference to the report that it corrects is missing.</summary>
    ReferenceMissing,
    /// <summary>The person who acts is missing.</summary>
    ByMissing,
    /// <summary>The service that a call is passed on to is missing.</summary>
    ToMissing,
    /// <summary>The address of the clip is missing.</summary>
    ClipUriMissing,
    /// <summary>The address of the snapshot is missing.</summary>
    SnapshotUriMissing,
    /// <summary>A SHA-256 is 64 lower-case hexadecimal digits.</summary>
    HashMalformed,
    /// <summary>The number of the recorder's certificate is missing.</summary>
    CertificateNumberMissing,
    /// <summary>The last day of the recorder's certificate is missing.</summary>
    CertificateValidUntilMissing,
    /// <summary>A measured or allowed value is not a positive finite number.</summary>
    MeasuredOutOfRange,
    /// <summary>The unit of the measured value is missing.</summary>
    MeasuredUnitMissing,
    /// <summary>A confidence is between 0 and 1.</summary>
    ConfidenceOutOfRange,
    /// <summary>A plate has 2 to 12 letters and digits.</summary>
    PlateMalformed,
    /// <summary>A latitude came without its longitude, or the reverse.</summary>
    CoordinatesIncomplete,
    /// <summary>A longitude is between -180 and 180 degrees, a latitude between -90 and 90.</summary>
    CoordinatesOutOfRange,
    /// <summary>The coordinates are (0, 0): a device that does not know its place reports them.</summary>
    CoordinatesZero,
    /// <summary>A moment is missing.</summary>
    TimeMissing,
    /// <summary>A moment is not ISO 8601.</summary>
    TimeMalformed,
    /// <summary>A moment is ahead of the server's clock by more than the tolerance.</summary>
    TimeInFuture,
    /// <summary>A moment is before the first year of which events are accepted.</summary>
    TimeOutOfRange,
    /// <summary>A moment is in the future, or before what it follows from.</summary>
    ImpossibleTime,
    /// <summary>The moment of an incident is in the future, or after something was done about it.</summary>
    ImpossibleOccurrence,
    /// <summary>The moment of a report is before the occurrence, or in the future.</summary>
    ImpossibleReportTime,
    /// <summary>The latest moment of an occurrence is before the earliest.</summary>
    IntervalReversed,
    /// <summary>The interval in which an incident occurred is too long.</summary>
    IntervalTooLong,
    /// <summary>A correction has neither a place nor a moment.</summary>
    NothingToCorrect,
    /// <summary>Only a source that is registered as historic states when its reports became known.</summary>
    KnownAtRefused,
    /// <summary>The source has published a later batch since.</summary>
    KnownAtClosed,
    /// <summary>No category belongs to the group.</summary>
    CategoryGroupUnknown,
    /// <summary>The field cannot count by this part of its filter; `field` names it.</summary>
    FilterUnsupported,
    /// <summary>Sources report no such kind of thing.</summary>
    CoveredKindUnknown,
    /// <summary>A period of reporting has no day.</summary>
    CoverageReversed,
    /// <summary>A period of reporting begins too early or lies ahead.</summary>
    CoverageOutOfRange,
    /// <summary>A gap has no day, or is not within the period of reporting.</summary>
    CoverageGapOutside,
    /// <summary>Two gaps have a day in common, or no day between them.</summary>
    CoverageGapsOverlap,
    /// <summary>A period of reporting has more gaps than are accepted.</summary>
    CoverageTooManyGaps,
    /// <summary>An offence has 0 to 10,000 victims.</summary>
    VictimsOutOfRange,
    /// <summary>The rank of a category is between 0 and 10,000.</summary>
    GravityOutOfRange,
    /// <summary>An incident has at most 1,000 offences.</summary>
    TooManyOffences,
    /// <summary>A moment is known less precisely than needed: a later step to the minute, a fined offence to the day.</summary>
    TimeTooCoarse,
    /// <summary>A pattern of plates has another character than letters, digits and wildcards, or too many.</summary>
    PatternMalformed,
    /// <summary>What is searched for has too few letters and digits, or finds too many plates.</summary>
    PatternTooWide,
    /// <summary>A direction, field of view or range is not one that a device can have.</summary>
    ViewOutOfRange,
    /// <summary>An amount of tenge is negative or too large.</summary>
    TengeOutOfRange,
    /// <summary>A day of a plan or paper is not of the years 1990 to 2100.</summary>
    DayOutOfRange,
    /// <summary>A device was accepted before it was installed.</summary>
    DeviceAcceptedTooEarly,
    /// <summary>The last day of a certificate is before its first.</summary>
    CertificateReversed,
    /// <summary>Maintenance has neither the day for which it is planned nor the day on which it was done.</summary>
    MaintenanceWithoutDay,
    /// <summary>There is no such fault of a device.</summary>
    DeviceFaultUnknown,
    /// <summary>Minutes of work are from 0 to 10,000.</summary>
    MinutesOutOfRange,
    /// <summary>There is no such reason for this outcome of an alert.</summary>
    OutcomeReasonUnknown,
    /// <summary>It is no number of the information record book (КУИ).</summary>
    KuiNumberMalformed,
    /// <summary>It is no number of the unified register of pre-trial investigations (ЕРДР).</summary>
    ErdrNumberMalformed,
    /// <summary>There is no such kind of unit.</summary>
    UnitKindUnknown,
    /// <summary>A target of service cannot be used: its name, its seconds or its levels.</summary>
    TargetUnusable,
    /// <summary>Messages of a feed may not be posted to the address.</summary>
    FeedAddressRefused,
    /// <summary>There is no such kind of upkeep of municipal property.</summary>
    UpkeepKindUnknown,
    /// <summary>There is no such class of streets.</summary>
    StreetClassUnknown,
    /// <summary>A look again says `cleared` or `remains`.</summary>
    UpkeepOutcomeUnknown,

    /// <summary>Nothing is known by this id.</summary>
    NotFound = 2000,

    /// <summary>The thing has another version than expected; the error contains the current one.</summary>
    ConcurrentChange = 3000,

    /// <summary>A mutation with other content has the same `clientMutationId`.</summary>
    MutationConflict = 4000,
    /// <summary>An incident with other content has the same console and key.</summary>
    IncidentOpenedOtherwise,
    /// <summary>A report with other content has the same identity.</summary>
    ReportConflict,
    /// <summary>The device is registered with another kind, place or model.</summary>
    DeviceRegisteredOtherwise,
    /// <summary>Another forecast of this plan, period and method is sealed.</summary>
    ForecastSealedOtherwise,
    /// <summary>A case with other content has the same id.</summary>
    CaseOpenedOtherwise,
    /// <summary>Another item of the case has the same id.</summary>
    CaseItemOtherwise,
    /// <summary>Another item of evidence of the case has the same id.</summary>
    EvidenceTakenOtherwise,
    /// <summary>A hazard with other content has the same console and key.</summary>
    HazardNotedOtherwise,
    /// <summary>An observation with other content has the same console and key.</summary>
    UpkeepObservedOtherwise,

    /// <summary>The alert ended before, at another moment.</summary>
    AlertAlreadyEnded = 5000,
    /// <summary>The alert is acknowledged already.</summary>
    AlertAlreadyAcknowledged,
    /// <summary>The alert is dismissed already.</summary>
    AlertAlreadyDismissed,
    /// <summary>The alert is not dismissed.</summary>
    AlertNotDismissed,
    /// <summary>The call is answered already.</summary>
    SosCallAlreadyAnswered,
    /// <summary>The caller gave up before and was called back.</summary>
    SosCallAlreadyAbandoned,
    /// <summary>The caller has not given up.</summary>
    SosCallNotAbandoned,
    /// <summary>The call is over.</summary>
    SosCallOver,
    /// <summary>The violation is confirmed or dismissed already.</summary>
    ViolationAlreadyDecided,
    /// <summary>The violation is fined already.</summary>
    ViolationAlreadyFined,
    /// <summary>The violation is cancelled already.</summary>
    ViolationAlreadyCancelled,
    /// <summary>The violation was never confirmed.</summary>
    ViolationNeverConfirmed,
    /// <summary>The violation is not confirmed.</summary>
    ViolationNotConfirmed,
    /// <summary>The violation is neither dismissed nor cancelled.</summary>
    ViolationNotDismissed,
    /// <summary>The violation is held for review, and is fined when a person has lifted the hold.</summary>
    ViolationHeld,
    /// <summary>The violation is held for review already.</summary>
    ViolationAlreadyHeld,
    /// <summary>The violation is not held for review.</summary>
    ViolationNotHeld,
    /// <summary>The recorder is not under suspicion.</summary>
    RecorderNotSuspected,
    /// <summary>No fine is known for the article and part on the day of the offence.</summary>
    NoTariff,
    /// <summary>The capture has no readable plate.</summary>
    PlateMissing,
    /// <summary>The capture names no certificate of the recorder.</summary>
    CertificateMissing,
    /// <summary>The recorder's certificate was not valid on the day of the offence.</summary>
    CertificateNotValid,
    /// <summary>The tariff depends on a measured value, and the capture has none.</summary>
    MeasuredMissing,
    /// <summary>The value was measured in another unit than that of the tariff.</summary>
    MeasuredUnitDisagrees,
    /// <summary>The measured value belongs to another part of the article.</summary>
    PartDisagrees,
    /// <summary>The incident is resolved or closed.</summary>
    IncidentOver,
    /// <summary>The incident comes from a historic register.</summary>
    IncidentHistoric,
    /// <summary>The incident is not resolved.</summary>
    IncidentNotResolved,
    /// <summary>The incident is closed already.</summary>
    IncidentAlreadyClosed,
    /// <summary>The incident is neither resolved nor closed.</summary>
    IncidentNotOver,
    /// <summary>The incident is withdrawn already.</summary>
    IncidentAlreadyWithdrawn,
    /// <summary>The incident is not withdrawn.</summary>
    IncidentNotWithdrawn,
    /// <summary>The incident is part of another one.</summary>
    IncidentMerged,
    /// <summary>The incident is not part of another one.</summary>
    IncidentNotMerged,
    /// <summary>Other incidents are part of the incident.</summary>
    IncidentHasMerged,
    /// <summary>An incident cannot be merged into itself.</summary>
    MergeIntoItself,
    /// <summary>The incident to merge into is not known.</summary>
    MergeTargetNotFound,
    /// <summary>The incident to merge into is part of another one.</summary>
    MergeTargetMerged,
    /// <summary>The incident to merge into is withdrawn.</summary>
    MergeTargetWithdrawn,
    /// <summary>The incident that it is part of is itself part of another one.</summary>
    UnmergeFromMerged,
    /// <summary>No alert, call or violation of that kind has that id.</summary>
    SignalUnknown,
    /// <summary>The signal is linked already.</summary>
    SignalAlreadyLinked,
    /// <summary>The signal is not linked.</summary>
    SignalNotLinked,
    /// <summary>A person has separated the signal from the incident: no rule joins them again.</summary>
    SignalSeparated,
    /// <summary>The hazard is lifted already.</summary>
    HazardAlreadyLifted,
    /// <summary>The unit is assigned already.</summary>
    UnitAlreadyAssigned,
    /// <summary>The unit has arrived already.</summary>
    UnitAlreadyArrived,
    /// <summary>The unit has left already.</summary>
    UnitAlreadyReleased,
    /// <summary>The unit was called off before it arrived.</summary>
    UnitCancelled,
    /// <summary>The unit is not assigned to the incident.</summary>
    UnitNotAssigned,
    /// <summary>A unit cannot be diverted to the incident that it leaves.</summary>
    DivertToItself,
    /// <summary>The incident to divert the unit to is not known.</summary>
    DivertTargetNotFound,
    /// <summary>The device is retired.</summary>
    DeviceRetired,
    /// <summary>The place is in another city than the device.</summary>
    DeviceOfAnotherCity,
    /// <summary>The case is closed.</summary>
    CaseClosed,
    /// <summary>The case is not closed.</summary>
    CaseNotClosed,
    /// <summary>The case is part of another one.</summary>
    CaseMerged,
    /// <summary>The case is not part of another one.</summary>
    CaseNotMerged,
    /// <summary>The split that the case began with was undone.</summary>
    CaseDissolved,
    /// <summary>A case cannot be merged into itself.</summary>
    CaseMergeIntoItself,
    /// <summary>The case to merge into or to split is not known.</summary>
    OtherCaseUnknown,
    /// <summary>The case to merge into is closed or part of another one.</summary>
    CaseMergeTargetNotOpen,
    /// <summary>The other case is in another city.</summary>
    CaseOfAnotherCity,
    /// <summary>What came with the merge has changed since, so that it cannot be undone.</summary>
    CaseMergeOvertaken,
    /// <summary>The case was not split off from another one.</summary>
    CaseNotSplit,
    /// <summary>What was split off has changed since, so that the split cannot be undone.</summary>
    CaseSplitOvertaken,
    /// <summary>No alert, call, violation or incident of that kind has that id.</summary>
    CaseThingUnknown,
    /// <summary>The thing is attached to the case already, for another reason.</summary>
    CaseThingAttached,
    /// <summary>The thing is not attached to the case.</summary>
    CaseThingNotAttached,
    /// <summary>The case or branch has no such item.</summary>
    CaseItemUnknown,
    /// <summary>The item has no such field, or is attached and cannot be amended.</summary>
    CaseItemNotAmendable,
    /// <summary>The case has as many items, branches, views or colleagues as it may have.</summary>
    CaseFull,
    /// <summary>The case is not shared with the colleague.</summary>
    CaseNotShared,
    /// <summary>The case has no version of that number.</summary>
    CaseVersionUnknown,
    /// <summary>The case has no such branch.</summary>
    CaseBranchUnknown,
    /// <summary>The branch was merged or abandoned.</summary>
    CaseBranchOver,
    /// <summary>The case and the branch changed the same item, each in its own way; a choice is needed.</summary>
    CaseBranchConflict,
    /// <summary>A choice was made for an item that needs none, or two for one.</summary>
    CaseChoiceUnneeded,
    /// <summary>The branch is not merged.</summary>
    CaseBranchNotMerged,
    /// <summary>What the branch brought into the case has changed since, so that its merge cannot be undone.</summary>
    CaseBranchOvertaken,
    /// <summary>The case has no such saved view.</summary>
    CaseViewUnknown,
    /// <summary>The case took in no such item of evidence.</summary>
    EvidenceUnknown,
    /// <summary>The item of evidence was withdrawn.</summary>
    EvidenceIsWithdrawn,
    /// <summary>The bytes of the evidence are not removed: they are held, or the case was not closed for long enough.</summary>
    EvidenceStillKept,
    /// <summary>There is a hold already.</summary>
    EvidenceAlreadyHeld,
    /// <summary>There is no hold.</summary>
    EvidenceNotHeld,
    /// <summary>Another person works on it.</summary>
    WorkTakenByAnother,
    /// <summary>Nobody works on it.</summary>
    WorkNotTaken,
    /// <summary>Only who works on it can do this.</summary>
    WorkNotYours,
    /// <summary>It is handed over to the person who works on it already.</summary>
    WorkHandedToOneself,
    /// <summary>It is over: nobody needs to work on it.</summary>
    WorkOver,
    /// <summary>The shift has begun already.</summary>
    ShiftAlreadyBegun,
    /// <summary>The person is not on shift.</summary>
    ShiftNotBegun,
    /// <summary>A shift is handed over to the person whose it is.</summary>
    ShiftHandedToOneself,
    /// <summary>The shift is not handed over to who accepts it.</summary>
    ShiftNotHandedOver,
    /// <summary>The unit is no more.</summary>
    UnitIsRetired,
    /// <summary>The unit is on duty.</summary>
    UnitAlreadyOnDuty,
    /// <summary>The unit is not on duty.</summary>
    UnitNotOnDuty,
    /// <summary>The upkeep task was reported as done before.</summary>
    UpkeepAlreadyDone,
    /// <summary>The upkeep task was reported as done: it is looked at again, not cancelled.</summary>
    UpkeepIsDone,
    /// <summary>The upkeep task was cancelled.</summary>
    UpkeepCancelled,
    /// <summary>The observation is joined to another upkeep task.</summary>
    UpkeepJoined,
    /// <summary>The observation is not joined to another upkeep task.</summary>
    UpkeepNotJoined,
    /// <summary>An upkeep task cannot be joined to itself.</summary>
    UpkeepIntoItself,
    /// <summary>The upkeep task to join to is not known.</summary>
    UpkeepTargetNotFound,
    /// <summary>The upkeep task to join to is done, cancelled or joined to another itself.</summary>
    UpkeepTargetNotOpen,
    /// <summary>The upkeep task to join to is of another kind or in another town.</summary>
    UpkeepTargetOther,
    /// <summary>Other observations are joined to the upkeep task.</summary>
    UpkeepHasJoined,
    /// <summary>Only an open upkeep task is joined to another.</summary>
    UpkeepNotOpen,
    /// <summary>The upkeep tasks are farther apart than the rule joins.</summary>
    UpkeepTooFar,
    /// <summary>A person separated the upkeep tasks: no rule joins them again.</summary>
    UpkeepSeparatedBefore,
    /// <summary>The response plan of the incident has no such step, or no plan holds for it.</summary>
    PlanStepUnknown,
    /// <summary>The step of the response plan is ticked already.</summary>
    PlanStepAlreadyTicked,
    /// <summary>The step of the response plan is not ticked.</summary>
    PlanStepNotTicked,

    /// <summary>The period of the forecast has begun.</summary>
    ForecastTooLate = 6000,
    /// <summary>The period is recorded as missed.</summary>
    ForecastNotedAsMissed,
    /// <summary>The period has not begun.</summary>
    ForecastNotYetMissed,
    /// <summary>No forecast was sealed before the period.</summary>
    ForecastMissed,
    /// <summary>The period is not over on the given day.</summary>
    ForecastNotOver,
    /// <summary>The read models do not contain all events that the answer needs.</summary>
    ReadModelsBehind,
    /// <summary>No event has the position: it is after the last event that is committed.</summary>
    PositionUnknown,
    /// <summary>No boundary is valid on the day.</summary>
    BoundariesUnknown,
    /// <summary>No city has bounds, so the region must be given.</summary>
    NoRegion,
    /// <summary>All counts are 0.</summary>
    NothingCounted,
    /// <summary>The rule of the bandwidth cannot be applied.</summary>
    NoBandwidth,
    /// <summary>There are more cells than an answer contains.</summary>
    TooManyCells,
    /// <summary>There are more incidents than the method accepts.</summary>
    TooManyIncidents,
    /// <summary>There are more points than an answer contains.</summary>
    TooManyPoints,
    /// <summary>There are more series than an answer contains.</summary>
    TooManySeries,
    /// <summary>The computation is longer than the limit.</summary>
    TooMuchWork,
    /// <summary>The result has more bytes than are kept.</summary>
    ResultTooLarge,
    /// <summary>The job was interrupted three times.</summary>
    Interrupted,
    /// <summary>The forecast has no such cell.</summary>
    ForecastCellUnknown,
    /// <summary>The patrolled hours are more than those of the forecast's period until now.</summary>
    PatrolTooLong,
    /// <summary>No source reported in the period: there are no data.</summary>
    CoverageNone,
    /// <summary>Sources reported in a part of the period only.</summary>
    CoveragePartial,

    /// <summary>The document does not fit the schema, or a value its type; `rule` names the broken rule.</summary>
    ValidationFailed = 7000,
    /// <summary>The cursor was not issued by this list in this order.</summary>
    CursorMalformed,
    /// <summary>Arguments of both directions were given.</summary>
    PageDirectionAmbiguous,
    /// <summary>A page has from 1 to 1,000 rows.</summary>
    PageSizeOutOfRange,
    /// <summary>The schema has no such operation.</summary>
    OperationUnsupported,
    /// <summary>The document is longer than the limit.</summary>
    QueryTooLong,
    /// <summary>The document nests deeper than the limit.</summary>
    QueryTooDeep,
    /// <summary>The cost of the operation is above the limit.</summary>
    QueryTooComplex,
    /// <summary>There are more errors than an answer contains.</summary>
    TooManyErrors,
    /// <summary>The request took longer than the limit.</summary>
    TimeLimit,
    /// <summary>Too much is computed already; the same request is accepted later.</summary>
    TooBusy,
    /// <summary>The database does not answer; the same request is accepted later.</summary>
    StoreAway,
    /// <summary>An error in the server; its log contains it with the trace id.</summary>
    Internal,

    /// <summary>The request is not what the address accepts.</summary>
    BadRequest = 8000,
    /// <summary>The address does not accept the method.</summary>
    MethodNotAllowed,
    /// <summary>The address cannot answer in a form that the client accepts.</summary>
    NotAcceptable,
    /// <summary>The address does not accept the type of the body.</summary>
    UnsupportedMediaType,
    /// <summary>The host name is not known here.</summary>
    HostUnknown,
    /// <summary>Pages of this origin must not change anything here.</summary>
    OriginRefused,
    /// <summary>The body has more bytes than the limit.</summary>
    BodyTooLarge,
    /// <summary>The rest of the body did not come in time.</summary>
    BodyTooSlow,
    /// <summary>The body is not what it states to be.</summary>
    BodyUnreadable,
    /// <summary>The body contains more reports than the limit.</summary>
    TooManyReports,
    /// <summary>More reports arrive than the store accepts; the same report is accepted later.</summary>
    Busy,
    /// <summary>The body contains no report.</summary>
    Empty,
    /// <summary>A report is not a JSON object.</summary>
    Malformed,
    /// <summary>A value of a report has another type than its field.</summary>
    WrongType,
    /// <summary>A report has more bytes than the limit.</summary>
    ReportTooLong,
    /// <summary>The store refused to keep it.</summary>
    StoreRefused,
    /// <summary>There is no event of the identity that the report has today.</summary>
    OriginalUnknown,
    /// <summary>The report is read differently today; its event is unchanged.</summary>
    NotCorrected,
    /// <summary>It was refused with a code that is no longer in use; the message contains why.</summary>
    RetiredCode,
    /// <summary>The body has another SHA-256 than its sender states.</summary>
    EvidenceDigestWrong,
    /// <summary>The body is empty: there is nothing to keep as evidence.</summary>
    EvidenceEmpty,
    /// <summary>The bytes that are kept of the evidence differ from the SHA-256 of the original.</summary>
    EvidenceDamaged,
    /// <summary>The bytes of the evidence are not in the store.</summary>
    EvidenceMissing,
    /// <summary>The bytes of the evidence are not here: they were removed after their time, or were never taken in.</summary>
    EvidenceNotHere,
    /// <summary>The store of evidence has no room for the file.</summary>
    EvidenceNoSpace,
    /// <summary>The store of evidence does not answer; the same request is accepted later.</summary>
    EvidenceStoreAway,
    /// <summary>A picture leads to an address from which this host fetches nothing.</summary>
    PictureAddressRefused,
    /// <summary>An alert names no such picture or clip, or the video system does not have it.</summary>
    PictureMissing,
    /// <summary>The video system does not give a picture, or not in time; the same request may be answered later.</summary>
    PictureUnavailable,
    /// <summary>The video system sent neither a picture nor a clip.</summary>
    PictureTypeRefused,
    /// <summary>A picture or clip is larger than this host passes on.</summary>
    PictureTooLarge,
    /// <summary>What the video system sent has not the SHA-256 that was reported.</summary>
    PictureAltered,
    /// <summary>There is no such dialect of devices.</summary>
    DialectUnknown,
    /// <summary>A message of a device cannot be read as one of its dialect.</summary>
    MessageUnreadable,
    /// <summary>A message of a device is of a kind that its dialect does not have.</summary>
    MessageUnknown,
    /// <summary>A message names another device or city than the one that it came from.</summary>
    DeviceDisagrees,

    /// <summary>A row of the file cannot be read.</summary>
    MalformedRow = 9000,
    /// <summary>A row of the file is not in the encoding of the map.</summary>
    WrongEncoding,
    /// <summary>A row has no moment.</summary>
    MissingTime,
    /// <summary>A row's moment is not of the form of the map.</summary>
    UnreadableTime,
    /// <summary>A row's coordinates are not in the reference system of the map.</summary>
    UnreadablePlace,
    /// <summary>The columns of a row's identity are blank.</summary>
    BlankIdentity,
    /// <summary>A file cannot be opened, or has no rows that can be read.</summary>
    FileUnreadable,
    /// <summary>A file cannot be read to its end.</summary>
    FileBrokenOff,
    /// <summary>A map is not valid, or does not fit its file.</summary>
    MapInvalid,
    /// <summary>The import of another file of the same source is not finished.</summary>
    ImportUnfinished,
    /// <summary>Another import of the same source has begun.</summary>
    ImportTaken,
    /// <summary>A file of boundaries cannot be read as a GeoJSON FeatureCollection with the given properties.</summary>
    BoundaryFileUnreadable,
    /// <summary>The ring of a boundary crosses or touches itself.</summary>
    BoundarySelfCrossing,
    /// <summary>A hole of a boundary is outside its outer ring.</summary>
    BoundaryHoleOutside,
    /// <summary>The rings of a boundary do not form polygons.</summary>
    BoundaryShapeInvalid,
    /// <summary>A boundary has no area.</summary>
    BoundaryWithoutArea,
    /// <summary>The latitude of a boundary comes before its longitude.</summary>
    BoundaryAxesSwapped,
    /// <summary>A ring of a boundary crosses the antimeridian.</summary>
    BoundaryAcrossAntimeridian,
    /// <summary>Two boundaries of a file have the same name.</summary>
    BoundaryNameTwice,
    /// <summary>Two boundaries of one set overlap on the same day.</summary>
    BoundariesOverlap,
    /// <summary>The boundaries are valid at the same time as others of the set.</summary>
    BoundaryValidityOverlaps,
    /// <summary>A file is not an OpenStreetMap extract, or a part of it is damaged.</summary>
    ExtractUnreadable,
    /// <summary>An extract uses a compression or a feature of its format that is not supported.</summary>
    ExtractUnsupported,
    /// <summary>The objects of an extract are not in the order of type and id.</summary>
    ExtractUnsorted,
    /// <summary>An extract has no way that belongs on a map.</summary>
    ExtractWithoutWays,
    /// <summary>An extract has more than the limit of nodes, ways or tiles.</summary>
    ExtractTooLarge,
    /// <summary>Another base map is being loaded.</summary>
    BaseMapTaken,
    /// <summary>A file of places cannot be read as CSV with the columns of a place, or a value of a row is not valid.</summary>
    PlacesUnreadable,
    /// <summary>A file of house numbers cannot be read as CSV with the columns of an address, or a value of a row is not valid.</summary>
    AddressesUnreadable,
    /// <summary>A file of units cannot be read as CSV with the columns of a unit, or a value of a row is not valid.</summary>
    UnitsUnreadable,

    /// <summary>Nobody has signed in, or the session has ended.</summary>
    SignInNeeded = 10000,
    /// <summary>The token or session is not valid: expired, of another issuer or audience, or wrongly signed.</summary>
    TokenInvalid,
    /// <summary>The caller may not see a field or do this; the access table says who may.</summary>
    AccessDenied,
    /// <summary>A search for a person or plate needs a purpose.</summary>
    PurposeMissing,
    /// <summary>The access log cannot be written, so nothing that it must contain is answered.</summary>
    AccessLogAway,
    /// <summary>The key of a device is not known.</summary>
    KeyInvalid,
    /// <summary>The key of a device was revoked or has expired.</summary>
    KeyRevoked,
    /// <summary>More requests came with this key or session than are allowed; the same request is accepted later.</summary>
    RateExceeded,
    /// <summary>The role sees areas and periods with fixed edges only.</summary>
    NotFixedEdges,
    /// <summary>The data of this person are blocked.</summary>
    PersonBlocked,
    /// <summary>A masking was interrupted, and is finished first.</summary>
    MaskingUnfinished,
    /// <summary>The store as it was at that position cannot be made.</summary>
    ReplayUnavailable,
    /// <summary>The sign-in provider does not answer; the same request is accepted later.</summary>
    ProviderAway,
    /// <summary>The key does not allow reports of this source, device or city.</summary>
    OutsideKey,
    /// <summary>This host keeps no log of commitments.</summary>
    ProofsOff,
    /// <summary>The log of commitments is signed with another key than this host has.</summary>
    ProofKeyOther,
    /// <summary>It is in no signed checkpoint yet; it is in a later one.</summary>
    NotProvenYet,
    /// <summary>The key that has signed the log is missing, and no other one is made.</summary>
    ProofKeyMissing,
    /// <summary>What was signed last is missing beside the key: another host may have it.</summary>
    ProofRecordMissing,
    /// <summary>The log in the database is not what was signed last.</summary>
    ProofTreeOther,
    /// <summary>The export would have more files or withheld ranges than its receipt can name.</summary>
    ExportTooLarge,
    /// <summary>There is not enough free space for the export.</summary>
    ExportNoSpace,
    /// <summary>A link to a picture was not made for the caller, or was changed.</summary>
    LinkInvalid,
    /// <summary>The time of a link to a picture is over.</summary>
    LinkExpired,
    /// <summary>This host sends no feeds.</summary>
    FeedsOff,
}
