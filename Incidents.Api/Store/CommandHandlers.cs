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
                 from command in typeof(ICommand<>).Assembly.GetTypes()
                 where command is { IsClass: true, IsGenericTypeDefinition: false }
                 from contract in command.GetInterfaces()
                 where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(ICommand<>)
                 select (command, contract.GetGenericArguments()[0]))
        {
            AddOne.MakeGenericMethod(command, state).Invoke(null, [options]);
        }
    }

    private static void Add<TCommand, TState>(WolverineOptions options) where TCommand : ICommand<TState>
        where TState : StreamState, IState<TState> =>
        options.AddMessageHandler(new DecisionHandler<TCommand, TState>());
}
