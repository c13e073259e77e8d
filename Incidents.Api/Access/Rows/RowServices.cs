using GraphQL.Types;
using Incidents.Api.GraphQL;

namespace Incidents.Api.Access.Rows;

/// <summary>Registers what limits rows.</summary>
internal static class RowServices
{
    /// <summary>Adds the services.</summary>
    public static void AddRows(this IServiceCollection services)
    {
        services.AddSingleton<Sights>();
        services.AddSingleton<SeenThings>();
        services.AddSingleton<IRowLimit, RowLimiter>();
    }

    /// <summary>Checks the table of limits against the schema.</summary>
    /// <exception cref="InvalidOperationException">A field has no line.</exception>
    public static void CheckRows(this WebApplication app) => RowLimits.Check(app.Services.GetRequiredService<ISchema>());
}
