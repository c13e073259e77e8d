using System.Globalization;
using System.Text;
using GraphQL.Types;

namespace Incidents.Tests.Access;

/// <summary>Makes valid queries of any shape: aliases, fragments on objects and interfaces, conditions, several operations.</summary>
/// <param name="random">Where the shape comes from.</param>
/// <param name="schema">The schema.</param>
/// <param name="prefers">Which fields are taken alone by half of the queries, so that these are answered.</param>
internal sealed class QueryMaker(Random random, ISchema schema, Func<string, string, bool> prefers)
{
    private const int MostDepth = 6;
    private readonly StringBuilder fragments = new();
    private readonly bool takesAny = random.Next(2) == 0;
    private int names;

    /// <summary>The variables <c>$v0</c> to <c>$v3</c> of every operation.</summary>
    public const int Variables = 4;

    /// <summary>A document with the operations A and B.</summary>
    public string Document()
    {
        var (a, b) = (Operation("A"), Operation("B"));
        return $"{a}\n{b}\n{fragments}";
    }

    private string Operation(string name)
    {
        var selection = Selection(schema.Query, MostDepth);
        for (var i = 0; i < Variables; i++)
            selection += $" u{i}: __typename @include(if: $v{i})";
        var variables = string.Join(' ', Enumerable.Range(0, Variables).Select(i => $"$v{i}: Boolean!"));
        return $"query {name}({variables}) @purpose(reason: AUDIT, reference: \"random\") {{ {selection} }}";
    }

    private string Selection(IGraphType type, int depth)
    {
        if (type is UnionGraphType union)
        {
            var members = string.Join(' ', union.PossibleTypes.Where(_ => random.Next(2) == 0)
                .Select(member => $"... on {member.Name} {{ {Selection(member, depth)} }}"));
            return $"__typename {members}";
        }
        var parts = Enumerable.Range(0, 1 + random.Next(depth == MostDepth ? 2 : 4)).Select(_ => Part((IComplexGraphType)type, depth))
            .OfType<string>().ToList();
        return parts.Count == 0 ? "__typename" : string.Join(' ', parts);
    }

    private string? Part(IComplexGraphType type, int depth)
    {
        switch (depth < MostDepth ? random.Next(10) : 9)
        {
            case 0:
                return $"... {Condition()} {{ {Selection(type, depth - 1)} }}";
            case 1:
                return $"... on {type.Name} {Condition()} {{ {Selection(type, depth - 1)} }}";
            case 2:
                var name = $"F{names++}";
                var inner = Selection(type, depth - 1);
                fragments.Append(CultureInfo.InvariantCulture, $"fragment {name} on {type.Name} {{ {inner} }}\n");
                return $"...{name} {Condition()}";
            default:
                return Field(type, depth);
        }
    }

    private string? Field(IComplexGraphType type, int depth)
    {
        var liked = type.Fields.Where(f => prefers(type.Name, f.Name)).ToList();
        var from = liked.Count > 0 && (!takesAny || random.Next(5) > 0) ? liked : [.. type.Fields];
        var field = from[random.Next(from.Count)];
        var into = SchemaPaths.Named(field.ResolvedType)!;
        if (into is not ScalarGraphType && depth <= 0)
            return null;
        var inner = into is ScalarGraphType ? "" : $" {{ {Selection(into, depth - 1)} }}";
        return $"x{names++}: {field.Name}{SchemaPaths.Arguments(field)} {Condition()}{inner}";
    }

    private string Condition() => random.Next(6) switch
    {
        0 => $"@include(if: $v{random.Next(Variables)})",
        1 => $"@skip(if: $v{random.Next(Variables)})",
        2 when random.Next(3) == 0 => "@include(if: false)",
        _ => "",
    };
}
