using Incidents.Domain;
using Incidents.Domain.Cases;
using Incidents.Projections.Dispatch;
using JasperFx.Events;

namespace Incidents.Projections.Cases;

/// <summary>The register of cases: who may see them, how far they have come, and the items by which they are found.</summary>
/// <remarks>
/// Items of branches are not in it: a hypothesis is no finding. Words stand as those of incidents do, with their stems, telephone numbers
/// and plates.
/// </remarks>
public sealed class CaseRegister : TableProjection
{
    /// <summary>Table of the cases.</summary>
    public const string Table = "case_file";

    /// <summary>Table of their items.</summary>
    public const string ItemTable = "case_item";

    /// <inheritdoc/>
    public override string Name => "cases";

    /// <inheritdoc/>
    public override int Version => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables => [Table, ItemTable];

    /// <inheritdoc/>
    public override string Ddl(string schema) =>
        $"""
         create table {schema}.{Table} (
             id uuid primary key,
             city text collate "C" not null,
             status text collate "C" not null,
             number text collate "C" not null,
             owner_id text collate "C" not null,
             shared_with text[] not null,
             status_before text collate "C",
             is_held boolean not null,
             words tsvector not null,
             updated_at timestamptz not null,
             version bigint not null);
         create index on {schema}.{Table} (owner_id);
         create index on {schema}.{Table} using gin (shared_with);
         create index on {schema}.{Table} (number);
         create index on {schema}.{Table} using gin (words);
         create table {schema}.{ItemTable} (
             case_id uuid,
             id uuid,
             kind text collate "C" not null,
             words tsvector not null,
             primary key (case_id, id));
         create index on {schema}.{ItemTable} (id);
         create index on {schema}.{ItemTable} using gin (words);
         """;

    /// <inheritdoc/>
    public override IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema)
    {
        foreach (var stored in page)
        {
            foreach (var statement in OfCase(stored, schema))
                yield return statement;
        }

        foreach (var stored in page)
        {
            foreach (var change in Changes(stored.Data))
                yield return OfItem(stored.StreamId, change, schema);
            if (stored.Data is CaseSplitUndone)
                yield return new($"delete from {schema}.{ItemTable} where case_id = ?", stored.StreamId);
        }
    }

    private static IEnumerable<SqlStatement> OfCase(IEvent stored, string schema)
    {
        if (stored.Data is not IDomainEvent fact || fact.GetType().Namespace != typeof(Case).Namespace)
            yield break;
        var (id, updated) = (stored.StreamId, fact.KnownAt.ToDateTimeOffset().ToUniversalTime());
        switch (fact)
        {
            case CaseOpened e:
                yield return Begun(e.Place.City, e.Owner, e.Title, e.Number);
                yield break;
            case CaseSplitOff e:
                yield return Begun(e.Place.City, e.Owner, e.Title, e.Number);
                yield break;
            case CaseShared e:
                yield return Set("shared_with = array_append(shared_with, ?)", e.With.CallerId);
                break;
            case CaseUnshared e:
                yield return Set("shared_with = array_remove(shared_with, ?)", e.With.CallerId);
                break;
            case CaseClosed:
                yield return Set("status = ?", nameof(CaseStatus.Closed));
                break;
            case CaseReopened:
                yield return Set("status = ?", nameof(CaseStatus.Open));
                break;
            case CaseMerged:
                yield return Set("status_before = status, status = ?", nameof(CaseStatus.Merged));
                break;
            case CaseUnmerged:
                yield return Set("status = coalesce(status_before, ?), status_before = null", nameof(CaseStatus.Open));
                break;
            case CaseSplitUndone:
                yield return Set("status = ?", nameof(CaseStatus.Dissolved));
                break;
            case EvidenceHoldPlaced { EvidenceId: null }:
                yield return Set("is_held = ?", true);
                break;
            case EvidenceHoldLifted { EvidenceId: null }:
                yield return Set("is_held = ?", false);
                break;
        }

        yield return new(
            $"update {schema}.{Table} set updated_at = greatest(updated_at, ?), version = ? where id = ?", updated, stored.Version, id);

        SqlStatement Begun(string city, CaseColleague owner, string title, string number) => new(
            $"""
             insert into {schema}.{Table} (id, city, status, number, owner_id, shared_with, is_held, words, updated_at, version)
             values (?, ?, ?, ?, ?, array[]::text[], false, array_to_tsvector(string_to_array(?, ' ')), ?, ?)
             """,
            id, city, nameof(CaseStatus.Open), FoldedText.Of(number), owner.CallerId, Joined(title, number), updated, stored.Version);

        SqlStatement Set(string assignment, object value) => new($"update {schema}.{Table} set {assignment} where id = ?", value, id);
    }

    private static IEnumerable<CaseItemChange> Changes(object fact) => fact switch
    {
        CaseSplitOff e => e.Items.Select(Added),
        CaseAbsorbed e => e.Items.Select(Added),
        CaseRejoined e => e.Items.Select(Added),
        CaseItemAdded { Branch: null } e => [Added(e.Item)],
        CaseItemAmended { Branch: null } e => [new(e.Item.Id, e.Earlier, e.Item)],
        CaseItemRemoved { Branch: null } e => [Added(e.Item).Undone()],
        CaseSeparated e => e.Items.Select(item => Added(item).Undone()),
        CaseSplit e => e.Items.Select(item => Added(item).Undone()),
        CaseBranchMerged e => e.Changes,
        CaseBranchMergeUndone e => e.Changes,
        _ => [],
    };

    private static CaseItemChange Added(CaseItem item) => new(item.Id, null, item);

    private static SqlStatement OfItem(Guid caseId, CaseItemChange change, string schema) => change.After is not { } item
        ? new($"delete from {schema}.{ItemTable} where case_id = ? and id = ?", caseId, change.Id)
        : new(
            $"""
             insert into {schema}.{ItemTable} (case_id, id, kind, words) values (?, ?, ?, array_to_tsvector(string_to_array(?, ' ')))
             on conflict (case_id, id) do update set kind = excluded.kind, words = excluded.words
             """,
            caseId, item.Id, item.Kind.ToString(),
            Joined(item.Reason, item.PersonName, item.Plate, item.Note, item.Tag, item.Assignee));

    // Each text for itself, so that the end of one and the beginning of the next are no number.
    private static string Joined(params IEnumerable<string?> texts) => string.Join(
        ' ', texts.SelectMany(text => IncidentTexts.WithForms(FoldedText.Words(text))).Distinct(StringComparer.Ordinal));
}
