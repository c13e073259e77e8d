using Incidents.Domain;

namespace Incidents.Api.Store;

/// <summary>A Wolverine handler for every command of the Domain.</summary>
internal static class CommandHandlers
{
    public static readonly IReadOnlyList<Type> All =
    [
        .. from command in typeof(ICommand<>).Assembly.GetTypes()
           where command is { IsClass: true, IsGenericTypeDefinition: false }
           from contract in command.GetInterfaces()
           where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(ICommand<>)
           orderby command.Name
           select typeof(DecisionHandler<,>).MakeGenericType(command, contract.GetGenericArguments()[0]),
    ];
}
