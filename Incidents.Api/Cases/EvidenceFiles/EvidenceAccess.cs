using System.Text.Json.Nodes;
using Incidents.Api.Access;
using Incidents.Api.Access.Table;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Domain.Cases;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>Opens a case for whoever may take its evidence in and out: who has its class in its town, and whose case it is.</summary>
internal sealed class EvidenceAccess(EventReader events, IDataClasses classes, IAccessLog log)
{
    /// <summary>The data class of the bytes of evidence.</summary>
    public const string Class = "evidence";

    /// <summary>The case, as it is now.</summary>
    /// <remarks>One that is neither the caller's own nor shared with them is refused as if it did not exist.</remarks>
    /// <exception cref="RefusedException">The caller may not see it, or there is none.</exception>
    /// <exception cref="AccessLogException">A denial cannot be put on record.</exception>
    public async Task<Case> Open(Guid id, string operation, CancellationToken cancellation)
    {
        var caller = Callers.Current;
        if (caller.IsAnonymous)
            throw new RefusedException(new(ErrorCode.SignInNeeded, "Nobody has signed in, or the session has ended."));
        var state = (await events.Open<Case>(id, null, cancellation))?.State;
        if (!caller.IsHost && !caller.Grants.Any(MayUse))
        {
            await log.Write(AccessEntry.OfCurrent(AccessKind.Denied, Denial(id, operation)), cancellation);
            throw new RefusedException(new(ErrorCode.AccessDenied, "The caller may not use the evidence of cases."));
        }
        if (state is not null && (caller.IsHost || (state.IsOf(caller.Id) && caller.Grants.Any(grant => MayUseIn(grant, state)))))
            return state;
        if (state is not null)
            await log.Write(AccessEntry.OfCurrent(AccessKind.Denied, Denial(id, operation)), cancellation);
        throw new RefusedException(Refusals.NotFound);
    }

    private bool MayUse(Grant grant) => classes.Of(Class, grant.Role) is Seeing.Whole;

    private bool MayUseIn(Grant grant, Case state) => MayUse(grant) && grant.Covers(state.Place.City);

    private static JsonObject Denial(Guid id, string operation) => new()
    {
        ["operation"] = operation,
        ["case"] = id,
        [AccessEntry.DeniedFields] = AccessCheck.ListOf([Class]),
        ["errors"] = new JsonArray(ErrorCode.AccessDenied.Text()),
    };
}
