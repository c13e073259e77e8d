using GraphQL.DI;
using GraphQL.Introspection;
using GraphQL.Types;
using GraphQL.Validation;
using Incidents.Api.Access.Rows;
using Incidents.Api.GraphQL;

namespace Incidents.Api.Access.Table;

/// <summary>Registers the access table and what enforces it.</summary>
internal static class AccessTableServices
{
    /// <summary>Adds the services.</summary>
    /// <remarks>Before those of GraphQL: their rules run in the order in which they are added.</remarks>
    public static void AddAccessTable(this IServiceCollection services)
    {
        services.AddSingleton(_ => FieldTable.Parse(FieldTable.Text));
        services.AddSingleton<AccessCheck>();
        services.AddRows();
        services.AddSingleton<IDataClasses, RoleClasses>();
        services.AddSingleton<IValidationRule, AccessRule>();
        services.AddSingleton<IConfigureExecution, AccessExecution>();
        // The schema asks for its filter when it is made.
        services.AddSingleton(provider => new SchemaView(
            provider.GetRequiredService<FieldTable>(), new(provider.GetRequiredService<ISchema>)));
        services.AddSingleton<ISchemaFilter>(provider => provider.GetRequiredService<SchemaView>());
        services.AddSingleton<ISchemaView>(provider => provider.GetRequiredService<SchemaView>());
    }

    /// <summary>Refuses to start a host whose schema has a field without a line, of fields or of rows.</summary>
    public static void UseAccessTable(this WebApplication app)
    {
        app.Services.GetRequiredService<FieldTable>().Require(app.Services.GetRequiredService<ISchema>());
        app.CheckRows();
    }
}
