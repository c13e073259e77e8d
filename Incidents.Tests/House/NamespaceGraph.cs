using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Incidents.Tests.House;

/// <summary>Which namespaces of one assembly use which others of it, read from its compiled code.</summary>
/// <remarks>Constants leave no trace in compiled code. A parent namespace and its child are two namespaces.</remarks>
internal sealed class NamespaceGraph
{
    private readonly string assembly;
    private readonly SortedDictionary<string, SortedDictionary<string, string>> uses = new(StringComparer.Ordinal);

    private NamespaceGraph(string assembly) => this.assembly = assembly;

    /// <summary>The namespaces.</summary>
    public IReadOnlyCollection<string> Namespaces => uses.Keys;

    /// <summary>Reads an assembly.</summary>
    /// <param name="path">Its file.</param>
    public static NamespaceGraph Read(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        var graph = new NamespaceGraph(module.Assembly.Name.Name);
        foreach (var type in module.Types.Where(t => graph.IsOwn(t.Namespace)))
        {
            graph.uses.TryAdd(type.Namespace, new(StringComparer.Ordinal));
            graph.AddType(type, type);
        }
        return graph;
    }

    /// <summary>
    /// A path of namespaces that returns to its beginning, each with a place where it uses the next; empty where there is no cycle.
    /// </summary>
    public IReadOnlyList<string> Cycle()
    {
        var (finished, path) = (new HashSet<string>(), new List<string>());
        return uses.Keys.Select(Visit).FirstOrDefault(found => found is not null) ?? [];

        string[]? Visit(string name)
        {
            if (path.IndexOf(name) is >= 0 and var start)
                return [.. path.Skip(start).Append(name)
                    .Zip(path.Skip(start + 1).Append(name), (from, to) => $"{from} -> {to} ({uses[from][to]})")];
            if (finished.Contains(name))
                return null;
            path.Add(name);
            foreach (var next in uses[name].Keys)
            {
                if (Visit(next) is { } cycle)
                    return cycle;
            }
            path.RemoveAt(path.Count - 1);
            finished.Add(name);
            return null;
        }
    }

    private bool IsOwn(string name) => name == assembly || name.StartsWith(assembly + ".", StringComparison.Ordinal);

    private void AddType(TypeDefinition type, TypeDefinition user)
    {
        Add(type.BaseType, user);
        foreach (var contract in type.Interfaces)
            Add(contract.InterfaceType, user);
        AddAttributes(type, user);
        foreach (var parameter in type.GenericParameters)
            AddAll(parameter.Constraints.Select(c => c.ConstraintType), user);
        foreach (var field in type.Fields)
        {
            Add(field.FieldType, user);
            AddAttributes(field, user);
        }
        foreach (var property in type.Properties)
            AddAttributes(property, user);
        foreach (var method in type.Methods)
            AddMethod(method, user);
        // Lambdas, iterators and async methods are compiled into nested types.
        foreach (var nested in type.NestedTypes)
            AddType(nested, user);
    }

    private void AddMethod(MethodDefinition method, TypeDefinition user)
    {
        AddReference(method, user);
        AddAttributes(method, user);
        foreach (var parameter in method.Parameters)
            AddAttributes(parameter, user);
        foreach (var parameter in method.GenericParameters)
            AddAll(parameter.Constraints.Select(c => c.ConstraintType), user);
        if (!method.HasBody)
            return;
        AddAll(method.Body.Variables.Select(v => v.VariableType), user);
        AddAll(method.Body.ExceptionHandlers.Where(h => h.HandlerType == ExceptionHandlerType.Catch).Select(h => h.CatchType), user);
        foreach (var instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference reference:
                    Add(reference, user);
                    break;
                case FieldReference reference:
                    AddAll([reference.DeclaringType, reference.FieldType], user);
                    break;
                case MethodReference reference:
                    AddReference(reference, user);
                    break;
            }
        }
    }

    private void AddReference(MethodReference method, TypeDefinition user)
    {
        AddAll([method.DeclaringType, method.ReturnType, .. method.Parameters.Select(p => p.ParameterType)], user);
        if (method is GenericInstanceMethod generic)
            AddAll(generic.GenericArguments, user);
    }

    private void AddAttributes(ICustomAttributeProvider annotated, TypeDefinition user)
    {
        foreach (var attribute in annotated.CustomAttributes)
        {
            Add(attribute.AttributeType, user);
            AddAll(attribute.ConstructorArguments.Select(a => a.Value).OfType<TypeReference>(), user);
        }
    }

    private void AddAll(IEnumerable<TypeReference> types, TypeDefinition user)
    {
        foreach (var type in types)
            Add(type, user);
    }

    private void Add(TypeReference? type, TypeDefinition user)
    {
        if (type is null or GenericParameter)
            return;
        if (type is GenericInstanceType generic)
            AddAll(generic.GenericArguments, user);
        if (type is TypeSpecification specification)
        {
            Add(specification.ElementType, user);
            return;
        }
        while (type.DeclaringType is { } outer)
            type = outer;
        if (IsOwn(type.Namespace) && type.Namespace != user.Namespace)
            uses[user.Namespace].TryAdd(type.Namespace, $"{user.Name} uses {type.Name}");
    }
}
