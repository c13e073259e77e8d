using System.Reflection;
using Incidents.Domain;
using Wolverine;

namespace Incidents.Api.Store;

/// <summary>A Wolverine handler for every command of the Domain.</summary>
internal static class CommandHandlers
{
    private static readonly MethodInfo AddOne = typeof(CommandHandlers)
        .GetMethod(nameof(Add), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Adds them.</summary>
    public static void AddAll(WolverineOptions options)
    {
        foreach (var (command, state) in
                 from command in typeof(ICommand<>).Assembly.GetTypes().SelectMany(Closed)
                 from contract in command.GetInterfaces()
                 where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(ICommand<>)
                 select (command, contract.GetGenericArguments()[0]))
        {
            AddOne.MakeGenericMethod(command, state).Invoke(null, [options]);
        }
    }

    // What is done alike to several kinds of things is one command of each.
    private static IEnumerable<Type> Closed(Type type) => type switch
    {
        { IsClass: false } => [],
        { IsGenericTypeDefinition: false } => [type],
        _ when type.IsAssignableTo(typeof(ISharedCommand)) => typeof(ICommand<>).Assembly.GetTypes()
            .Where(state => state is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
                && type.GetGenericArguments()[0].GetGenericParameterConstraints().All(constraint => Fits(state, constraint)))
            .Select(state => type.MakeGenericType(state)),
        _ => [],
    };

    private static bool Fits(Type state, Type constraint) => constraint.IsGenericType
        ? state.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == constraint.GetGenericTypeDefinition())
        : state.IsAssignableTo(constraint);

    private static void Add<TCommand, TState>(WolverineOptions options) where TCommand : ICommand<TState>
        where TState : StreamState, IState<TState> =>
        options.AddMessageHandler(new DecisionHandler<TCommand, TState>());
}
