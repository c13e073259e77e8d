using GraphQL.Types;
using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>Why a mutation changed nothing.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">A sentence in English.</param>
internal abstract record MutationError(ErrorCode Code, string Message)
{
    /// <summary>The error of a refusal.</summary>
    public static MutationError Of(RefusedException refused)
    {
        var (code, message, field) = refused.Refusal;
        return code.Kind() switch
        {
            ErrorKind.NotFound => new NotFoundError(code, message, field),
            ErrorKind.Version => new VersionError(code, message, refused.CurrentVersion ?? 0),
            ErrorKind.Conflict => new ConflictError(code, message, field),
            ErrorKind.Rule => new RuleError(code, message, field, refused.CurrentVersion ?? 0),
            _ => new InputError(code, message, field),
        };
    }
}

/// <summary>A value of the input is at fault by itself.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">A sentence in English.</param>
/// <param name="Field">The field of the input, as a path such as `place.point.longitude`; null where it is no single one.</param>
internal sealed record InputError(ErrorCode Code, string Message, string? Field) : MutationError(Code, Message);

/// <summary>Nothing is known by an id of the input.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">A sentence in English.</param>
/// <param name="Field">The field that contains the id, or null.</param>
internal sealed record NotFoundError(ErrorCode Code, string Message, string? Field) : MutationError(Code, Message);

/// <summary>The thing has another version than `expectedVersion`: read it and decide again.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">A sentence in English.</param>
/// <param name="CurrentVersion">Its version now.</param>
internal sealed record VersionError(ErrorCode Code, string Message, long CurrentVersion) : MutationError(Code, Message);

/// <summary>The same key was used before with other content.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">A sentence in English.</param>
/// <param name="Field">The field that contains the key, or null.</param>
internal sealed record ConflictError(ErrorCode Code, string Message, string? Field) : MutationError(Code, Message);

/// <summary>The state of the thing does not allow it.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">A sentence in English.</param>
/// <param name="Field">The field of the input that it concerns, or null.</param>
/// <param name="CurrentVersion">The version of the thing now; 0 where the mutation began none.</param>
internal sealed record RuleError(ErrorCode Code, string Message, string? Field, long CurrentVersion) : MutationError(Code, Message);

/// <summary>The interface of all errors of mutations.</summary>
internal sealed class ErrorInterface : InterfaceGraphType<MutationError>
{
    public ErrorInterface()
    {
        Name = "Error";
        Description = XmlDocs.Summary(typeof(MutationError));
        Field("code", error => error.Code, type: typeof(NonNullGraphType<EnumType<ErrorCode>>)).Description("Stable code.");
        Field("message", error => error.Message).Description("A sentence in English.");
    }
}

/// <summary>The schema type of one kind of error.</summary>
internal sealed class ErrorType<T> : OutputType<T> where T : MutationError
{
    protected override void ConfigureGraph()
    {
        base.ConfigureGraph();
        Interface<ErrorInterface>();
    }
}
