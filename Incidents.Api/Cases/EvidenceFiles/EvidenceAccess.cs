using System.Text.Json.Nodes;
using Incidents.Api.Access;
using Incidents.Api.Access.Table;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Cases;
using Incidents.Projections.Cases;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>Opens a case for whoever may take evidence in, or give its evidence out, by the classes of cases in the access table.</summary>
/// <remarks>A case that is not the caller's is refused as if it did not exist; each denial is on the access log.</remarks>
internal sealed class EvidenceAccess(EventReader events, Sights sights, IDataClasses classes, IAccessLog log)
{
    /// <summary>A case that takes evidence in.</summary>
    /// <exception cref="RefusedException">The caller may not change it, or there is none.</exception>
    /// <exception cref="AccessLogException">A denial cannot be put on record.</exception>
    public async Task<Case> ToChange(Guid id, CancellationToken cancellation)
    {
        var sight = await Sight(RowClasses.CaseCommand, id, cancellation);
        return await events.Open<Case>(id, null, cancellation) is { State: var state } && sight.Sees(state)
            ? state
            : throw await NotFound(RowClasses.CaseCommand, id, cancellation);
    }

    /// <summary>A case whose evidence is read: the caller's own, or part of one that is.</summary>
    /// <exception cref="RefusedException">The caller does not see it, or there is none.</exception>
    /// <exception cref="AccessLogException">A denial cannot be put on record.</exception>
    public async Task<Case> ToRead(Guid id, CancellationToken cancellation)
    {
        var sight = await Sight(RowClasses.Case, id, cancellation);
        if (await events.Open<Case>(id, null, cancellation) is { State: var state }
            && (sight.Sees(state) || (await events.Above(state, null, cancellation)).Any(whole => sight.Sees(whole.State))))
        {
            return state;
        }
        throw await NotFound(RowClasses.Case, id, cancellation);
    }

    private async Task<CaseSight> Sight(string dataClass, Guid id, CancellationToken cancellation)
    {
        var caller = Callers.Current;
        if (caller.IsAnonymous)
            throw new RefusedException(new(ErrorCode.SignInNeeded, "Nobody has signed in, or the session has ended."));
        if (caller.IsHost || caller.Grants.Any(grant => classes.Of(dataClass, grant.Role) is not Seeing.None))
            return new(sights.Of(caller, dataClass).Towns, caller.IsHost ? null : caller.Id);
        await Deny(dataClass, id, ErrorCode.AccessDenied, cancellation);
        throw new RefusedException(new(ErrorCode.AccessDenied, "The caller may not use the evidence of cases."));
    }

    private async Task<RefusedException> NotFound(string dataClass, Guid id, CancellationToken cancellation)
    {
        await Deny(dataClass, id, ErrorCode.NotFound, cancellation);
        return new(Refusals.NotFound);
    }

    private Task Deny(string dataClass, Guid id, ErrorCode code, CancellationToken cancellation) => log.Write(
        AccessEntry.OfCurrent(AccessKind.Denied, new JsonObject
        {
            ["operation"] = "evidence",
            ["case"] = id,
            [AccessEntry.DeniedFields] = AccessCheck.ListOf([dataClass]),
            ["errors"] = new JsonArray(code.Text()),
        }), cancellation);
}
