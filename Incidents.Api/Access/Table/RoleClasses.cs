using Incidents.Domain.Access;

namespace Incidents.Api.Access.Table;

/// <summary>The access table, for what limits rows.</summary>
internal sealed class RoleClasses(FieldTable table) : IDataClasses
{
    /// <inheritdoc/>
    public Seeing Of(string dataClass, Role role) => DataClasses.Find(dataClass)!.Of(role) switch
    {
        Permission.None => Seeing.None,
        Permission.Open => Seeing.Open,
        Permission.Snapped => Seeing.Snapped,
        // Which counts are suppressed is decided elsewhere: they are of the role's towns, too.
        _ => Seeing.Whole,
    };

    /// <inheritdoc/>
    public string ClassOf(string type, string field) => table.Find(type, field)!.Class!.Name;
}
