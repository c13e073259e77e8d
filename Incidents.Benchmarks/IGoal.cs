namespace Incidents.Benchmarks;

/// <summary>Something that must be fast enough, and how it is measured.</summary>
internal interface IGoal
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>One line: what is measured, against what.</summary>
    string What { get; }

    /// <summary>Measures. Variants that are compared take turns within this one run.</summary>
    Task<GoalResult> Run(BenchmarkContext context);
}
