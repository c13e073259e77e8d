using System.ComponentModel;
using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Signals;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Violations;
using Incidents.Projections;
using Incidents.Projections.Signals;
using Incidents.Projections.Violations;
using NodaTime;

namespace Incidents.Api.Violations;

/// <summary>A fine by the tariff in force at the offence.</summary>
/// <param name="Units">Number of monthly calculation indices (МРП) that the article's part sets.</param>
/// <param name="UnitValueTenge">Value of one index in tenge, as at the offence.</param>
/// <param name="AmountTenge">The amount in tenge.</param>
[DisplayName("Fine")]
public sealed record ImposedFine(decimal Units, decimal UnitValueTenge, decimal AmountTenge);

/// <summary>What a traffic violation is, now or as known at an earlier moment.</summary>
[ObjectType]
public abstract class ViolationFields : SignalFields<Violation>
{
    private protected ViolationFields(SignalRow row, StreamBatch<Violation> streams) : base(row, streams)
    {
    }

    /// <summary>How far it has come.</summary>
    public ViolationStatus Status => ViolationRows.Status(Row.Status!);

    /// <summary>Article of КоАП РК.</summary>
    public string Article => Row.Article!;

    /// <summary>Its part, or null.</summary>
    public string? Part => Row.Part;

    /// <summary>Normalised plate; null where it is not known, masked or blocked.</summary>
    public string? Plate([FromServices] IBlockedPersons blocked) => blocked.IsBlocked(Row.Plate) ? null : Row.Plate;

    /// <summary>The fine, or null where none is imposed.</summary>
    public ImposedFine? Fine => Row is { FineUnits: { } units, FineUnitValue: { } value }
        ? new(units, value, new Fine(units, value).Amount)
        : null;

    /// <summary>Reason code for which it was dismissed or cancelled; null where it was not.</summary>
    public string? DismissedReasonCode => Row.Reason;

    /// <summary>The recorder's certificate as at the capture, or null.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<RecorderCertificate?> Certificate() => (await State()).Certificate;

    /// <summary>Why it waits for a person and is not fined; null where it does not.</summary>
    [Cost(CostAttribute.Events)]
    public async Task<ViolationHoldNode?> Hold() => ViolationHoldNode.Of((await State()).Hold);
}

/// <summary>A traffic violation, as known now. What only its events hold is read when it is selected, and costs more.</summary>
[DisplayName("Violation")]
public sealed class ViolationNode : ViolationFields
{
    internal ViolationNode(SignalRow row, StreamBatch<Violation> streams) : base(row, streams)
    {
    }

    /// <summary>Its id.</summary>
    public Guid Id => Row.Id;
}

/// <summary>A traffic violation as it was known at an earlier moment.</summary>
public sealed class ViolationAsKnown : ViolationFields
{
    internal ViolationAsKnown(SignalRow row, StreamBatch<Violation> streams, Instant asKnownAt) : base(row, streams) =>
        AsKnownAt = asKnownAt;

    /// <summary>Unique for the violation and the moment.</summary>
    public string Id => AsKnownId.Of(Row.Id, AsKnownAt);

    /// <summary>Id of the violation.</summary>
    public Guid ViolationId => Row.Id;

    /// <summary>The moment: what became known later is left out.</summary>
    public Instant AsKnownAt { get; }
}

/// <summary>Filter of violations. Null means any, an empty list none.</summary>
/// <param name="Cities">City codes.</param>
/// <param name="Districts">Districts as the source names them.</param>
/// <param name="Categories">Category codes.</param>
/// <param name="Statuses">Statuses.</param>
/// <param name="Sources">The systems that reported them.</param>
/// <param name="DeviceIds">Recorders that captured them.</param>
/// <param name="Articles">Articles of КоАП РК.</param>
/// <param name="Plates">Plates, in any usual spelling.</param>
/// <param name="From">The local day on which they occurred is this one or a later one.</param>
/// <param name="Until">The local day on which they occurred is before this one.</param>
/// <param name="IsCounted">Only those that are counted, i.e. neither dismissed nor cancelled (true), or only the others (false).</param>
/// <param name="KnownFrom">They became known then or later.</param>
/// <param name="KnownUntil">They became known before.</param>
/// <param name="Bounds">They lie within.</param>
public sealed record ViolationFilter(
    IReadOnlyList<string>? Cities = null, IReadOnlyList<string>? Districts = null, IReadOnlyList<string>? Categories = null,
    IReadOnlyList<ViolationStatus>? Statuses = null, IReadOnlyList<string>? Sources = null, IReadOnlyList<string>? DeviceIds = null,
    IReadOnlyList<string>? Articles = null, IReadOnlyList<string>? Plates = null, LocalDate? From = null, LocalDate? Until = null,
    bool? IsCounted = null, Instant? KnownFrom = null, Instant? KnownUntil = null, GeoBounds? Bounds = null)
{
    internal SignalFilter ToRows(RowSight sight) => new(
        Domain.Dispatch.SignalKind.Violation, Cities, Districts, Categories, Sources, DeviceIds, From, Until, IsCounted, KnownFrom,
        KnownUntil, Bounds)
    {
        Sight = sight,
        Statuses = Statuses?.Select(ViolationRows.StatusName).ToArray(),
        Articles = Articles,
        Plates = Plates?.Select(plate => Plate.Normalise(plate) ?? plate).ToArray(),
    };
}
