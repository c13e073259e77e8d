using System.Collections;
using GraphQL;
using GraphQL.Execution;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections;
using Incidents.Projections.Devices;
using Incidents.Projections.Forecasts;

namespace Incidents.Api.Access.Rows;

/// <summary>Applies <see cref="RowLimits"/>.</summary>
/// <param name="things">The things that mutations are about.</param>
/// <param name="classes">The classes of fields.</param>
internal sealed class RowLimiter(SeenThings things, IDataClasses classes) : IRowLimit
{
    private const string Filter = "filter";
    private const string CitiesArgument = "cities";

    public bool SeesAll(IResolveFieldContext context) =>
        Callers.Current.IsHost || LimitOf(context) is { Way: RowWay.Everybody or RowWay.Case or RowWay.Parts }
            or { Way: RowWay.Reader, IsMutation: false }
        || SightOf(context).IsAll;

    public async ValueTask Apply(ResolveFieldContext call)
    {
        var (limit, sight) = (LimitOf(call), SightOf(call));
        var arguments = call.Arguments!;
        switch (limit.Way)
        {
            case RowWay.Filter:
                Set(arguments, Filter, Limited(arguments, call, sight.Towns));
                break;
            case RowWay.Cities:
                // A list of strings, or of objects where GraphQL.NET has not converted it.
                Set(arguments, CitiesArgument, Within(arguments.TryGetValue(CitiesArgument, out var given)
                    ? ((IEnumerable?)given.Value)?.Cast<string>() : null, sight.Towns));
                break;
            case RowWay.AllTowns when sight.Towns is not null:
                throw Denied(null);
        }
        if (limit.IsMutation)
            await things.Check(limit.Way, arguments, sight, call.CancellationToken);
    }

    /// <summary>The refusal of what concerns a town that is not the caller's.</summary>
    /// <param name="field">The field of the input that names it, or null.</param>
    internal static RefusedException Denied(string? field) => new(new(
        ErrorCode.AccessDenied, "This concerns towns in which you do not have the role for it.", field));

    private static RowLimit LimitOf(IResolveFieldContext context) =>
        RowLimits.Of($"{context.ParentType.Name}.{context.FieldDefinition.Name}");

    private RowSight SightOf(IResolveFieldContext context) =>
        context.Seen(classes.ClassOf(context.ParentType.Name, context.FieldDefinition.Name));

    private static object? Limited(IDictionary<string, ArgumentValue> arguments, IResolveFieldContext call, IReadOnlyList<string>? towns)
    {
        var given = arguments.TryGetValue(Filter, out var argument) ? argument.Value : null;
        return (given, call.FieldDefinition.Name) switch
        {
            (ForecastFilter forecasts, _) => forecasts with { Cities = Within(forecasts.Cities, towns) },
            (DeviceFilter devices, _) => devices with { Cities = Within(devices.Cities, towns) },
            (CountFilter counts, _) => counts with
            {
                Cities = Within(counts.Cities, towns),
                Districts = towns is null ? counts.Districts : counts.Districts?.Where(district => towns.Contains(district.City)).ToArray(),
            },
            (null, "forecasts") => new ForecastFilter(Cities: towns),
            (null, "devices") => new DeviceFilter(Cities: towns),
            (null, _) => new CountFilter(Cities: towns),
            _ => throw new InvalidOperationException($"A filter of the type {given.GetType()} has no limit."),
        };
    }

    // An array: GraphQL.NET converts an argument only from types that it knows.
    private static string[]? Within(IEnumerable<string>? asked, IReadOnlyList<string>? towns) =>
        towns is null ? asked?.ToArray() : asked is null ? [.. towns] : [.. asked.Where(towns.Contains)];

    private static void Set(IDictionary<string, ArgumentValue> arguments, string name, object? value) =>
        arguments[name] = new(value, ArgumentSource.Literal);
}
